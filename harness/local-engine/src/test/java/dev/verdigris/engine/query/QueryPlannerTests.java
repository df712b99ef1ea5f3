package dev.verdigris.engine.query;

import static dev.verdigris.engine.query.Planned.plan;
import static dev.verdigris.engine.query.Planned.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Definitions.DefinedQuery;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.catalog.ObjectType;
import dev.verdigris.engine.catalog.SchemaId;
import dev.verdigris.engine.sql.DataStatement.SelectStatement;
import dev.verdigris.engine.sql.Parser;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueryPlannerTests {

  @Test
  void namesBecomePhysicalOnesUnderAliasesOfOurOwn() {
    String expected = "SELECT r1.c1 AS c1 FROM u.\"u1\" AS r1(c1, c2) WHERE (r1.c1 > 1)";
    assertThat(sql("SELECT a FROM d_t WHERE a > 1")).isEqualTo(expected);
    assertThat(sql("SELECT x.a FROM materialize.public.d_t AS x WHERE x.a > 1"))
        .isEqualTo(expected);
    assertThat(sql("SELECT public.d_t.a FROM public.d_t WHERE a > 1")).isEqualTo(expected);
  }

  @Test
  void commonTableExpressionsHideRelations() {
    assertThat(sql("WITH d_t AS (SELECT 1 AS n) SELECT n FROM d_t"))
        .isEqualTo("WITH w1(c1) AS (SELECT 1 AS c1) SELECT r2.c1 AS c1 FROM w1 AS r2(c1)");
  }

  @Test
  void parametersTakeTheTypeOfTheirPlace() {
    PlannedQuery planned = plan("SELECT a FROM d_t WHERE a = $1 AND s = $2 LIMIT $3");
    assertThat(planned.parameters()).containsExactly(SqlType.INT4, SqlType.TEXT, SqlType.INT8);
    assertThat(planned.sql()).contains("(r1.c1 = ($1::pg_catalog.int4))");
    assertThat(plan("SELECT $1", SqlType.NUMERIC).parameters()).containsExactly(SqlType.NUMERIC);
  }

  @Test
  void numericsLoseTrailingZerosAtTheVeryEndOnly() {
    assertThat(sql("SELECT price FROM prices ORDER BY price"))
        .isEqualTo(
            "SELECT pg_catalog.trim_scale(o.c1) AS c1 FROM (SELECT r1.c1 AS c1 FROM u.\"u5\" AS"
                + " r1(c1) ORDER BY r1.c1) AS o(c1)");
  }

  @Test
  void columnsTellMaterializesTypes() {
    PlannedQuery planned =
        plan("SELECT price, count(*), sum(id::int8) FROM prices, dk_t GROUP BY 1");
    assertThat(planned.columns())
        .extracting(ResultColumn::name, c -> c.type().oid(), c -> c.type().typmod())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("price", 1700, 2555910),
            org.assertj.core.groups.Tuple.tuple("count", 20, -1),
            org.assertj.core.groups.Tuple.tuple("sum", 1700, 2555908));
  }

  @Test
  void whatIsReadSettlesTheTimedomain() {
    assertThat(plan("SELECT 1").timedomain().kind()).isEqualTo(Timedomain.Kind.CONSTANT);
    assertThat(plan("SELECT id FROM mz_things").timedomain().kind())
        .isEqualTo(Timedomain.Kind.CATALOG);
    PlannedQuery view = plan("SELECT x FROM near, mz_things");
    assertThat(view.timedomain())
        .isEqualTo(
            new Timedomain(Timedomain.Kind.USER, Set.of(new SchemaId("u1"), new SchemaId("u2"))));
    assertThat(view.reads()).containsExactlyInAnyOrder(new ItemId("u7"), new ItemId("s1"));
    assertThat(view.evaluation()).isTrue();
    assertThat(plan("SELECT 1").evaluation()).isFalse();
  }

  @Test
  void writesNamePhysicalColumns() {
    assertThat(sql("INSERT INTO d_t (s, a) VALUES ('x', 1)"))
        .isEqualTo("INSERT INTO u.\"u1\" AS t (c2, c1) VALUES ('x'::pg_catalog.text, 1)");
    assertThat(sql("UPDATE d_u SET b = b + 1 WHERE a IS NULL"))
        .isEqualTo(
            "UPDATE u.\"u2\" AS t SET c2 = (t.c2 + 1) WHERE ((t.c1 IS NULL))"
                + " AND ROW(t.c2) IS DISTINCT FROM ROW((t.c2 + 1))");
    assertThat(sql("DELETE FROM d_u")).isEqualTo("DELETE FROM u.\"u2\" AS t");
    PlannedQuery returning = plan("INSERT INTO d_u VALUES (1, 1) RETURNING a");
    assertThat(returning.sql()).endsWith(" RETURNING t.c1");
    assertThat(returning.columns()).extracting(ResultColumn::name).containsExactly("a");
  }

  @Test
  void writesToWhatIsNoTableAreRefused() {
    assertFails("INSERT INTO near VALUES (1)", "cannot insert into view 'materialize.public.near'");
    assertFails("DELETE FROM near", "cannot mutate view 'materialize.public.near'");
    assertFails(
        "INSERT INTO d_u (no_such) VALUES (1)",
        "column \"no_such\" of relation \"materialize.public.d_u\" does not exist");
    assertFails(
        "INSERT INTO d_u VALUES (1, 2, 3)", "INSERT has more expressions than target columns");
  }

  @Test
  void functionsOfPostgresOnlyAreMaterializesError() {
    assertThatExceptionOfType(SqlException.class)
        .isThrownBy(() -> plan("SELECT random()"))
        .satisfies(
            e -> {
              assertThat(e.sqlstate()).isEqualTo("XX000");
              assertThat(e.message()).isEqualTo("function \"random\" does not exist");
            });
  }

  @Test
  void functionsThatAreNotModelledAreRefused() {
    assertThatExceptionOfType(SqlException.class)
        .isThrownBy(() -> plan("SELECT pretty_sql('SELECT 1')"))
        .satisfies(
            e -> {
              assertThat(e.sqlstate()).isEqualTo("0A000");
              assertThat(e.message())
                  .isEqualTo("local engine: function pretty_sql(text) is not modelled");
            });
  }

  @Test
  void regularExpressionsThatTheDialectsMayReadDifferentlyAreRefused() {
    assertThat(sql("SELECT 'a' ~ '^(a|b)+[0-9]*$'")).contains("~");
    assertFails(
        "SELECT 'a' ~ '(?=a)'", "local engine: the regular expression (?=a) is not modelled");
    assertFails(
        "SELECT s ~ s FROM d_t",
        "local engine: a regular expression that is not a literal is not modelled");
  }

  @Test
  void whatPostgresHoldsForEqualAndMaterializeDoesNotIsRefused() {
    assertFails(
        "SELECT DISTINCT INTERVAL '1 day'",
        "local engine: DISTINCT of type interval is not modelled");
    assertFails(
        "SELECT INTERVAL '1 day' EXCEPT ALL SELECT INTERVAL '24 hours'",
        "local engine: EXCEPT of type interval is not modelled");
    assertThat(sql("SELECT INTERVAL '1 month' = INTERVAL '30 days'")).contains("mz.interval_key(");
  }

  @Test
  void aViewCannotHaveWhatIsTheSessions() {
    assertThatExceptionOfType(SqlException.class)
        .isThrownBy(() -> define(ObjectType.VIEW, "SELECT current_database()"))
        .withMessage("local engine: function current_database() in a view is not modelled");
    assertThatExceptionOfType(SqlException.class)
        .isThrownBy(() -> define(ObjectType.MATERIALIZED_VIEW, "SELECT now() AS n"))
        .withMessage("cannot materialize call to current_timestamp");
    assertThatExceptionOfType(SqlException.class)
        .isThrownBy(() -> define(ObjectType.MATERIALIZED_VIEW, "SELECT a, mz_now() FROM d_t"))
        .withMessage("cannot materialize call to mz_now");
    assertThat(
            define(
                    ObjectType.MATERIALIZED_VIEW,
                    "SELECT a FROM d_t WHERE mz_now() <= a::mz_timestamp")
                .constant())
        .isFalse();
  }

  private static DefinedQuery define(ObjectType type, String sql) {
    SelectStatement select = (SelectStatement) Parser.parse(sql).get(0);
    return new QueryDefinitions(Planned.NO_SHOWS)
        .query(select.query(), type, Planned.STATE, new FixedSession());
  }

  @Test
  void comparingWithNullIsNoticedOnce() {
    FixedSession session = new FixedSession();
    plan("SELECT a FROM d_t WHERE s = NULL OR s IN ('x', NULL)", session, List.of());
    assertThat(session.notices).hasSize(1);
  }

  @Test
  void errorsAreAsRecorded() {
    assertFails("SELECT no_such FROM d_t", "column \"no_such\" does not exist");
    assertFails("SELECT a FROM d_t, d_u", "column reference \"a\" is ambiguous");
    assertFails(
        "SELECT a FROM d_t GROUP BY s",
        "column \"d_t.a\" must appear in the GROUP BY clause or be used in an aggregate function");
    assertFails(
        "SELECT a FROM d_t WHERE s = 1",
        "WHERE clause error: operator does not exist: text = integer");
  }

  private static void assertFails(String sql, String message) {
    assertThatExceptionOfType(SqlException.class).isThrownBy(() -> plan(sql)).withMessage(message);
  }
}
