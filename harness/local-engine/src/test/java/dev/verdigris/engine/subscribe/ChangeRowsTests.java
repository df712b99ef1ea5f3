package dev.verdigris.engine.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.engine.query.ResultColumn;
import dev.verdigris.engine.query.SqlType;
import dev.verdigris.engine.snapshot.Contents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeRowsTests {

  private final List<List<@Nullable String>> out = new ArrayList<>();

  @Test
  void plainDifferencesSayHowOftenARowCameOrWent() {
    changes(false, null).add(contents("1", "2"), contents("2", "3", "3"), 50, out);

    assertThat(out).containsExactly(List.of("50", "-1", "1", "x"), List.of("50", "2", "3", "x"));
  }

  @Test
  void progressBeginsAndFollowsEveryTime() {
    ChangeRows rows = changes(true, null);
    rows.begin(10, out);
    rows.add(contents(), contents("1"), 10, out);
    rows.add(contents("1"), contents("1"), 500, out);
    rows.add(contents("1"), contents("1"), 1_500, out);

    assertThat(out)
        .containsExactly(
            Arrays.asList("10", "t", null, null, null),
            List.of("10", "f", "1", "1", "x"),
            Arrays.asList("11", "t", null, null, null),
            Arrays.asList("1501", "t", null, null, null));
  }

  @Test
  void upsertTellsTheStateOfAKey() {
    Contents now = contents("2", "2", "3");
    changes(false, List.of(0)).add(contents("1", "2"), now, 50, out);

    assertThat(out)
        .containsExactly(
            Arrays.asList("50", "delete", "1", null),
            Arrays.asList("50", "key_violation", "2", null),
            List.of("50", "upsert", "3", "x"));
  }

  private static ChangeRows changes(boolean progress, @Nullable List<Integer> key) {
    List<ResultColumn> columns = new ArrayList<>();
    for (int i = 0; i < (progress ? 5 : 4); i++) {
      columns.add(new ResultColumn("c" + i, SqlType.TEXT, true, false));
    }
    return new ChangeRows(new SubscribeShape(true, progress, key, columns), 2);
  }

  private static Contents contents(String... keys) {
    Contents contents = new Contents();
    for (String key : keys) {
      contents.add(List.of(key, "x"), 1);
    }
    return contents;
  }
}
