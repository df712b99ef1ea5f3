package dev.verdigris.engine.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.engine.query.ResultColumn;
import dev.verdigris.engine.query.SqlType;
import dev.verdigris.engine.snapshot.Contents;
import dev.verdigris.engine.sql.DataStatement.Subscribe;
import dev.verdigris.engine.sql.DataStatement.SubscribeOutput;
import dev.verdigris.engine.sql.Parser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeRowsTests {

  private static final SubscribeForm PLAIN = new SubscribeForm.Differences(null);

  private final List<List<@Nullable String>> out = new ArrayList<>();

  @Test
  void plainDifferencesSayHowOftenARowCameOrWent() {
    changes(false, PLAIN).add(contents("1", "2"), contents("2", "3", "3"), 50, out);

    assertThat(out).containsExactly(List.of("50", "-1", "1", "x"), List.of("50", "2", "3", "x"));
  }

  @Test
  void progressBeginsAndFollowsEveryTime() {
    ChangeRows rows = changes(true, PLAIN);
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
    changes(false, new SubscribeForm.Upsert(List.of(0))).add(contents("1", "2"), now, 50, out);

    assertThat(out)
        .containsExactly(
            Arrays.asList("50", "delete", "1", null),
            Arrays.asList("50", "key_violation", "2", null),
            List.of("50", "upsert", "3", "x"));
  }

  @Test
  void debeziumTellsTheStateOfAKeyBeforeAndAfter() {
    Contents before = new Contents();
    Contents now = new Contents();
    before.add(List.of("1", "goes"), 1);
    before.add(List.of("2", "old"), 1);
    before.add(List.of("4", "one"), 1);
    before.add(List.of("5", "a"), 1);
    before.add(List.of("5", "b"), 1);
    before.add(List.of("6", "stays"), 1);
    now.add(List.of("2", "new"), 1);
    now.add(List.of("3", "comes"), 1);
    now.add(List.of("4", "one"), 2);
    now.add(List.of("5", "b"), 1);
    now.add(List.of("6", "stays"), 1);
    changes(false, new SubscribeForm.Debezium(List.of(0))).add(before, now, 50, out);

    assertThat(out)
        .containsExactly(
            Arrays.asList("50", "delete", "1", "goes", null),
            List.of("50", "upsert", "2", "old", "new"),
            Arrays.asList("50", "insert", "3", null, "comes"),
            Arrays.asList("50", "key_violation", "4", null, null),
            Arrays.asList("50", "upsert", "5", null, "b"));
  }

  @Test
  void theOrderWithinATimeIsThatOfTheStatement() {
    Contents before = new Contents();
    Contents now = new Contents();
    before.add(List.of("9", "y"), 1);
    before.add(Arrays.asList(null, "y"), 1);
    now.add(List.of("10", "y"), 1);
    now.add(List.of("10", "x"), 2);
    now.add(List.of("NaN", "x"), 1);
    order("a DESC NULLS LAST, mz_diff", SqlType.NUMERIC).add(before, now, 50, out);

    assertThat(out)
        .containsExactly(
            List.of("50", "1", "NaN", "x"),
            List.of("50", "1", "10", "y"),
            List.of("50", "2", "10", "x"),
            List.of("50", "-1", "9", "y"),
            Arrays.asList("50", "-1", null, "y"));
  }

  @Test
  void timesAreOrderedByTheirYearsAndNullsOfADescendingKeyComeFirst() {
    Contents now = new Contents();
    for (String time :
        Arrays.asList(
            "10000-01-01 00:00:00",
            "2024-02-29 12:00:00.5",
            "2024-02-29 12:00:00",
            "0044-03-15 00:00:00 BC",
            null)) {
      now.add(Arrays.asList(time, "x"), 1);
    }
    order("a DESC", SqlType.TIMESTAMP).add(contents(), now, 50, out);

    assertThat(out)
        .extracting(row -> row.get(2))
        .containsExactly(
            null,
            "10000-01-01 00:00:00",
            "2024-02-29 12:00:00.5",
            "2024-02-29 12:00:00",
            "0044-03-15 00:00:00 BC");
  }

  @Test
  void whatIsNoColumnOrHasAnOrderThatIsNotModelledIsRefused() {
    assertThatThrownBy(() -> order("a + 1", SqlType.INT4))
        .hasMessage("invalid ORDER BY in SUBSCRIBE WITHIN TIMESTAMP ORDER BY");
    assertThatThrownBy(() -> order("c", SqlType.INT4)).hasMessage("column \"c\" does not exist");
    assertThatThrownBy(() -> order("a", SqlType.JSONB))
        .hasMessage(
            "local engine: WITHIN TIMESTAMP ORDER BY a column of type jsonb is not modelled");
    assertThatThrownBy(() -> order("1", SqlType.INT4))
        .hasMessage("local engine: WITHIN TIMESTAMP ORDER BY a position is not modelled");
  }

  private static ChangeRows order(String orderBy, SqlType type) {
    Subscribe parsed =
        (Subscribe) Parser.parse("SUBSCRIBE t WITHIN TIMESTAMP ORDER BY " + orderBy).get(0);
    WithinTimestamp order =
        new WithinTimestamp(
            ((SubscribeOutput.WithinTimestamp) Objects.requireNonNull(parsed.output())).orderBy(),
            List.of(
                new ResultColumn("a", type, true, false),
                new ResultColumn("b", SqlType.TEXT, true, false)));
    return changes(false, new SubscribeForm.Differences(order));
  }

  private static ChangeRows changes(boolean progress, SubscribeForm form) {
    List<ResultColumn> columns = new ArrayList<>();
    for (int i = 0; i < (progress ? 5 : 4); i++) {
      columns.add(new ResultColumn("c" + i, SqlType.TEXT, true, false));
    }
    return new ChangeRows(new SubscribeShape(true, progress, form, columns), 2);
  }

  private static Contents contents(String... keys) {
    Contents contents = new Contents();
    for (String key : keys) {
      contents.add(List.of(key, "x"), 1);
    }
    return contents;
  }
}
