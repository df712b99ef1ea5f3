package dev.verdigris.validations.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as people write them. */
class TextTableTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iata | n:bigint\nSEA | 1\nSFO |\n",
        "\n  | iata | n : bigint |\n  |------|----------:|\n  | SEA  | 1 |\n  | SFO  | NULL |\n",
        "iata|n:bigint\n----+----\n\"SEA\"|1\nSFO|NULL"
      })
  void barsRulersAndWhiteSpaceAreForTheEye(String text) {
    assertThat(TextTable.parse(text))
        .isEqualTo(
            new TextTable(
                List.of("iata", "n"),
                List.of("", "bigint"),
                List.of(List.of("SEA", "1"), Arrays.asList("SFO", null))));
  }

  @Test
  void quotedTextIsKeptAsItIs() {
    assertThat(
            TextTable.parse("a | b | c\n\" x|y \" | \"\" | \"NULL\"\n\"a\"\"b\" | é | 'q'").rows())
        .containsExactly(List.of(" x|y ", "", "NULL"), List.of("a\"b", "é", "'q'"));
  }

  @Test
  void columnsAloneAreATableWithoutRows() {
    assertThat(TextTable.parse("a | b").rows()).isEmpty();
  }

  @Test
  void fileHasCommasAndTheSameRules(@TempDir Path directory) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("rows.csv"), "iata,n:bigint,\"N,o\"\nSEA,1,\"a\nb\"\nSFO,,\"\"\n");
    assertThat(TextTable.csv(file))
        .isEqualTo(
            new TextTable(
                List.of("iata", "n", "N,o"),
                List.of("", "bigint", ""),
                List.of(List.of("SEA", "1", "a\nb"), Arrays.asList("SFO", null, ""))));
  }

  @Test
  void refusesWhatIsNoTable(@TempDir Path directory) {
    assertThatThrownBy(() -> TextTable.parse(" \n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the table is empty: its first line names the columns");
    assertThatThrownBy(() -> TextTable.parse("a | b\n1 | 2\n1 | 2 | 3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 3 of the table has 3 values, its columns are a, b");
    assertThatThrownBy(() -> TextTable.parse("a | a:int"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the table has column \"a\" twice");
    assertThatThrownBy(() -> TextTable.parse("a | | b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the table has a column without a name");
    assertThatThrownBy(() -> TextTable.parse("a\n\"open"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the table cannot be read: ");
    assertThatThrownBy(() -> TextTable.csv(directory.resolve("none.csv")))
        .isInstanceOf(UncheckedIOException.class);
  }
}
