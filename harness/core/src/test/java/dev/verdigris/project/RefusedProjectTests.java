package dev.verdigris.project;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Projects that are refused for which files they have, and how their models read each other. */
class RefusedProjectTests extends RefusedProjectFixture {

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
}
