package dev.verdigris.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceholdersTests {

  private final Placeholders none = Placeholders.of(Map.of());

  @Test
  void theFirstOccurrenceBindsAndLaterOnesMustBeEqual() {
    Placeholders bound =
        none.match("CREATE SINK IN CLUSTER [${cluster_1}]", "CREATE SINK IN CLUSTER [u7]")
            .orElseThrow();

    assertThat(bound.match("${cluster_1}", "u7")).isPresent();
    assertThat(bound.match("${cluster_1}", "u8")).isEmpty();
    assertThat(bound.fill("DROP ${cluster_1}")).isEqualTo("DROP u7");
  }

  @Test
  void twoNamesOfOneKindDifferInValueButNotTwoSnapshots() {
    Placeholders bound = none.match("${time_1} ${snapshot_1}", "10 20").orElseThrow();

    assertThat(bound.match("${time_2}", "10")).isEmpty();
    assertThat(bound.match("${item_1}", "u10")).isPresent();
    assertThat(bound.match("${snapshot_2}", "20")).isPresent();
  }

  @Test
  void wildcardsCheckTheirFormAndBindNothing() {
    assertThat(none.match("${?ts}", "2026-11-25 13:00:00.123+00")).isPresent();
    assertThat(none.match("${?ts}", "yesterday")).isEmpty();
    assertThat(none.match("${?bool}", "t")).isPresent();
    assertThat(none.match("${?bool}", "true")).isEmpty();
    assertThat(none.match("${?int}|${?int}", "1|-2").orElseThrow().values()).isEmpty();
  }

  @Test
  void nullIsEqualToNullOnly() {
    assertThat(none.match(null, null)).isPresent();
    assertThat(none.match(null, "")).isEmpty();
    assertThat(none.match("${?any}", null)).isEmpty();
  }

  @Test
  void aMultisetIsMatchedWhicheverRowBindsFirst() {
    List<List<String>> expected = List.of(List.of("${item_1}", "x"), List.of("u1", "x"));
    List<List<String>> actual = List.of(List.of("u1", "x"), List.of("u2", "x"));

    assertThat(Matching.unordered(expected, actual, none).orElseThrow().values())
        .containsEntry("item_1", "u2");
    assertThat(Matching.unordered(expected, actual.subList(0, 1), none)).isEmpty();
    assertThat(
            Matching.unordered(
                Arrays.asList(List.of("a"), List.of("a")),
                List.of(List.of("a"), List.of("b")),
                none))
        .isEmpty();
  }
}
