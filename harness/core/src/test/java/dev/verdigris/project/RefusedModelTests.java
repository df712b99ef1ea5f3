package dev.verdigris.project;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that hold no model, or more than one: what each statement may be, and about what. */
class RefusedModelTests extends RefusedProjectFixture {

  @Test
  void noCreate() {
    files.model("flights/b", "-- later\nCOMMENT ON VIEW b IS 'x'");
    assertRefused(
        """
        VG-2107 MODEL  models/flights/b.sql creates nothing
          rule      one CREATE VIEW or CREATE MATERIALIZED VIEW, and CREATE INDEX, COMMENT ON and GRANT for it
          state     nothing was sent to the server but reads
          next      write  CREATE VIEW flights.b AS SELECT …, or remove the file""");
  }

  @Test
  void twoCreates() {
    files.model("flights/b", "CREATE VIEW b AS SELECT 1;\n\n  CREATE VIEW c AS SELECT 2;\n");
    assertRefused(
        """
        VG-2108 MODEL  a second CREATE in one file
          where     models/flights/b.sql, line 3, column 3
                      CREATE VIEW c AS SELECT 2;
                      ^
          first     line 1
          rule      one CREATE VIEW or CREATE MATERIALIZED VIEW, and CREATE INDEX, COMMENT ON and GRANT for it
          state     nothing was sent to the server but reads
          next      move it to a file of its own""");
  }

  @Test
  void aTable() {
    files.model("flights/b", "CREATE TABLE b (x int)");
    assertRefused(
        """
        VG-2109 MODEL  CREATE TABLE is no statement of a model
          where     models/flights/b.sql, line 1, column 1
                    CREATE TABLE b (x int)
                    ^
          rule      one CREATE VIEW or CREATE MATERIALIZED VIEW, and CREATE INDEX, COMMENT ON and GRANT for it
          because   tables, sources and sinks would swap away with green's schema
          state     nothing was sent to the server but reads
          next      remove it; what is no model is made once, in a schema that is not deployed""");
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE SOURCE b FROM LOAD GENERATOR AUCTION, CREATE SOURCE is no statement of a model",
    "CREATE SINK b FROM x INTO KAFKA CONNECTION k, CREATE SINK is no statement of a model",
    "CREATE TEMPORARY TABLE b (x int), CREATE TABLE is no statement of a model",
    "CREATE CLUSTER c SIZE '25cc', CREATE CLUSTER is no statement of a model",
    "CREATE SCHEMA s, CREATE SCHEMA is no statement of a model",
    "DROP VIEW b, DROP is no statement of a model",
    "INSERT INTO b VALUES (1), INSERT is no statement of a model",
    "CRATE VIEW b AS SELECT 1, CRATE is no statement of a model",
    "SET cluster = x, SET is no statement of a model",
    "GRANT a TO c, GRANT of a role is about more than this file's object",
    "GRANT SELECT ON ALL TABLES IN SCHEMA flights TO c, GRANT ON ALL is about more than this file's object",
    "GRANT USAGE ON SCHEMA flights TO c, GRANT ON SCHEMA is about more than this file's object",
    "'GRANT SELECT ON b, c TO d', GRANT is about more than this file's object",
    "COMMENT ON SCHEMA flights IS 'x', COMMENT ON SCHEMA is about more than this file's object"
  })
  void otherStatements(String statement, String summary) {
    files.model("flights/b", "CREATE VIEW b AS SELECT 1; " + statement);
    assertThatThrownBy(files::load).hasMessageStartingWith("VG-2109 MODEL  " + summary + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE VIEW IF NOT EXISTS b AS SELECT 1, IF NOT EXISTS, 13",
    "CREATE OR REPLACE VIEW b AS SELECT 1, OR REPLACE, 8",
    "CREATE OR REPLACE MATERIALIZED VIEW b AS SELECT 1, OR REPLACE, 8",
    "CREATE TEMP VIEW b AS SELECT 1, TEMP, 8",
    "CREATE TEMPORARY VIEW b AS SELECT 1, TEMPORARY, 8"
  })
  void clausesThatDependOnWhatIsThere(String statement, String clause, int column) {
    files.model("flights/b", statement);
    assertRefused(
        """
        VG-2110 MODEL  %s does not belong into a model
          where     models/flights/b.sql, line 1, column %d
                    %s
                    %s^
          because   what is already there is told by the catalog, not by a clause
          state     nothing was sent to the server but reads
          next      remove %s"""
            .formatted(clause, column, statement, " ".repeat(column - 1), clause));
  }

  @Test
  void aNameThatDiffersFromThePath() {
    files.model("flights/B", "CREATE VIEW flights.B AS SELECT 1");
    assertRefused(
        """
        VG-2111 MODEL  the file creates flights.b, its path says flights.B
          where     models/flights/B.sql, line 1, column 13
                    CREATE VIEW flights.B AS SELECT 1
                                ^
          rule      <schema>/<object>.sql are the exact names; unquoted SQL is lower case
          state     nothing was sent to the server but reads
          next      write flights."B", or rename the file""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw.b", "other.flights.b", "a.b.flights.b", "\"B\"", "c"})
  void otherNamesThanThePaths(String name) {
    files.model("flights/b", "CREATE VIEW " + name + " AS SELECT 1");
    assertThatThrownBy(files::load)
        .hasMessageStartingWith(
            "VG-2111 MODEL  the file creates " + name + ", its path says flights.b\n");
  }

  @Test
  void aCompanionOfAnotherObject() {
    files.model("flights/b", "CREATE VIEW b AS SELECT 1;\nGRANT SELECT ON flights.a TO x");
    assertRefused(
        """
        VG-2112 MODEL  this is about flights.a, the file about flights.b
          where     models/flights/b.sql, line 2, column 17
                    GRANT SELECT ON flights.a TO x
                                    ^
          rule      one CREATE VIEW or CREATE MATERIALIZED VIEW, and CREATE INDEX, COMMENT ON and GRANT for it
          state     nothing was sent to the server but reads
          next      write flights.b, or move the statement to that object's file""");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX i ON a (x)",
        "COMMENT ON VIEW flights.a IS ''",
        "COMMENT ON COLUMN a.x IS ''",
        "GRANT SELECT ON TABLE raw.b TO x"
      })
  void otherCompanionsOfAnotherObject(String companion) {
    files.model("flights/b", "CREATE VIEW b AS SELECT 1;" + companion);
    assertThatThrownBy(files::load).hasMessageStartingWith("VG-2112");
  }

  @Test
  void aMaterializedViewOnNoCluster() {
    files
        .yaml("deployment: pr_17\nschemas: [flights]\nclusters: [compute, b]\n")
        .model("flights/b", "CREATE MATERIALIZED VIEW b AS SELECT 1");
    assertRefused(
        """
        VG-2113 MODEL  the materialized view is on no cluster
          where     models/flights/b.sql, line 1, column 26
                    CREATE MATERIALIZED VIEW b AS SELECT 1
                                             ^
          clusters  compute, b
          state     nothing was sent to the server but reads
          next      write IN CLUSTER, or set models.cluster in verdigris.yaml""");
    files.model("flights/b", "CREATE VIEW b AS SELECT 1 AS x; CREATE INDEX ON b (x)");
    assertThatThrownBy(files::load)
        .hasMessageStartingWith("VG-2113 MODEL  an index is on no cluster");
  }

  @Test
  void aClusterThatIsNotDeployed() {
    files.model("flights/b", "CREATE MATERIALIZED VIEW b IN CLUSTER computer AS SELECT 1");
    assertRefused(
        """
        VG-2114 MODEL  cluster "computer" is not in the deployment
          where     models/flights/b.sql, line 1, column 39
                    CREATE MATERIALIZED VIEW b IN CLUSTER computer AS SELECT 1
                                                          ^
          clusters  compute
          because   green would run on a cluster of production and keep it after the swap; only the
                    deployment's own clusters have a green one
          state     nothing was sent to the server but reads
          next      did you mean IN CLUSTER compute?""");
    files.model("flights/b", "CREATE VIEW b AS SELECT 1 x; CREATE INDEX IN CLUSTER q ON b (x)");
    assertThatThrownBy(files::load)
        .hasMessageContaining("cluster \"q\" is not in the deployment")
        .hasMessageEndingWith("add it to \"clusters\" in verdigris.yaml, or name one of them");
  }

  @Test
  void indexNamesThatAreTaken() {
    files.model("flights/b", "CREATE VIEW b AS SELECT 1 AS x;\nCREATE INDEX a ON b (x)");
    assertRefused(
        """
        VG-2115 MODEL  the name "a" is already taken in schema "flights"
          where     models/flights/b.sql, line 2, column 14
                    CREATE INDEX a ON b (x)
                                 ^
          rule      indexes share the names of their schema with views
          state     nothing was sent to the server but reads
          next      choose another name, or leave it out: then the index is named for its columns""");
  }

  @Test
  void commentsThatDoNotFit() {
    files.model("flights/b", "CREATE VIEW b AS SELECT 1;\nCOMMENT ON INDEX i IS ''");
    assertRefused(
        """
        VG-2116 MODEL  the file gives flights.b no index i
          where     models/flights/b.sql, line 2, column 18
                    COMMENT ON INDEX i IS ''
                                     ^
          state     nothing was sent to the server but reads
          next      name the index in its CREATE INDEX, and write the same name here""");
    files.model("flights/b", "CREATE VIEW b AS SELECT 1;\nCOMMENT ON MATERIALIZED VIEW b IS ''");
    assertRefused(
        """
        VG-2116 MODEL  COMMENT ON MATERIALIZED VIEW on what is a VIEW
          where     models/flights/b.sql, line 2, column 1
                    COMMENT ON MATERIALIZED VIEW b IS ''
                    ^
          state     nothing was sent to the server but reads
          next      write COMMENT ON VIEW""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CREATE VIEW b AS SELECT 'x             | unterminated string | 25",
        "CREATE VIEW b AS SELECT (1             | \"(\" is never closed | 25",
        "CREATE VIEW b AS SELECT 1)             | \")\" closes nothing that is open | 26",
        "CREATE VIEW b AS SELECT (1]            | \"]\" closes nothing that is open | 27",
        "CREATE VIEW b AS                       | expected a query (SELECT, WITH, VALUES or TABLE), found the end of the statement | 17",
        "CREATE VIEW b SELECT 1                 | expected AS, found \"select\" | 15",
        "CREATE VIEW b AS SELEC 1               | expected a query (SELECT, WITH, VALUES or TABLE), found \"selec\" | 18",
        "CREATE VIEW b AS SELECT * FROM         | expected a relation, found the end of the statement | 31",
        "CREATE VIEW b AS SELECT * FROM WHERE x | expected a relation, found \"where\" | 32",
        "CREATE VIEW b AS SELECT * FROM a.t JOIN ON x | expected a relation, found \"on\" | 41",
        "CREATE VIEW b AS SELECT * FROM a.t, 'x' | expected a relation, found a string | 37",
        "CREATE VIEW b AS SELECT * FROM a.t AS 1 | expected an alias, found \"1\" | 39",
        "CREATE VIEW b AS WITH x SELECT 1       | expected AS, found \"select\" | 25",
        "CREATE VIEW b AS WITH x AS y SELECT 1  | expected \"(\", found \"y\" | 28",
        "CREATE VIEW b AS WITH x AS (1) SELECT 1 | expected a query (SELECT, WITH, VALUES or TABLE), found \"1\" | 29",
        "CREATE VIEW b AS SELECT * FROM raw.    | expected a name, found the end of the statement | 36",
        "CREATE VIEW b IN CLUSTER compute AS SELECT 1 | a view has no cluster; only materialized views and indexes have | 15",
        "CREATE VIEW                            | expected the name of the view, found the end of the statement | 12",
        "CREATE VIEW b AS SELECT 1; CREATE INDEX ON b | expected the indexed columns in parentheses, found the end of the statement | 45",
        "CREATE VIEW b AS SELECT 1; CREATE INDEX flights.i ON b (x) | expected IN CLUSTER or ON (an index lives in its relation's schema), found \".\" | 48",
        "CREATE VIEW b AS SELECT 1; COMMENT ON VIEW b IS 1 | expected a string or NULL, found \"1\" | 49",
        "CREATE VIEW b AS SELECT 1; COMMENT ON COLUMN b IS '' | expected a relation and a column | 46",
        "CREATE VIEW b AS SELECT 1; GRANT SELECT ON b x | expected TO, found \"x\" | 46"
      })
  void brokenStatements(String statement, String reason, int column) {
    files.model("flights/b", statement);
    assertRefused(
        """
        VG-2106 MODEL  syntax error: %s
          where     models/flights/b.sql, line 1, column %d
                    %s
                    %s^
          state     nothing was sent to the server but reads
          next      mend the statement"""
            .formatted(reason, column, statement, " ".repeat(column - 1)));
  }
}
