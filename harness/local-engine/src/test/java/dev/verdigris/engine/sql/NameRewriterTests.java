package dev.verdigris.engine.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameRewriterTests {
  private static final NameMapping FULL =
      new NameMapping() {
        @Override
        public ObjectName relation(ObjectName name) {
          return created(name).withId("u7");
        }

        @Override
        public ObjectName created(ObjectName name) {
          List<String> parts = new ArrayList<>(List.of("materialize", "public"));
          parts.addAll(name.names());
          return ObjectName.of(parts.subList(name.parts().size() - 1, parts.size()));
        }

        @Override
        public ObjectName function(ObjectName name) {
          return ObjectName.of("pg_catalog", name.last().value());
        }

        @Override
        public ObjectName type(ObjectName name) {
          return ObjectName.of("pg_catalog", name.last().value());
        }

        @Override
        public ObjectName connection(ObjectName name) {
          return created(name).withId("u3");
        }

        @Override
        public ClusterName cluster(ClusterName cluster) {
          return new ClusterName(cluster.name(), "u1");
        }
      };

  private static final NameMapping SWAPPED =
      new NameMapping() {
        @Override
        public ObjectName relation(ObjectName name) {
          List<String> swapped =
              name.names().stream()
                  .map(n -> n.equals("blue") ? "green" : n.equals("green") ? "blue" : n)
                  .map(n -> n.equals("old") ? "renamed" : n)
                  .toList();
          return ObjectName.of(swapped).withId(name.id());
        }
      };

  @Test
  void a_statement_is_stored_with_all_names_in_full() {
    assertThat(
            stored(
                "create materialized view mv (x) in cluster c as ( select id::int, count(*) as n"
                    + " from t, lateral unnest(t.a) u where t.at < now() group by 1 )"))
        .isEqualTo(
            "CREATE MATERIALIZED VIEW \"materialize\".\"public\".\"mv\" (\"x\") IN CLUSTER [u1] AS"
                + " SELECT \"id\"::\"pg_catalog\".\"int4\", \"pg_catalog\".\"count\"(*) AS \"n\""
                + " FROM [u7 AS \"materialize\".\"public\".\"t\"],"
                + " \"pg_catalog\".\"unnest\"(\"t\".\"a\") AS \"u\""
                + " WHERE \"t\".\"at\" < \"pg_catalog\".\"now\"() GROUP BY 1");
    assertThat(
            stored(
                "CREATE SINK s IN CLUSTER c FROM v INTO KAFKA CONNECTION k (TOPIC 't') KEY (id) NOT"
                    + " ENFORCED FORMAT JSON ENVELOPE UPSERT"))
        .isEqualTo(
            "CREATE SINK \"materialize\".\"public\".\"s\" IN CLUSTER [u1] FROM [u7 AS"
                + " \"materialize\".\"public\".\"v\"] INTO KAFKA CONNECTION [u3 AS"
                + " \"materialize\".\"public\".\"k\"] (TOPIC = 't') KEY (\"id\") NOT ENFORCED"
                + " FORMAT JSON ENVELOPE UPSERT");
    assertThat(stored("CREATE INDEX i IN CLUSTER c ON t (upper(a), t.b)"))
        .isEqualTo(
            "CREATE INDEX \"i\" IN CLUSTER [u1] ON [u7 AS \"materialize\".\"public\".\"t\"]"
                + " (\"pg_catalog\".\"upper\"(\"a\"), \"t\".\"b\")");
    assertThat(stored("CREATE TABLE t (a int[] NOT NULL, b timestamptz DEFAULT now())"))
        .isEqualTo(
            "CREATE TABLE \"materialize\".\"public\".\"t\" (\"a\" \"pg_catalog\".\"int4\"[] NOT"
                + " NULL, \"b\" \"pg_catalog\".\"timestamptz\" DEFAULT \"pg_catalog\".\"now\"())");
  }

  @Test
  void common_table_expressions_hide_relations_of_their_names() {
    assertThat(
            stored(
                "CREATE VIEW v AS WITH a AS (SELECT 1 FROM a), b AS (TABLE a) SELECT * FROM a, b,"
                    + " c"))
        .endsWith(
            "WITH \"a\" AS (SELECT 1 FROM [u7 AS \"materialize\".\"public\".\"a\"]), \"b\" AS"
                + " (TABLE \"a\") SELECT * FROM \"a\", \"b\", [u7 AS"
                + " \"materialize\".\"public\".\"c\"]");
    assertThat(
            stored(
                "CREATE VIEW v AS WITH MUTUALLY RECURSIVE n (i int) AS (SELECT 1 UNION SELECT i"
                    + " FROM n) SELECT i FROM n"))
        .endsWith(
            "WITH MUTUALLY RECURSIVE \"n\" (\"i\" \"pg_catalog\".\"int4\") AS (SELECT 1 UNION"
                + " SELECT \"i\" FROM \"n\") SELECT \"i\" FROM \"n\"");
  }

  @Test
  void qualified_columns_follow_the_relation_that_they_belong_to() {
    assertThat(swapped("SELECT old.a, s.old.b, old.* FROM s.old ORDER BY old.a"))
        .isEqualTo("SELECT renamed.a, s.renamed.b, renamed.* FROM s.renamed ORDER BY renamed.a");
    assertThat(swapped("SELECT green.m.v FROM d.blue.m, d.green.m"))
        .isEqualTo("SELECT blue.m.v FROM d.green.m, d.blue.m");
  }

  @Test
  void an_alias_keeps_qualified_columns_as_they_are() {
    assertThat(swapped("SELECT old.a FROM s.old AS old"))
        .isEqualTo("SELECT old.a FROM s.renamed AS old");
    assertThat(swapped("SELECT (SELECT old.a FROM x AS old) FROM s.old WHERE old.b"))
        .isEqualTo("SELECT (SELECT old.a FROM x AS old) FROM s.renamed WHERE renamed.b");
    assertThat(swapped("SELECT x FROM s.old WHERE EXISTS (SELECT 1 FROM u WHERE u.a = old.a)"))
        .isEqualTo("SELECT x FROM s.renamed WHERE EXISTS (SELECT 1 FROM u WHERE u.a = renamed.a)");
  }

  @Test
  void a_mapping_that_changes_nothing_changes_nothing() {
    int checked = 0;
    for (Recordings.Step step : Recordings.all()) {
      if (step.syntaxError() != null) {
        continue;
      }
      for (Statement statement : Parser.parse(step.sql())) {
        if (statement instanceof CreateStatement create) {
          assertThat(NameRewriter.rewrite(create, new NameMapping() {})).isEqualTo(create);
          checked++;
        } else if (statement instanceof DataStatement.SelectStatement select) {
          Query query = select.query();
          assertThat(NameRewriter.rewrite(query, new NameMapping() {})).isEqualTo(query);
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(1000);
  }

  private static String stored(String sql) {
    CreateStatement create = (CreateStatement) Parser.parse(sql).get(0);
    return Printer.print(NameRewriter.rewrite(create, FULL), SqlStyle.STORED);
  }

  private static String swapped(String sql) {
    Query query = ((DataStatement.SelectStatement) Parser.parse(sql).get(0)).query();
    return Printer.print(NameRewriter.rewrite(query, SWAPPED), SqlStyle.SHOWN);
  }
}
