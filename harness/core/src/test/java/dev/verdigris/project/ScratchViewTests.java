package dev.verdigris.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model as a view among stand-ins for what it reads. */
class ScratchViewTests {
  private static final ScratchNames NAMES = new ScratchNames("t1_");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE VIEW m AS SELECT * FROM routes | CREATE VIEW M AS SELECT * FROM "materialize"."t1_flights"."routes"
          CREATE VIEW flights.m (a, "B") AS SELECT 1, 2 FROM raw.flights f | CREATE VIEW M (a, "B") AS SELECT 1, 2 FROM "materialize"."t1_raw"."flights" f
          CREATE MATERIALIZED VIEW m IN CLUSTER compute AS SELECT raw.flights.origin FROM raw.flights | CREATE VIEW M AS SELECT flights.origin FROM "materialize"."t1_raw"."flights"
          CREATE MATERIALIZED VIEW m (a) IN CLUSTER compute WITH (RETAIN HISTORY FOR '1h') AS SELECT 1 | CREATE VIEW M (a) AS SELECT 1
          CREATE MATERIALIZED VIEW m WITH (RETAIN HISTORY FOR '1h') AS SELECT mz_now() | CREATE VIEW M AS SELECT '1000'::mz_timestamp
          CREATE VIEW m AS SELECT * FROM raw.flights WHERE mz_now ( ) < departed_at AND 'mz_now()' <> '' | CREATE VIEW M AS SELECT * FROM "materialize"."t1_raw"."flights" WHERE '1000'::mz_timestamp < departed_at AND 'mz_now()' <> ''
          """)
  void isWrittenAsAPlainView(String model, String view) {
    Project project =
        new ProjectDirectory(directory)
            .yaml(
                """
                deployment: pr_17
                schemas: [flights]
                clusters: [compute]
                models:
                  cluster: compute
                  search_path: [flights, raw]
                """)
            .model("flights/m", model)
            .model("flights/routes", "CREATE VIEW routes AS SELECT 1 AS one")
            .bound("raw.flights");
    Model found = project.model(new QualifiedName("materialize", "flights", "m")).orElseThrow();

    assertThat(found.asView(NAMES, Instant.ofEpochMilli(1000)))
        .isEqualTo(view.replace(" M ", " \"materialize\".\"t1_flights\".\"m\" "));
  }

  @Test
  void timeIsLeftAsWrittenUnlessItIsSet() {
    Project project =
        ProjectDirectory.flights(directory)
            .model("flights/m", "CREATE VIEW m AS SELECT mz_now() AS at")
            .bound("raw.flights", "raw.airports");
    Model found = project.model(new QualifiedName("materialize", "flights", "m")).orElseThrow();

    assertThat(found.asView(NAMES, null)).endsWith("SELECT mz_now() AS at");
  }
}
