package dev.verdigris.engine.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SQL that a real server stored or showed: read and printed again, it is the same text. */
class RecordedFormsTests {
  private static final Pattern SQL = Pattern.compile("(CREATE|SELECT|WITH) .*", Pattern.DOTALL);
  private static final Pattern NUMBERED = Pattern.compile("\\$\\{(item|cluster)_(\\d+)}");

  /** Every SQL text in the rows of an answer. */
  static Set<String> shown() {
    return texts(true);
  }

  static Set<String> stored() {
    return texts(false);
  }

  private static Set<String> texts(boolean shown) {
    Set<String> texts = new LinkedHashSet<>();
    for (Recordings.Step step : Recordings.all()) {
      boolean show =
          step.sql().startsWith("SHOW CREATE") && !step.sql().startsWith("SHOW CREATE CLUSTER");
      boolean column = step.sql().contains("create_sql") || step.sql().startsWith("SHOW CREATE");
      if (show != shown || !column) {
        continue;
      }
      for (JsonObject result : step.results()) {
        if (result.has("rows")) {
          result.getAsJsonArray("rows").forEach(row -> collect(row, texts));
        }
      }
    }
    return texts;
  }

  private static void collect(JsonElement row, Set<String> texts) {
    for (JsonElement value : row.getAsJsonArray()) {
      if (!value.isJsonNull() && SQL.matcher(value.getAsString()).matches()) {
        String text = NUMBERED.matcher(value.getAsString()).replaceAll("u$2");
        texts.add(
            text.replace("${?mz_timestamp}", "1764000123456")
                .replace("${kafka}", "localhost:9092"));
      }
    }
  }

  @Test
  void there_are_enough_of_them() {
    assertThat(shown()).hasSizeGreaterThan(35);
    assertThat(stored()).hasSizeGreaterThan(45);
  }

  @ParameterizedTest
  @MethodSource("shown")
  void show_create(String text) {
    assertThat(Printer.showCreate(only(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("stored")
  void create_sql(String text) {
    boolean redacted = text.contains("<REDACTED>");
    String end = text.endsWith(";") ? ";" : "";
    assertThat(Printer.print(only(text), redacted ? SqlStyle.REDACTED : SqlStyle.STORED) + end)
        .isEqualTo(text);
  }

  @Test
  void what_is_stored_of_a_materialized_view_is_shown_without_ids_and_time() {
    String stored =
        "CREATE MATERIALIZED VIEW \"d\".\"s\".\"m\" IN CLUSTER [u1] WITH (REFRESH = ON COMMIT) AS"
            + " SELECT \"a\" FROM [u5 AS \"d\".\"s\".\"t\"] AS OF 1764000123456";
    NameMapping clusters =
        new NameMapping() {
          @Override
          public ClusterName cluster(ClusterName cluster) {
            return new ClusterName(new Ident("c"), cluster.id());
          }
        };
    CreateStatement named = NameRewriter.rewrite((CreateStatement) only(stored), clusters);
    assertThat(Printer.showCreate(named))
        .isEqualTo(
            "CREATE MATERIALIZED VIEW d.s.m IN CLUSTER c WITH (REFRESH = ON COMMIT) AS SELECT a"
                + " FROM d.s.t;");
    assertThat(Printer.print(named, SqlStyle.STORED)).isEqualTo(stored);
  }

  private static Statement only(String text) {
    List<Statement> statements = Parser.parse(text);
    assertThat(statements).hasSize(1);
    return statements.get(0);
  }
}
