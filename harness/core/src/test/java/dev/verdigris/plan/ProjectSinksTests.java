package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.SourcePosition;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.project.ProjectSink;
import dev.verdigris.project.QualifiedName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which sinks of a project a promotion creates, and what it refuses about them. */
class ProjectSinksTests {
  private static final String STORED =
      "CREATE SINK \"materialize\".\"sinks\".\"delays\" IN CLUSTER [u3]"
          + " FROM [u102 AS \"materialize\".\"flights\".\"delay_by_airport\"]"
          + " INTO KAFKA CONNECTION [u106 AS \"materialize\".\"sinks\".\"kafka\"]"
          + " (TOPIC = 'delays') KEY (\"iata\") FORMAT JSON ENVELOPE UPSERT";
  private static final QualifiedName KAFKA = new QualifiedName("materialize", "sinks", "kafka");
  private static final Snapshot PROMOTED = Catalogs.promoted(Catalogs.production());

  @Test
  void sinkThatIsMissingIsCreated() {
    ProjectSink sink = sink("routes", "route_traffic", "KEY (origin)", "sinks");

    assertThat(plan(PROMOTED, sink).steps()).extracting(Step::sql).containsExactly(sink.sql());
  }

  @Test
  void plannedAgainOnWhatItLeavesThereIsNothingToDo() {
    Snapshot production = PROMOTED;
    ProjectSink sink = sink("routes", "route_traffic", "KEY (origin)", "sinks");
    Snapshot after = plan(production, sink).after(production);

    assertThat(plan(after, sink).steps()).isEmpty();
  }

  @Test
  void sinkThatIsAsItsFileSaysIsLeftAlone() {
    assertThat(
            plan(
                    Catalogs.promoted(stored(STORED)),
                    sink("delays", "delay_by_airport", "KEY (iata)", "sinks"))
                .steps())
        .isEmpty();
  }

  @Test
  void sinkWhoseFileWasChangedBehindTheSwapIsLeftToTheNextDeployment() {
    Snapshot promoted = Catalogs.promoted(stored(STORED));

    Plan plan = plan(promoted, sink("delays", "route_traffic", "KEY (iata)", "sinks"));

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.notes())
        .containsExactly(
            "deployment pr_17 is in production already",
            "sink sinks.delays does not read flights.route_traffic, which its file says: the next"
                + " deployment takes it there");
  }

  @Test
  void everyDifferenceIsToldAtOnceBeforeAnythingIsSent() {
    List<ProjectSink> sinks =
        List.of(
            sink("delays", "delay_by_airport", "KEY (iata, day)", "sinks"),
            sink("board", "on_time_board", "KEY (iata)", "nowhere"),
            unconnected("routes"),
            sink("kafka", "gone", "KEY (iata)", "sinks"));

    assertThatThrownBy(
            () -> plan(Catalogs.validated(stored(STORED)), sinks.toArray(ProjectSink[]::new)))
        .hasMessage(
            """
            VG-5750 CONFLICT  the project's sinks cannot be brought into production as they are written
              sinks     sink sinks.delays (models/sinks/delays.sql, line 1, column 1): key: the file has (iata, day), the server has (iata)
                        sink sinks.board (models/sinks/board.sql, line 1, column 1): there is no cluster "nowhere"
                        sink sinks.board (models/sinks/board.sql, line 1, column 1): flights.on_time_board is a view, which no sink can read
                        sink sinks.routes (models/sinks/routes.sql, line 1, column 1): there is no connection sinks.broker
                        sink sinks.kafka (models/sinks/kafka.sql, line 1, column 1): the new version has no relation flights.gone
                        sink sinks.kafka (models/sinks/kafka.sql, line 1, column 1): the name is taken by a connection
              state     nothing was promoted; green stays up
              next      mend the file, or drop the sink and let the promotion create it anew; run again""");
  }

  @Test
  void keyOfANewSinkIsAskedForOnWhatItWillRead() {
    ProjectSink sink = sink("routes", "route_traffic", "KEY (origin)", "sinks");
    Snapshot production = PROMOTED;

    assertThat(
            new ProjectSinks(List.of(sink))
                .keyed(plan(production, sink), Catalogs.situation(production)))
        .singleElement()
        .isEqualTo(
            new KeyedSink(
                "sink sinks.routes, reads flights.route_traffic, key origin",
                "EXPLAIN VALUE SCHEMA FOR CREATE SINK IN CLUSTER \"sinks\" FROM"
                    + " \"materialize\".\"flights\".\"route_traffic\" INTO KAFKA CONNECTION"
                    + " \"materialize\".\"sinks\".\"kafka\" (TOPIC 'verdigris-asks') KEY"
                    + " (\"origin\") FORMAT JSON ENVELOPE UPSERT",
                false));
  }

  private static Plan plan(Snapshot snapshot, ProjectSink... sinks) {
    return new ProjectSinks(List.of(sinks)).promote(Catalogs.situation(snapshot), SinkWays.NONE);
  }

  private static Snapshot stored(String definition) {
    Item sink = Catalogs.item("u107", "u12", "delays", ObjectKind.SINK, "u3", Set.of("u102"));
    return Catalogs.production()
        .with(
            new Item(
                sink.id(),
                sink.schemaId(),
                sink.name(),
                sink.kind(),
                sink.owner(),
                sink.clusterId(),
                sink.grants(),
                "",
                sink.columnComments(),
                List.of(),
                definition,
                sink.dependsOn()));
  }

  private static ProjectSink unconnected(String name) {
    ProjectSink sink = sink(name, "route_traffic", "KEY (iata)", "sinks");
    return new ProjectSink(
        sink.name(),
        sink.from(),
        sink.cluster(),
        List.of(new QualifiedName("materialize", "sinks", "broker")),
        sink.sql(),
        sink.position());
  }

  private static ProjectSink sink(String name, String from, String key, String cluster) {
    QualifiedName whole = new QualifiedName("materialize", "sinks", name);
    QualifiedName read = new QualifiedName("materialize", "flights", from);
    String sql =
        "CREATE SINK "
            + whole.sql()
            + " IN CLUSTER "
            + cluster
            + " FROM "
            + read.sql()
            + " INTO KAFKA CONNECTION \"materialize\".\"sinks\".\"kafka\" (TOPIC '"
            + name
            + "') "
            + key
            + " FORMAT JSON ENVELOPE UPSERT";
    return new ProjectSink(
        whole,
        read,
        cluster,
        List.of(KAFKA),
        sql,
        SourcePosition.of("models/sinks/" + name + ".sql", sql, 0));
  }
}
