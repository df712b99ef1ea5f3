package dev.verdigris.engine.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.verdigris.engine.catalog.Column;
import dev.verdigris.engine.catalog.Definitions.DefinedQuery;
import dev.verdigris.engine.catalog.ObjectType;
import dev.verdigris.engine.sql.CreateStatement.CreateMaterializedView;
import dev.verdigris.engine.sql.CreateStatement.CreateSink;
import dev.verdigris.engine.sql.Parser;
import dev.verdigris.engine.sql.Printer;
import dev.verdigris.engine.sql.SqlStyle;
import dev.verdigris.engine.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which keys a server proved, and which columns it knew not to be null. */
class RecordedKeysTests {

  @Test
  void exactlyTheRecordedKeysAreProven() {
    DefinedQuery last = null;
    int sinks = 0;
    int shapes = 0;
    for (JsonObject step : RecordedSteps.of("deployment", "sink_keys")) {
      String sql = step.get("sql").getAsString();
      JsonObject expect = step.getAsJsonObject("expect");
      if (sql.startsWith("CREATE MATERIALIZED VIEW")) {
        last = define(sql);
      } else if (sql.startsWith("SELECT name, nullable") && last != null) {
        assertThat(nullable(last)).as(sql).isEqualTo(recorded(expect.getAsJsonArray("rows")));
        shapes++;
      } else if (sql.startsWith("CREATE SINK") && last != null) {
        assertThat(proves(last, sql)).as(sql).isEqualTo(!expect.has("error"));
        sinks++;
      }
    }
    assertThat(sinks).isEqualTo(21);
    assertThat(shapes).isEqualTo(21);
  }

  @Test
  void storedNamesAreCompleteAndHaveTheirIds() {
    DefinedQuery defined =
        define("CREATE MATERIALIZED VIEW m AS SELECT k, count(*) AS n FROM dk_t x GROUP BY k");
    assertThat(Printer.print(defined.resolved(), SqlStyle.STORED))
        .isEqualTo(
            "SELECT \"k\", \"pg_catalog\".\"count\"(*) AS \"n\" FROM [u3 AS"
                + " \"materialize\".\"public\".\"dk_t\"] AS \"x\" GROUP BY \"k\"");
  }

  private static DefinedQuery define(String sql) {
    CreateMaterializedView create = (CreateMaterializedView) Parser.parse(sql).get(0);
    return new QueryDefinitions(Planned.NO_SHOWS)
        .query(create.query(), ObjectType.MATERIALIZED_VIEW, Planned.STATE, new FixedSession());
  }

  private static boolean proves(DefinedQuery query, String sink) {
    Statement statement = Parser.parse(sink).get(0);
    CreateSink create = (CreateSink) statement;
    Set<Integer> positions = new HashSet<>();
    List<String> names = query.columns().stream().map(Column::name).toList();
    java.util.Objects.requireNonNull(create.key())
        .columns()
        .forEach(column -> positions.add(names.indexOf(column.value())));
    return query.keys().stream().anyMatch(positions::containsAll);
  }

  private static List<String> nullable(DefinedQuery query) {
    return query.columns().stream()
        .map(c -> c.name() + " " + (c.nullable() ? "t" : "f") + " " + c.type().display())
        .toList();
  }

  private static List<String> recorded(JsonArray rows) {
    List<String> result = new ArrayList<>();
    rows.forEach(
        row -> {
          List<String> cells = new ArrayList<>();
          row.getAsJsonArray().forEach(cell -> cells.add(cell.getAsString()));
          result.add(String.join(" ", cells));
        });
    return result;
  }
}
