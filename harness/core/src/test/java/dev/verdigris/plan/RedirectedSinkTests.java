package dev.verdigris.plan;

import static dev.verdigris.plan.Catalogs.cuts;
import static dev.verdigris.plan.Catalogs.situation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.SourcePosition;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Redirection;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.SinkDecision;
import dev.verdigris.cutover.SinkDecisions;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.project.ProjectSink;
import dev.verdigris.project.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Sinks whose file names another relation than the one that they read. */
class RedirectedSinkTests {
  private static final String DEFINITION =
      "CREATE SINK \"materialize\".\"sinks\".\"delays\" IN CLUSTER sinks FROM"
          + " \"materialize\".\"flights\".\"any\" INTO KAFKA CONNECTION"
          + " \"materialize\".\"sinks\".\"kafka\" (TOPIC 'delays') KEY (iata) FORMAT JSON"
          + " ENVELOPE UPSERT";
  private static final String OLD = "u102";
  private static final String TRAFFIC = "new:flights_pr_17.route_traffic";
  private static final SinkWays RECONCILED =
      SinkWays.NONE.withDecisions(
          new SinkDecisions(Map.of("sinks.delays", SinkDecision.reconciled())));
  private static final ProjectSinks TO_TRAFFIC = file("route_traffic");

  @Test
  void itGoesThereInOneStepAndTheMarkerTellsSoBefore() {
    Plan plan = TO_TRAFFIC.promote(situation(validated(OLD)), SinkWays.NONE);

    assertThat(plan.steps().stream().map(RedirectedSinkTests::brief))
        .containsExactly(
            "COMMENT ON SCHEMA flights_pr_17",
            "ALTER SCHEMA flights SWAP",
            "ALTER CLUSTER compute SWAP",
            "ALTER SINK sinks.delays SET FROM flights.route_traffic");
    assertThat(plan.notes())
        .containsExactly(
            "sink sinks.delays reads flights.delay_by_airport and goes to flights.route_traffic, as"
                + " its file says");
    assertThat(situation(plan.after(validated(OLD))).facts().map(Marker::sinks))
        .contains(List.of(new Redirection("u107", OLD, TRAFFIC)));
  }

  @Test
  void itPassesOverATransitionOfBothRelations() {
    Plan plan = TO_TRAFFIC.promote(situation(validated(OLD)), RECONCILED);

    assertThat(plan.steps().stream().map(RedirectedSinkTests::brief))
        .containsSubsequence(
            "COMMENT ON SCHEMA flights_pr_17",
            "CREATE MATERIALIZED VIEW",
            "ALTER SINK sinks.delays SET FROM flights_pr_17_transition.flights.route_traffic from"
                + " u102 by iata",
            "ALTER SCHEMA flights SWAP",
            "UPDATE flights_pr_17_transition.switch SET",
            "ALTER SINK sinks.delays SET FROM flights.route_traffic",
            "DROP SCHEMA flights_pr_17_transition");
    assertThat(plan.steps().stream().map(Step::sql).filter(sql -> sql.contains("VIEW")).findFirst())
        .hasValueSatisfying(
            sql ->
                assertThat(sql)
                    .contains("FROM \"materialize\".\"flights\".\"delay_by_airport\" AS o")
                    .contains("FROM \"materialize\".\"flights_pr_17\".\"route_traffic\" AS n"));
  }

  @Test
  void aRunThatIsKilledAnywhereIsFinishedAndTakenBackWithoutTheFile() {
    for (SinkWays ways : List.of(SinkWays.NONE, RECONCILED)) {
      Snapshot validated = validated(OLD);
      Snapshot end = TO_TRAFFIC.promote(situation(validated), ways).after(validated);
      assertThat(situation(end).state().kind()).isEqualTo(Kind.PROMOTED);
      assertThat(reads(end)).isEqualTo(TRAFFIC);
      assertThat(TO_TRAFFIC.promote(situation(end), ways).steps()).isEmpty();
      int swapped = 0;
      for (Snapshot cut : cuts(validated, at -> TO_TRAFFIC.promote(at, ways))) {
        Situation at = situation(cut);
        assertThat(TO_TRAFFIC.promote(at, ways).after(cut)).isEqualTo(end);
        boolean there = at.state().kind().inProduction();
        if (there) {
          assertThat(at.state().kind())
              .isEqualTo(cut.equals(end) ? Kind.PROMOTED : Kind.SINKS_PENDING);
          assertThat(PromotePlanner.plan(at, ways).after(cut)).isEqualTo(end);
        }
        Function<Situation, Plan> undo =
            there ? one -> RollbackPlanner.plan(one, ways) : CleanupPlanner::plan;
        for (Snapshot again : cuts(cut, undo)) {
          assertThat(reads(undo.apply(situation(again)).after(again))).isEqualTo(OLD);
        }
        swapped += there ? 1 : 0;
      }
      assertThat(swapped).isGreaterThan(1);
    }
  }

  @Test
  void aRelationThatIsRenamedTakesItsSinkAlong() {
    Snapshot validated =
        validated(OLD)
            .withoutItem("new:flights_pr_17.delay_by_airport")
            .with(
                Catalogs.item(
                    "u300", "new:flights_pr_17", "renamed", ObjectKind.VIEW, "", Set.of()))
            .with(
                Catalogs.item(
                    "u301", "new:flights_pr_17", "by_iata", ObjectKind.INDEX, "", Set.of("u300")));

    assertThatExceptionOfType(VerdigrisException.class)
        .as("without the file")
        .isThrownBy(() -> PromotePlanner.plan(situation(validated)))
        .withMessageStartingWith("VG-5210 ");
    Snapshot swapped =
        cuts(validated, at -> TO_TRAFFIC.promote(at, SinkWays.NONE)).stream()
            .filter(cut -> situation(cut).state().kind() == Kind.SINKS_PENDING)
            .findFirst()
            .orElseThrow();
    assertThat(situation(swapped).state().pendingSinks()).containsExactly("sinks.delays");
    Snapshot end = TO_TRAFFIC.promote(situation(swapped), SinkWays.NONE).after(swapped);
    assertThat(reads(end)).isEqualTo(TRAFFIC);
    assertThat(reads(RollbackPlanner.plan(situation(end)).after(end))).isEqualTo(OLD);
  }

  @Test
  void itComesFromARelationThatIsNotDeployed() {
    for (SinkWays ways : List.of(SinkWays.NONE, RECONCILED)) {
      Snapshot validated = validated("u100");
      Snapshot end = TO_TRAFFIC.promote(situation(validated), ways).after(validated);

      assertThat(reads(end)).isEqualTo(TRAFFIC);
      Plan back = RollbackPlanner.plan(situation(end), ways);
      assertThat(reads(back.after(end))).isEqualTo("u100");
      assertThat(back.steps().stream().anyMatch(TransitionStep.class::isInstance))
          .isEqualTo(ways.equals(RECONCILED));
    }
  }

  @Test
  void aFileThatIsChangedOnTheWayTakesItBackFirst() {
    Snapshot validated = validated(OLD);
    Snapshot onTheWay =
        cuts(validated, at -> TO_TRAFFIC.promote(at, RECONCILED)).stream()
            .filter(cut -> !reads(cut).equals(OLD))
            .findFirst()
            .orElseThrow();
    ProjectSinks sameName = file("delay_by_airport");

    Plan plan = sameName.promote(situation(onTheWay), RECONCILED);

    assertThat(plan.steps().stream().map(RedirectedSinkTests::brief))
        .startsWith(
            "UPDATE flights_pr_17_transition.switch SET",
            "ALTER SINK sinks.delays SET FROM flights.delay_by_airport");
    Snapshot end = plan.after(onTheWay);
    assertThat(reads(end)).isEqualTo("new:flights_pr_17.delay_by_airport");
    assertThat(situation(end).facts().map(Marker::sinks)).contains(List.of());
    for (Snapshot cut : cuts(onTheWay, at -> sameName.promote(at, RECONCILED))) {
      assertThat(sameName.promote(situation(cut), RECONCILED).after(cut)).isEqualTo(end);
    }
  }

  @Test
  void itIsCountedProvedAndComparedWithTheRelationThatItGoesTo() {
    Situation told = TO_TRAFFIC.told(situation(validated(OLD)));

    assertThat(SinkPair.toGreen(told))
        .singleElement()
        .satisfies(
            pair ->
                assertThat(pair.relations().newRelation())
                    .isEqualTo("\"materialize\".\"flights_pr_17\".\"route_traffic\""));
    assertThat(KeyedSink.of(told, SinkWays.NONE))
        .singleElement()
        .satisfies(
            keyed ->
                assertThat(keyed.probe())
                    .contains("FROM \"materialize\".\"flights_pr_17\".\"route_traffic\" INTO"));
  }

  private static Snapshot validated(String read) {
    Item bare = Catalogs.item("u107", "u12", "delays", ObjectKind.SINK, "u3", Set.of(read, "u106"));
    return Catalogs.validated(
        Catalogs.production()
            .with(
                new Item(
                    bare.id(),
                    bare.schemaId(),
                    bare.name(),
                    bare.kind(),
                    bare.owner(),
                    bare.clusterId(),
                    bare.grants(),
                    "",
                    Map.of(),
                    List.of(),
                    DEFINITION,
                    bare.dependsOn())));
  }

  private static ProjectSinks file(String from) {
    return new ProjectSinks(
        List.of(
            new ProjectSink(
                new QualifiedName("materialize", "sinks", "delays"),
                new QualifiedName("materialize", "flights", from),
                "sinks",
                List.of(),
                DEFINITION,
                SourcePosition.of("models/sinks/delays.sql", DEFINITION, 0))));
  }

  private static String reads(Snapshot snapshot) {
    return snapshot.item("u107").orElseThrow().dependsOn().stream()
        .filter(id -> !id.equals("u106"))
        .findFirst()
        .orElseThrow();
  }

  /** A statement without quotes, database and what follows its first words. */
  private static String brief(Step step) {
    String plain = step.sql().replace("\"", "").replace("materialize.", "");
    if (plain.startsWith("ALTER SINK")) {
      return plain;
    }
    List<String> words = List.of(plain.split(" "));
    int count = plain.startsWith("UPDATE") || plain.startsWith("CREATE MAT") ? 3 : 4;
    return String.join(
        " ", words.subList(0, Math.min(words.size(), plain.startsWith("DROP") ? 3 : count)));
  }
}
