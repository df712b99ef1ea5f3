package dev.verdigris.project;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Names in a query that mean nothing, or nothing that green could follow. */
class RefusedNamesTests extends RefusedProjectFixture {

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
}
