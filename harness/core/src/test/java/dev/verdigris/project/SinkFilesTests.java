package dev.verdigris.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sinks as files of a project. */
class SinkFilesTests {
  private static final String SINK =
      "CREATE SINK sinks.delays IN CLUSTER sinks FROM flights.delay_by_airport"
          + " INTO KAFKA CONNECTION sinks.kafka (TOPIC 'delays') KEY (iata)"
          + " FORMAT JSON ENVELOPE UPSERT";

  @TempDir Path directory;

  @Test
  void sinkIsSentWithCompleteNamesAndIsNoModel() {
    ProjectDirectory project =
        ProjectDirectory.flights(directory).model("sinks/delays", "-- out\n" + SINK + ";\n");

    assertThat(Project.sinks(project.config()))
        .singleElement()
        .satisfies(
            sink -> {
              assertThat(sink.name()).hasToString("sinks.delays");
              assertThat(sink.from()).hasToString("flights.delay_by_airport");
              assertThat(sink.cluster()).isEqualTo("sinks");
              assertThat(sink.sql())
                  .isEqualTo(
                      "CREATE SINK \"materialize\".\"sinks\".\"delays\" IN CLUSTER sinks"
                          + " FROM \"materialize\".\"flights\".\"delay_by_airport\""
                          + " INTO KAFKA CONNECTION \"materialize\".\"sinks\".\"kafka\""
                          + " (TOPIC 'delays') KEY (iata) FORMAT JSON ENVELOPE UPSERT");
            });
    assertThat(project.load().models()).noneMatch(model -> model.name().schema().equals("sinks"));
  }

  @Test
  void quotedNamesAreKept() {
    ProjectDirectory project =
        ProjectDirectory.flights(directory)
            .model(
                "Out Going/De\"lays",
                SINK.replace("sinks.delays", "\"Out Going\".\"De\"\"lays\"")
                    .replace("CLUSTER sinks", "CLUSTER \"My Sinks\""));

    ProjectSink sink = Project.sinks(project.config()).get(0);
    assertThat(sink.sql()).startsWith("CREATE SINK \"materialize\".\"Out Going\".\"De\"\"lays\"");
    assertThat(sink.cluster()).isEqualTo("My Sinks");
  }

  @Test
  void projectWithoutSuchFilesHasNone() {
    assertThat(Project.sinks(ProjectDirectory.flights(directory).config())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IN CLUSTER sinks      |                       | VG-2151 | the sink does not say its cluster
          IN CLUSTER sinks      | IN CLUSTER compute    | VG-2152 | the sink would run on cluster "compute" of the deployment
          IN CLUSTER sinks      | IN CLUSTER compute_pr_17 | VG-2152 | the sink would run on cluster "compute_pr_17" of the deployment
          FROM flights.delay_by_airport | FROM raw.flights | VG-2153 | the sink reads raw.flights, which is not in a deployed schema
          FROM flights.delay_by_airport | FROM delay_by_airport | VG-2153 | the sink reads delay_by_airport, which is not in a deployed schema
          CONNECTION sinks.kafka | CONNECTION kafka     | VG-2154 | connection kafka does not say its schema
          SINK sinks.delays     | SINK sinks.others     | VG-2111 | the file creates sinks.others, its path says sinks.delays
          SINK sinks.delays     | SINK IF NOT EXISTS sinks.delays | VG-2110 | IF NOT EXISTS does not belong into a model
          CREATE SINK sinks.delays | CREATE TABLE sinks.delays | VG-2103 | schema "sinks" is not in the deployment, and has a model
          ENVELOPE UPSERT       | ENVELOPE UPSERT; GRANT SELECT ON a TO b | VG-2150 | a sink's file has more than its CREATE SINK
          """)
  void refusesWhatAPromotionCouldNotTake(String from, String to, String code, String summary) {
    ProjectDirectory project =
        ProjectDirectory.flights(directory)
            .model("sinks/delays", SINK.replace(from, to == null ? "" : to));

    List.<Runnable>of(() -> Project.sinks(project.config()), project::load)
        .forEach(
            reading ->
                assertThatThrownBy(reading::run)
                    .isInstanceOfSatisfying(
                        VerdigrisException.class,
                        e -> {
                          Problem problem = e.problem();
                          assertThat(problem.code()).isEqualTo(code);
                          assertThat(problem.summary()).isEqualTo(summary);
                        }));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusalSaysWhyAndWhatToDo(String from, String to, String message) {
    ProjectDirectory project =
        ProjectDirectory.flights(directory).model("sinks/delays", SINK.replace(from, to));

    assertThatThrownBy(() -> Project.sinks(project.config())).hasMessage(message);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            "ENVELOPE UPSERT",
            "ENVELOPE UPSERT;\nGRANT SELECT ON a TO b",
            """
            VG-2150 MODEL  a sink's file has more than its CREATE SINK
              where     models/sinks/delays.sql, line 2, column 1
                        GRANT SELECT ON a TO b
                        ^
              state     nothing was sent to the server
              next      leave the CREATE SINK, and move the rest to where that is made\
            """),
        Arguments.of(
            "IN CLUSTER sinks ",
            "",
            """
            VG-2151 MODEL  the sink does not say its cluster
              where     models/sinks/delays.sql, line 1, column 26
                        CREATE SINK sinks.delays FROM flights.delay_by_airport INTO KAFKA CONNECTION sinks.kafka (TOPIC 'delays') KEY (iata) FORMAT JSON ENVELOPE UPSERT
                                                 ^
              because   where it runs must not depend on the session
              state     nothing was sent to the server
              next      write IN CLUSTER and a cluster that is not deployed, before FROM\
            """),
        Arguments.of(
            "IN CLUSTER sinks",
            "IN CLUSTER compute",
            """
            VG-2152 MODEL  the sink would run on cluster "compute" of the deployment
              where     models/sinks/delays.sql, line 1, column 37
                        CREATE SINK sinks.delays IN CLUSTER compute FROM flights.delay_by_airport INTO KAFKA CONNECTION sinks.kafka (TOPIC 'delays') KEY (iata) FORMAT JSON ENVELOPE UPSERT
                                                            ^
              because   it would swap away with the cluster
              state     nothing was sent to the server
              next      give it a cluster that is not in "clusters"\
            """),
        Arguments.of(
            "FROM flights.delay_by_airport",
            "FROM raw.flights",
            """
            VG-2153 MODEL  the sink reads raw.flights, which is not in a deployed schema
              where     models/sinks/delays.sql, line 1, column 48
                        CREATE SINK sinks.delays IN CLUSTER sinks FROM raw.flights INTO KAFKA CONNECTION sinks.kafka (TOPIC 'delays') KEY (iata) FORMAT JSON ENVELOPE UPSERT
                                                                       ^
              schemas   flights
              state     nothing was sent to the server
              next      name a model with its schema; a sink of anything else is made once, by hand\
            """));
  }

  @Test
  void refusalShowsThePlace() {
    ProjectDirectory project =
        ProjectDirectory.flights(directory)
            .model("sinks/delays", SINK.replace("sinks.kafka", "kafka"));

    assertThatThrownBy(() -> Project.sinks(project.config()))
        .hasMessage(
            """
            VG-2154 MODEL  connection kafka does not say its schema
              where     models/sinks/delays.sql, line 1, column 95
                        CREATE SINK sinks.delays IN CLUSTER sinks FROM flights.delay_by_airport INTO KAFKA CONNECTION kafka (TOPIC 'delays') KEY (iata) FORMAT JSON ENVELOPE UPSERT
                                                                                                                      ^
              because   which one is meant must not depend on the session
              state     nothing was sent to the server
              next      write <schema>.kafka""");
  }
}
