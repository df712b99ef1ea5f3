package dev.verdigris.project;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.VerdigrisException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedProjectTests {
  @TempDir Path directory;
  private ProjectDirectory files = new ProjectDirectory(Path.of(""));

  @BeforeEach
  void newProject() {
    files = new ProjectDirectory(directory).model("flights/a", "CREATE VIEW a AS SELECT 1 AS x");
  }

  @Test
  void noDirectory() {
    files = new ProjectDirectory(directory.resolve("empty"));
    assertRefused(
        """
        VG-2100 MODEL  there is no directory models with models
          state     nothing was sent to the server but reads
          next      write the first model, models/flights/<object>.sql, or name another directory: models.directory""");
  }

  @Test
  void filesAtOtherPlaces() {
    files.model("stray", "SELECT 1");
    assertRefused(
        """
        VG-2102 MODEL  models/stray.sql is at no place of a model
          rule      one file per object: models/<schema>/<object>.sql
          state     nothing was sent to the server but reads
          next      move it, or give it another ending""");
  }

  @Test
  void filesBelowASchemasDirectory() {
    files.model("flights/deep/er/x", "SELECT 1");
    assertRefused(
        """
        VG-2102 MODEL  models/flights/deep/er/x.sql is at no place of a model
          rule      one file per object: models/<schema>/<object>.sql
          state     nothing was sent to the server but reads
          next      move it, or give it another ending""");
  }

  @Test
  void aModelInASchemaThatIsNotDeployed() {
    files.model("flihgts/b", "CREATE VIEW b AS SELECT 1");
    assertRefused(
        """
        VG-2103 MODEL  schema "flihgts" is not in the deployment, and has a model
          file      models/flihgts/b.sql
          schemas   flights
          state     nothing was sent to the server but reads
          next      rename the directory to flights, or add it to "schemas\"""");
  }

  @Test
  void aDeployedSchemaWithoutModels() {
    files.yaml("deployment: pr_17\nschemas: [flights, raw]\n");
    assertRefused(
        """
        VG-2104 MODEL  schema "raw" of the deployment has no models
          looked at models/raw
          because   promoting it would put an empty schema in production's place
          state     nothing was sent to the server but reads
          next      write its models, or remove it from "schemas\"""");
  }

  @Test
  void aFileNameThatNamesNoObject() {
    files.file("models/flights/B.SQL", "CREATE VIEW \"B\" AS SELECT 1");
    assertRefused(
        """
        VG-2105 MODEL  models/flights/B.SQL does not name an object
          rule      the ending is .sql in lower case
          state     nothing was sent to the server but reads
          next      rename the file: its name without .sql is the object's exact name""");
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

  @Test
  void namesThatCannotBeFollowed() {
    files.model("flights/b", "CREATE VIEW b AS SELECT x::flights.mood FROM raw.t");
    assertRefused(
        """
        VG-2117 MODEL  type flights.mood is in schema "flights", which is deployed
          where     models/flights/b.sql, line 1, column 28
                    CREATE VIEW b AS SELECT x::flights.mood FROM raw.t
                                               ^
          because   types are no models: they would swap away with blue's schema
          state     nothing was sent to the server but reads
          next      create the type in a schema that is not deployed""");
    files.model("flights/b", "CREATE VIEW b AS SELECT CAST(x AS materialize.flights.m) FROM raw.t");
    assertThatThrownBy(files::load).hasMessageStartingWith("VG-2117");
    files.model("flights/b", "CREATE VIEW b AS SELECT 'flights.a'::regclass::text AS x");
    assertRefused(
        """
        VG-2118 MODEL  a name in a string cannot be followed to green
          where     models/flights/b.sql, line 1, column 38
                    CREATE VIEW b AS SELECT 'flights.a'::regclass::text AS x
                                                         ^
          because   regclass looks the string up by blue's name
          state     nothing was sent to the server but reads
          next      join mz_catalog.mz_objects instead, or name the relation itself""");
  }

  @Test
  void anUnknownModel() {
    files
        .model("flights/delay_by_airport", "CREATE VIEW delay_by_airport AS SELECT 1")
        .model("flights/b", "CREATE VIEW b AS\n\tSELECT * FROM flights.delay_by_aiport");
    assertRefused(
        """
        VG-2120 MODEL  there is no model flights.delay_by_aiport
          where     models/flights/b.sql, line 2, column 16
                    \tSELECT * FROM flights.delay_by_aiport
                    \t              ^
          because   schema "flights" is deployed: models are all it has
          state     nothing was sent to the server but reads
          next      did you mean flights.delay_by_airport?""");
  }

  @Test
  void anUnknownRelationOutside() {
    files.model("flights/b", "CREATE VIEW b AS SELECT * FROM raw.airprots");
    assertThatThrownBy(() -> files.bound("raw.airports", "raw.flights"))
        .hasMessage(
            """
            VG-2120 MODEL  there is no relation raw.airprots
              where     models/flights/b.sql, line 1, column 32
                        CREATE VIEW b AS SELECT * FROM raw.airprots
                                                       ^
              looked at the models and the catalog of the server
              state     nothing was sent to the server but reads
              next      did you mean raw.airports?""");
  }

  @Test
  void unqualifiedNames() {
    files.model("flights/b", "CREATE VIEW b AS SELECT * FROM a");
    assertRefused(
        """
        VG-2121 MODEL  "a" has no schema, and there is no search path
          where     models/flights/b.sql, line 1, column 32
                    CREATE VIEW b AS SELECT * FROM a
                                                   ^
          because   what a name means is never guessed
          state     nothing was sent to the server but reads
          next      write flights.a, or set models.search_path in verdigris.yaml""");
    files.model("flights/b", "CREATE VIEW b AS SELECT * FROM mz_objects");
    assertRefused(
        """
        VG-2123 MODEL  "mz_objects" has no schema, and looks like the system's
          where     models/flights/b.sql, line 1, column 32
                    CREATE VIEW b AS SELECT * FROM mz_objects
                                                   ^
          state     nothing was sent to the server but reads
          next      write its schema, for example mz_catalog.mz_objects""");
    files
        .yaml("deployment: pr_17\nschemas: [flights]\nmodels: {search_path: [flights]}\n")
        .model("flights/b", "CREATE VIEW b AS SELECT * FROM aa");
    assertRefused(
        """
        VG-2120 MODEL  there is no model aa in the schemas of the search path
          where     models/flights/b.sql, line 1, column 32
                    CREATE VIEW b AS SELECT * FROM aa
                                                   ^
          path      flights
          state     nothing was sent to the server but reads
          next      did you mean a?""");
    files.yaml("deployment: pr_17\nschemas: [flights]\nmodels: {search_path: [raw, other]}\n");
    assertThatThrownBy(() -> files.bound("raw.bb"))
        .hasMessageStartingWith("VG-2120 MODEL  there is no relation raw.aa, other.aa\n");
  }

  @Test
  void greensOwnNamesAndNamesOfTooManyParts() {
    files.model("flights/b", "CREATE VIEW b AS SELECT * FROM flights_pr_17.a");
    assertRefused(
        """
        VG-2122 MODEL  schema "flights_pr_17" is this deployment's green one
          where     models/flights/b.sql, line 1, column 32
                    CREATE VIEW b AS SELECT * FROM flights_pr_17.a
                                                   ^
          because   a model is written with blue's names, so that every deployment fits
          state     nothing was sent to the server but reads
          next      write "flights"; it is rewritten""");
    files.model("flights/b", "CREATE VIEW b AS SELECT * FROM x.materialize.flights.a");
    assertRefused(
        """
        VG-2124 MODEL  the name x.materialize.flights.a has too many parts
          where     models/flights/b.sql, line 1, column 32
                    CREATE VIEW b AS SELECT * FROM x.materialize.flights.a
                                                   ^
          rule      [[database.]schema.]relation
          state     nothing was sent to the server but reads
          next      mend the name""");
  }

  @Test
  void aCycle() {
    files
        .model("flights/z", "CREATE VIEW z AS SELECT * FROM flights.a, flights.y")
        .model("flights/y", "CREATE VIEW y AS\nSELECT * FROM flights.x")
        .model("flights/x", "CREATE VIEW x AS SELECT * FROM flights.z");
    assertRefused(
        """
        VG-2130 MODEL  3 models read each other in a circle
          circle    flights.x reads flights.z  (models/flights/x.sql, line 1, column 32)
                    flights.z reads flights.y  (models/flights/z.sql, line 1, column 43)
                    flights.y reads flights.x  (models/flights/y.sql, line 2, column 15)
          state     nothing was sent to the server but reads
          next      break it: one of them must not read the next; WITH MUTUALLY RECURSIVE recurses within one model""");
  }

  @Test
  void aModelThatReadsItself() {
    files.model("flights/b", "CREATE VIEW b AS SELECT * FROM flights.b");
    assertThatThrownBy(files::load)
        .hasMessageStartingWith("VG-2130 MODEL  flights.b reads itself\n");
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

  private void assertRefused(String message) {
    assertThatThrownBy(files::load).isInstanceOf(VerdigrisException.class).hasMessage(message);
  }
}
