package dev.verdigris.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SinkKeysTests {

  @Test
  void the_first_line_of_a_plan_tells_the_keys() {
    assertThat(
            SinkKeys.parse(
                """
                Explained Query:
                  ReadStorage materialize.public.g // { keys: "([0], [1, 2])" }
                    Project (#0) // { keys: "()" }
                """))
        .contains(List.of(Set.of(0), Set.of(1, 2)));
    assertThat(SinkKeys.parse("  ReadStorage materialize.public.g // { keys: \"()\" }"))
        .contains(List.of());
    assertThat(SinkKeys.parse("  Constant // { keys: \"([])\" }")).contains(List.of(Set.of()));
    assertThat(SinkKeys.parse("Explained Query:\n  ReadStorage materialize.public.g")).isEmpty();
  }

  @Test
  void a_key_is_proved_by_any_part_of_it() {
    List<Set<Integer>> keys = List.of(Set.of(1, 2), Set.of(3));
    assertThat(SinkKeys.proves(keys, Set.of(3, 4))).isTrue();
    assertThat(SinkKeys.proves(keys, Set.of(1, 2))).isTrue();
    assertThat(SinkKeys.proves(keys, Set.of(1))).isFalse();
    assertThat(SinkKeys.proves(List.of(), Set.of(1))).isFalse();
    // At most one row: everything is a key.
    assertThat(SinkKeys.proves(List.of(Set.of()), Set.of(1))).isTrue();
  }
}
