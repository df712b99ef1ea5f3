package dev.verdigris.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DropTests extends CatalogTestCase {

  @Test
  void dependentsStandInTheWayButIndexesDoNot() {
    session.run(
        "CREATE SCHEMA d1; CREATE TABLE d1.t (a int); CREATE VIEW d1.v AS SELECT a FROM d1.t");
    session.run("CREATE INDEX ON d1.v (a)");
    assertThat(session.error("DROP TABLE d1.t"))
        .isEqualTo(
            "XX000 cannot drop table \"d1.t\": still depended upon by view \"d1.v\" HINT Use DROP"
                + " ... CASCADE to drop the dependent objects too.");
    assertThat(session.run("DROP VIEW d1.v")).isEqualTo("DROP VIEW");
    assertThat(session.told())
        .containsExactly(
            "00000 drop cascades to 1 other objects DETAIL drop cascades to INDEX"
                + " \"materialize.d1.v_a_idx\"");
  }

  @Test
  void cascadeReachesIntoOtherSchemasAndSaysSo() throws Exception {
    session.run(
        "CREATE SCHEMA d2; CREATE SCHEMA e2; CREATE TABLE d2.t (a int); CREATE VIEW e2.v AS SELECT"
            + " a FROM d2.t");
    assertThat(session.error("DROP SCHEMA d2"))
        .isEqualTo(
            "XX000 schema 'materialize.d2' cannot be dropped without CASCADE while it contains"
                + " objects");
    session.run("DROP SCHEMA d2 CASCADE");
    assertThat(session.told())
        .containsExactly(
            "00000 drop cascades to 2 other objects DETAIL drop cascades to VIEW"
                + " \"materialize.e2.v\"\ndrop cascades to TABLE \"materialize.d2.t\"");
    assertThat(session.value("SELECT count(*) FROM mz_objects WHERE name IN ('t', 'v')"))
        .isEqualTo("0");
  }

  @Test
  void aClusterTakesItsReplicasAlongButNotItsObjects() {
    session.run("CREATE CLUSTER d3 (SIZE = '25cc', REPLICATION FACTOR = 2)");
    session.run("CREATE MATERIALIZED VIEW m3 IN CLUSTER d3 AS SELECT 1 AS x");
    assertThat(session.error("DROP CLUSTER d3"))
        .startsWith("XX000 cannot drop cluster \"d3\" because other objects depend on it");
    session.run("DROP MATERIALIZED VIEW m3; DROP CLUSTER d3");
    assertThat(session.told())
        .containsExactly(
            "00000 drop cascades to 2 other objects DETAIL drop cascades to CLUSTER REPLICA"
                + " \"r1\"\ndrop cascades to CLUSTER REPLICA \"r2\"");
  }

  @Test
  void anotherTypeOfObjectIsNotDropped() {
    session.run("CREATE MATERIALIZED VIEW m4 AS SELECT 1 AS x");
    assertThat(session.error("DROP VIEW m4"))
        .isEqualTo(
            "XX000 m4 is not a view HINT Use DROP MATERIALIZED VIEW to remove a materialized"
                + " view.");
    assertThat(session.error("DROP TABLE m4"))
        .isEqualTo("XX000 m4 is a materialized view not a table");
  }

  @Test
  void idsAreNeverGivenOutAgain() throws Exception {
    session.run("CREATE SCHEMA d5");
    String before = session.value("SELECT id FROM mz_schemas WHERE name = 'd5'");
    session.run("DROP SCHEMA d5; CREATE SCHEMA d5");
    assertThat(session.value("SELECT id FROM mz_schemas WHERE name = 'd5'")).isNotEqualTo(before);
  }
}
