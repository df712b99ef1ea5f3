package dev.verdigris.engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MomentsTests {

  @Test
  void every_change_by_time_is_found_at_its_millisecond() throws SQLException {
    long seed = Long.getLong("verdigris.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      TreeSet<Long> ends = new TreeSet<>();
      int rows = random.nextInt(8);
      for (int i = 0; i < rows; i++) {
        ends.add(1_000L + random.nextInt(1_000));
      }
      // Rows that go, one after the other: nothing comes and goes between two looks.
      Moments.Reader reader =
          at -> {
            Contents contents = new Contents();
            ends.tailSet(at, true).forEach(end -> contents.add(List.of(end.toString()), 1));
            return contents;
          };
      List<Moments.Moment> moments =
          Moments.between(reader.at(1_000), 1_000, reader.at(2_000), 2_000, reader);
      assertThat(moments.stream().map(Moments.Moment::timestamp))
          .as("seed %d", seed)
          .containsExactlyElementsOf(ends.stream().map(end -> end + 1).toList());
    }
  }

  @Test
  void the_same_contents_are_not_looked_at_again() throws SQLException {
    Contents same = new Contents();
    same.add(List.of("a"), 2);
    Contents equal = new Contents();
    equal.add(List.of("a"), 2);
    assertThat(
            Moments.between(
                same,
                0,
                equal,
                1_000_000,
                at -> {
                  throw new SQLException("looked at " + at);
                }))
        .isEmpty();
  }

  @Test
  void too_many_changes_count_as_one_at_the_end() throws SQLException {
    Moments.Reader reader =
        at -> {
          Contents contents = new Contents();
          contents.add(List.of(Long.toString(at)), 1);
          return contents;
        };
    List<Moments.Moment> moments =
        Moments.between(reader.at(0), 0, reader.at(100_000), 100_000, reader);
    assertThat(moments).hasSizeLessThan(250);
    assertThat(moments.get(moments.size() - 1).timestamp()).isEqualTo(100_000);
  }
}
