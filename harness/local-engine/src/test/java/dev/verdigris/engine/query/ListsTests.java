package dev.verdigris.engine.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListsTests {

  @ParameterizedTest
  @ValueSource(strings = {"functions", "operators", "relations", "settings", "types"})
  void listsAreTheRecordedOnes(String name) {
    assertThat(Lists.read("lists/" + name + ".tsv"))
        .isEqualTo(RecordedSteps.read("/conformance/lists/" + name + ".tsv").stripTrailing());
  }

  @ParameterizedTest
  @ValueSource(strings = {"functions"})
  void everyModelledFunctionIsOneOfTheServers(String name) {
    assertThat(Lists.own(name))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(FunctionTable.LOADED.has(row[0])).as(row[0]).isTrue());
  }
}
