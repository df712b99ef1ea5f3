package dev.verdigris.plan;

import static dev.verdigris.plan.Catalogs.cuts;
import static dev.verdigris.plan.Catalogs.situation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.SinkDecision;
import dev.verdigris.cutover.SinkDecisions;
import dev.verdigris.plan.DeploymentState.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Sinks over the transition, planned from wherever a run was killed. */
class TransitionTests {
  private static final SinkWays WAYS =
      SinkWays.NONE.withDecisions(
          new SinkDecisions(
              Map.of(
                  "sinks.delays", SinkDecision.reconciled(),
                  "sinks.debezium", SinkDecision.reconciled())));
  private static final Snapshot VALIDATED = Catalogs.validated(production());

  /** The sample's catalog with keyed sinks: two that are reconciled, one that is plain. */
  private static Snapshot production() {
    return Catalogs.production()
        .with(sink("u107", "delays", "UPSERT"))
        .with(sink("u108", "debezium", "DEBEZIUM"))
        .with(sink("u109", "plain", "UPSERT"));
  }

  private static Item sink(String id, String name, String envelope) {
    Item bare = Catalogs.item(id, "u12", name, ObjectKind.SINK, "u3", Set.of("u102", "u106"));
    return new Item(
        id,
        bare.schemaId(),
        name,
        bare.kind(),
        bare.owner(),
        bare.clusterId(),
        bare.grants(),
        "",
        Map.of(),
        List.of(),
        "CREATE SINK \"materialize\".\"sinks\".\""
            + name
            + "\" IN CLUSTER [u3] FROM [u102 AS \"materialize\".\"flights\".\"delay_by_airport\"]"
            + " INTO KAFKA CONNECTION [u106 AS \"materialize\".\"sinks\".\"kafka\"] (TOPIC = '"
            + name
            + "') KEY (\"iata\") FORMAT JSON ENVELOPE "
            + envelope,
        bare.dependsOn());
  }

  @Test
  void the_steps_stand_in_the_order_in_which_nothing_is_sent_twice() {
    Plan plan = PromotePlanner.plan(situation(VALIDATED), WAYS);

    assertThat(plan.steps().stream().map(step -> step.verb() + " " + brief(step.sql())))
        .containsExactly(
            "create CREATE SCHEMA flights_pr_17_transition",
            "mark COMMENT ON SCHEMA flights_pr_17_transition",
            "create CREATE TABLE switch",
            "switch INSERT false",
            "create CREATE MATERIALIZED VIEW",
            "sink debezium → flights_pr_17_transition",
            "sink delays → flights_pr_17_transition",
            "swap ALTER SCHEMA",
            "swap ALTER CLUSTER",
            "sink plain → flights",
            "switch UPDATE true",
            "sink debezium → flights",
            "sink delays → flights",
            "drop DROP MATERIALIZED VIEW",
            "drop DROP TABLE",
            "drop DROP SCHEMA");
    assertThat(plan.summary())
        .isEqualTo(
            "2 swaps in one transaction, 1 sink after it, 2 sinks reconciled, 9 other statements");
  }

  @Test
  void the_view_is_the_recorded_one_with_names_that_a_swap_can_move() {
    Plan plan = PromotePlanner.plan(situation(VALIDATED), WAYS);

    assertThat(plan.steps().get(4).sql())
        .isEqualTo(
            "CREATE MATERIALIZED VIEW \"materialize\".\"flights_pr_17_transition\".\"flights.delay_by_airport"
                + " by iata\" IN CLUSTER \"compute_pr_17\" AS SELECT DISTINCT ON (\"iata\") \"iata\""
                + " FROM (SELECT o.\"iata\" FROM \"materialize\".\"flights\".\"delay_by_airport\" AS o,"
                + " \"materialize\".\"flights_pr_17_transition\".\"switch\" AS s WHERE NOT s.to_new UNION ALL"
                + " SELECT n.\"iata\" FROM \"materialize\".\"flights_pr_17\".\"delay_by_airport\" AS n,"
                + " \"materialize\".\"flights_pr_17_transition\".\"switch\" AS s WHERE s.to_new) AS u ORDER BY"
                + " \"iata\"");
  }

  @Test
  void a_promotion_killed_behind_any_step_is_finished_by_the_next() {
    Snapshot end = PromotePlanner.plan(situation(VALIDATED), WAYS).after(VALIDATED);
    assertThat(situation(end).state().kind()).isEqualTo(Kind.PROMOTED);
    for (Snapshot cut : cuts(VALIDATED, at -> PromotePlanner.plan(at, WAYS))) {
      assertThat(PromotePlanner.plan(situation(cut), WAYS).after(cut)).isEqualTo(end);
    }
    assertThat(PromotePlanner.plan(situation(end), WAYS).steps()).isEmpty();
  }

  @Test
  void a_promotion_that_was_killed_is_taken_back_by_rollback_or_cleanup() {
    int rolledBack = 0;
    int cleanedUp = 0;
    for (Snapshot cut : cuts(VALIDATED, at -> PromotePlanner.plan(at, WAYS))) {
      boolean swapped = situation(cut).state().kind().inProduction();
      Function<Situation, Plan> planner =
          swapped ? at -> RollbackPlanner.plan(at, WAYS) : CleanupPlanner::plan;
      Snapshot end = planner.apply(situation(cut)).after(cut);
      assertThat(situation(end).state().kind()).isEqualTo(swapped ? Kind.ROLLED_BACK : Kind.ABSENT);
      assertOld(end);
      for (Snapshot again : cuts(cut, planner)) {
        assertThat(planner.apply(situation(again)).after(again)).isEqualTo(end);
      }
      rolledBack += swapped ? 1 : 0;
      cleanedUp += swapped ? 0 : 1;
    }
    assertThat(rolledBack).isGreaterThan(4);
    assertThat(cleanedUp).isGreaterThan(4);
  }

  @Test
  void a_rollback_goes_the_same_way_backwards_after_the_names() {
    Snapshot promoted = PromotePlanner.plan(situation(VALIDATED), WAYS).after(VALIDATED);

    Plan plan = RollbackPlanner.plan(situation(promoted), WAYS);

    assertThat(plan.steps().stream().map(step -> step.verb() + " " + brief(step.sql())))
        .containsSubsequence(
            "swap ALTER CLUSTER",
            "rename ALTER SCHEMA",
            "sink plain → flights",
            "create CREATE SCHEMA flights_pr_17_transition",
            "switch INSERT true",
            "sink delays → flights_pr_17_transition",
            "switch UPDATE false",
            "sink delays → flights",
            "drop DROP SCHEMA");
    assertOld(plan.after(promoted));
    Snapshot cut = promoted;
    for (Step step : plan.steps().subList(0, plan.steps().size() - 2)) {
      cut = step.after(cut);
    }
    assertThat(situation(cut).state().reason())
        .as("before its last two drops")
        .isEqualTo(
            "production is as it was before, green and the transition of its sinks still stand");
  }

  @Test
  void a_switch_that_a_late_statement_has_set_up_the_other_way_is_turned_before_sinks_enter() {
    Snapshot promoted = PromotePlanner.plan(situation(VALIDATED), WAYS).after(VALIDATED);
    assertTurned(VALIDATED, at -> PromotePlanner.plan(at, WAYS));
    assertTurned(promoted, at -> RollbackPlanner.plan(at, WAYS));
  }

  /** Killed behind the switch; what gives it its row comes from a dead run of the other phase. */
  private static void assertTurned(Snapshot start, Function<Situation, Plan> planner) {
    SwitchModel model = new SwitchModel(Catalogs.SCOPE);
    Snapshot cut = start;
    Step dead = null;
    for (Step step : planner.apply(situation(start)).steps()) {
      if (step instanceof TransitionStep.SetUp setUp) {
        dead = new TransitionStep.SetUp(setUp.table(), setUp.cluster(), !setUp.toNew());
        break;
      }
      cut = model.after(step, cut, "before");
    }
    Snapshot end =
        model.after(planner.apply(situation(cut)).steps(), cut, dead, 0, 0, "set up late");
    assertThat(Transition.of(situation(end))).isEmpty();
    assertThat(model.sinks()).as("two sinks, there and away").isEqualTo(4);
  }

  @Test
  void nothing_of_the_sinks_is_undone_by_cleanup_after_the_swap() {
    for (Snapshot cut : cuts(VALIDATED, at -> PromotePlanner.plan(at, WAYS))) {
      if (situation(cut).state().kind() == Kind.SINKS_PENDING) {
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(() -> CleanupPlanner.plan(situation(cut)))
            .withMessageStartingWith("VG-5208 ");
      }
    }
  }

  @Test
  void another_ones_schema_of_that_name_is_left_alone() {
    Snapshot taken =
        VALIDATED.with(Catalogs.schema("u99", "flights_pr_17_transition", "the users' own"));

    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> PromotePlanner.plan(situation(taken), WAYS))
        .withMessage(
            """
            VG-5705 CONFLICT  schema "flights_pr_17_transition" exists and is not this deployment's transition
              state     nothing was promoted; green stays up
              next      choose another name: -Dverdigris.deployment=..., or drop it\
            """);
    assertThat(CleanupPlanner.plan(situation(taken)).steps())
        .noneMatch(step -> step.sql().contains("transition"));
  }

  /** The server refuses a drop of the transition, and the cleanup goes on with green. */
  @Test
  void what_a_cleanup_left_of_the_transition_the_next_one_drops() {
    Snapshot cut = VALIDATED;
    for (Step step : PromotePlanner.plan(situation(VALIDATED), WAYS).steps().subList(0, 7)) {
      cut = step.after(cut);
    }
    Snapshot left = cut;
    for (Step step : CleanupPlanner.plan(situation(cut)).steps()) {
      boolean refused =
          step instanceof DropStep
              && (step.sql().contains("switch") || step.sql().endsWith("transition\""));
      left = refused ? left : step.after(left);
    }
    assertThat(left.schemaNamed("flights_pr_17_transition")).isPresent();
    assertThat(situation(left).lead()).isEmpty();

    Plan plan = CleanupPlanner.plan(situation(left));

    assertThat(plan.steps().stream().map(Step::verb)).containsExactly("drop", "drop");
    assertThat(plan.after(left).schemaNamed("flights_pr_17_transition")).isEmpty();
    assertThat(CleanupPlanner.plan(situation(plan.after(left))).notes())
        .containsExactly("there is nothing to clean up");
  }

  @Test
  void changed_models_take_the_transition_down_before_they_are_built() {
    Snapshot cut = VALIDATED;
    for (Step step : PromotePlanner.plan(situation(VALIDATED), WAYS).steps().subList(0, 7)) {
      cut = step.after(cut);
    }
    Plan plan =
        RunPlanner.plan(
            situation(cut),
            List.of(Models.delayByAirport("v3"), Models.onTimeBoard()),
            "another digest of it");

    assertThat(plan.steps().stream().map(step -> step.verb() + " " + brief(step.sql())).toList())
        .startsWith("switch UPDATE false", "sink debezium → flights", "sink delays → flights");
    assertThat(Transition.of(situation(plan.after(cut)))).isEmpty();
  }

  private static void assertOld(Snapshot end) {
    for (String id : List.of("u107", "u108", "u109")) {
      assertThat(end.item(id).orElseThrow().dependsOn()).containsExactlyInAnyOrder("u102", "u106");
    }
    assertThat(Transition.of(situation(end))).isEmpty();
  }

  /** The first words of a statement, and where a sink goes. */
  private static String brief(String sql) {
    String plain = sql.replace("\"", "").replace("materialize.", "");
    List<String> words = List.of(plain.split(" "));
    if (plain.startsWith("ALTER SINK")) {
      String to = words.get(words.indexOf("FROM") + 1);
      return words.get(2).split("[.]", -1)[1] + " → " + to.split("[.]", -1)[0];
    }
    if (plain.startsWith("INSERT") || plain.startsWith("UPDATE")) {
      return words.get(0) + (plain.contains(" true") ? " true" : " false");
    }
    if (plain.startsWith("CREATE TABLE")) {
      return "CREATE TABLE switch";
    }
    boolean schema = plain.startsWith("CREATE SCHEMA") || plain.startsWith("COMMENT ON SCHEMA");
    int end = words.get(1).equals("MATERIALIZED") || words.get(0).equals("COMMENT") ? 3 : 2;
    return String.join(" ", words.subList(0, end)) + (schema ? " " + words.get(end) : "");
  }
}
