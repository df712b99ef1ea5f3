package dev.verdigris.engine.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded queries, planned and run on a PostgreSQL, give the recorded columns, rows, errors. */
class RecordedDialectTests {
  private static final List<String> GROUPS = List.of("types", "functions", "aggregates", "queries");

  /** What is refused or differs, by a part of its text; each line is one step. */
  private static final Set<String> UNMET = new TreeSet<>();

  private static final Pattern HINT = Pattern.compile("\\n  Hint: ([^\\n]*)");
  private static final Pattern FURTHER_FIELDS =
      Pattern.compile("(?s)\\n  (?:Detail|Hint|Position|Where|Location): .*");

  @TempDir Path directory;

  @Test
  void recordedQueriesGiveTheirRecordedAnswers() throws SQLException {
    Set<String> unmet = new TreeSet<>();
    List<String> wrong = new ArrayList<>();
    int steps = 0;
    try (PostgresServer server = PostgresServer.start(directory, Bootstrap.scripts());
        Connection connection = server.connect()) {
      prepare(connection);
      for (String group : GROUPS) {
        for (JsonObject step : RecordedSteps.of("dialect", group)) {
          steps++;
          String sql = step.get("sql").getAsString();
          JsonObject got = answer(sql, connection);
          if (!matches(step, got)) {
            String listed = listed(sql, isRefusal(got) ? "refused " : "differs ");
            unmet.add(listed);
            if (!UNMET.contains(listed)) {
              wrong.add(sql + "\n  wanted " + step.get("expect") + "\n  got    " + got);
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(unmet).isEqualTo(UNMET);
    assertThat(steps).isGreaterThan(300);
  }

  private static String listed(String sql, String prefix) {
    return UNMET.stream()
        .filter(line -> line.startsWith(prefix) && sql.contains(line.substring(prefix.length())))
        .findFirst()
        .orElse(prefix + sql);
  }

  private static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SET search_path = mz, pg_catalog; SET TimeZone = 'UTC'; CREATE SCHEMA u;"
              + " CREATE TABLE u.u1 (c1 int NOT NULL, c2 text); CREATE TABLE u.u2 (c1 int, c2 int);"
              + " INSERT INTO u.u1 VALUES (1, 'x'), (2, 'x'), (3, 'y'), (3, NULL);"
              + " INSERT INTO u.u2 VALUES (2, 20), (3, 30), (3, 31), (NULL, 0)");
    }
  }

  private static JsonObject answer(String sql, Connection connection) throws SQLException {
    JsonObject answer = new JsonObject();
    PlannedQuery planned;
    try {
      planned = Planned.plan(sql);
    } catch (SqlException e) {
      answer.add("error", error(e));
      return answer;
    }
    JsonArray columns = new JsonArray();
    for (ResultColumn column : planned.columns()) {
      JsonArray described = new JsonArray();
      described.add(column.name());
      described.add(column.type().wireName());
      described.add(column.type().oid());
      if (column.type().typmod() != -1) {
        described.add(column.type().typmod());
      }
      columns.add(described);
    }
    answer.add("columns", columns);
    JsonArray rows = new JsonArray();
    answer.add("rows", rows);
    try (Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(planned.sql())) {
      while (results.next()) {
        JsonArray row = new JsonArray();
        for (int i = 1; i <= planned.columns().size(); i++) {
          row.add(results.getString(i));
        }
        rows.add(row);
      }
    } catch (SQLException e) {
      answer.add("error", error(translated(e, planned.evaluation())));
    }
    return answer;
  }

  /** The driver puts the server's message and hint into one text. */
  private static SqlException translated(SQLException e, boolean evaluation) {
    String text = Objects.requireNonNull(e.getMessage()).replaceFirst("^ERROR: ", "");
    Matcher hint = HINT.matcher(text);
    return PostgresErrors.translate(
        Objects.requireNonNull(e.getSQLState()),
        FURTHER_FIELDS.matcher(text).replaceFirst(""),
        hint.find() ? hint.group(1) : null,
        evaluation);
  }

  private static JsonObject error(SqlException e) {
    JsonObject error = new JsonObject();
    error.addProperty("severity", e.severity());
    error.addProperty("sqlstate", e.sqlstate());
    error.addProperty("message", e.message());
    if (e.detail() != null) {
      error.addProperty("detail", e.detail());
    }
    if (e.hint() != null) {
      error.addProperty("hint", e.hint());
    }
    if (e.position() != null) {
      error.addProperty("position", e.position());
    }
    return error;
  }

  private static boolean isRefusal(JsonObject answer) {
    return answer.has("error")
        && answer.getAsJsonObject("error").get("sqlstate").getAsString().equals("0A000");
  }

  private static boolean matches(JsonObject step, JsonObject got) {
    boolean unordered = step.has("unordered");
    String wanted = text(step.getAsJsonObject("expect"), unordered);
    String given = text(got, unordered);
    String pattern = Pattern.quote(wanted).replaceAll("\\$\\{[^}]*\\}", "\\\\E.*?\\\\Q");
    return given.matches("(?s)" + pattern);
  }

  private static String text(JsonObject answer, boolean unordered) {
    List<String> rows = new ArrayList<>();
    if (answer.has("rows")) {
      answer.getAsJsonArray("rows").forEach(row -> rows.add(row.toString()));
    }
    if (unordered) {
      rows.sort(Comparator.naturalOrder());
    }
    return answer.get("columns") + " " + rows + " " + answer.get("error");
  }
}
