package dev.verdigris.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.engine.SqlException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SinkDdlTests extends CatalogTestCase {
  private static final String KAFKA =
      " INTO KAFKA CONNECTION k (TOPIC 'x') KEY (id) FORMAT JSON ENVELOPE UPSERT";

  @BeforeAll
  void relations() {
    fixture
        .session("materialize")
        .run(
            "CREATE CONNECTION k TO KAFKA (BROKER 'h:1', SECURITY PROTOCOL PLAINTEXT); CREATE TABLE"
                + " t (id int, n int); CREATE MATERIALIZED VIEW a AS SELECT id, max(n) AS n FROM t"
                + " GROUP BY id; CREATE MATERIALIZED VIEW b AS SELECT id, min(n) AS n FROM t GROUP"
                + " BY id; CREATE MATERIALIZED VIEW plain AS SELECT id, n FROM t");
  }

  @Test
  void aKeyThatIsNotCertainlyUniqueIsRefused() {
    assertThat(session.error("CREATE SINK s1 FROM plain" + KAFKA))
        .isEqualTo(
            "XX000 upsert key could not be validated as unique DETAIL Materialize could not prove"
                + " that the specified upsert envelope key (\"id\") was a unique key of the"
                + " underlying relation \"materialize.public.plain\". There are no known valid"
                + " unique keys for the underlying relation. HINT See:"
                + " https://materialize.com/s/sink-key-selection");
  }

  @Test
  void aSinkKeepsItsIdWhenItReadsSomethingElse() throws Exception {
    session.run("CREATE SINK s2 FROM a" + KAFKA);
    String id = session.value("SELECT id FROM mz_sinks WHERE name = 's2'");
    assertThat(session.run("ALTER SINK s2 SET FROM b")).isEqualTo("ALTER SINK");
    assertThat(
            session.rows(
                "SELECT s.id, o.name FROM mz_sinks s JOIN mz_internal.mz_object_dependencies d ON"
                    + " d.object_id = s.id JOIN mz_relations o ON o.id = d.referenced_object_id"
                    + " WHERE s.name = 's2'"))
        .hasToString("[[" + id + ", b]]");
    assertThat(session.rows("SHOW CREATE SINK s2").get(0).get(1))
        .asString()
        .contains("FROM materialize.public.b\n")
        .endsWith("WITH (VERSION = 1);");
    assertThat(session.error("ALTER SINK s2 SET FROM plain")).startsWith("XX000 upsert key");
  }

  @Test
  void aBrokerThatDoesNotAnswerMakesNoConnection() throws Exception {
    fixture.brokerError = SqlException.of("58000", "Broker transport failure");
    try {
      assertThat(session.error("CREATE CONNECTION k4 TO KAFKA (BROKER 'h:2')"))
          .isEqualTo("58000 Broker transport failure");
    } finally {
      fixture.brokerError = null;
    }
    assertThat(session.value("SELECT count(*) FROM mz_connections WHERE name = 'k4'"))
        .isEqualTo("0");
  }
}
