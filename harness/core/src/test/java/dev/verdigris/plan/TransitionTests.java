package dev.verdigris.plan;

import static dev.verdigris.plan.Catalogs.cuts;
import static dev.verdigris.plan.Catalogs.situation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
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
  private static final Snapshot VALIDATED = Catalogs.validated(Catalogs.withKeyedSinks());

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
              state     nothing was changed by this run
              next      choose another name: -Dverdigris.deployment=..., rename the schema, or drop it\
            """);
    Snapshot read =
        taken
            .with(Catalogs.item("u98", "u99", "their own", ObjectKind.TABLE, "", Set.of()))
            .with(Catalogs.item("u97", "u10", "reader", ObjectKind.VIEW, "", Set.of("u98")));
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> PromotePlanner.plan(situation(read), WAYS))
        .withMessage(
            """
            VG-5705 CONFLICT  schema "flights_pr_17_transition" exists and is not this deployment's transition
              readers   view raw.reader, owner deployer
              state     nothing was changed by this run
              next      choose another name: -Dverdigris.deployment=..., or rename the schema; do not drop it: that would take its readers along\
            """);
    assertThat(CleanupPlanner.plan(situation(taken)).steps())
        .noneMatch(step -> step.sql().contains("transition"));
  }

  /** Killed anywhere while views of green stand in it, before the swap or behind it. */
  @Test
  void a_transition_whose_marker_was_replaced_is_told_until_it_is_written_back() {
    int told = 0;
    for (Snapshot cut : cuts(VALIDATED, at -> PromotePlanner.plan(at, WAYS))) {
      Transition transition = Transition.of(situation(cut)).orElse(null);
      if (transition == null || transition.views().isEmpty()) {
        continue;
      }
      Target.OfSchema schema = new Target.OfSchema("materialize", transition.schema().name());
      Snapshot replaced = schema.comment(cut, "by a catalog");
      DeploymentState state = situation(replaced).state();
      assertThat(state.kind()).isEqualTo(Kind.INCONSISTENT);
      assertThat(state.reason())
          .startsWith(
              "schema \"flights_pr_17_transition\" holds the transition of this deployment's sinks"
                  + " and does not carry its marker; ")
          .endsWith("; its comment is now: by a catalog");
      String marker =
          "by a catalog\nverdigris/1 {\"deployment\":\"pr_17\",\"of\":\"flights_pr_17_transition\","
              + "\"blue\":\"flights_pr_17_transition\",\"by\":\"deployer\","
              + "\"at\":\"2026-11-25T13:00:00Z\",\"commit\":\"c0ffee\"}";
      assertThat(state.remedy())
          .isEqualTo(
              "do not drop it; if another tool replaced the comment, write it back: COMMENT ON"
                  + " SCHEMA \"materialize\".\"flights_pr_17_transition\" IS '"
                  + marker
                  + "'");
      for (Function<Situation, Plan> planner :
          List.<Function<Situation, Plan>>of(
              at -> PromotePlanner.plan(at, WAYS),
              at -> RollbackPlanner.plan(at, WAYS),
              CleanupPlanner::plan)) {
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(() -> planner.apply(situation(replaced)))
            .withMessageStartingWith("VG-5206 ");
      }
      Snapshot mended = schema.comment(replaced, marker);
      assertThat(situation(mended).state()).isEqualTo(situation(cut).state());
      Snapshot end = PromotePlanner.plan(situation(mended), WAYS).after(mended);
      assertThat(situation(end).state().kind()).isEqualTo(Kind.PROMOTED);
      assertThat(Transition.of(situation(end))).isEmpty();
      told++;
    }
    assertThat(told).isGreaterThan(7);
  }

  @Test
  void the_sinks_that_read_a_transition_without_its_marker_are_named() {
    Snapshot cut = behindTheSwap();
    assertThat(situation(unmarked(cut, "")).state().reason())
        .endsWith("; read by sinks.debezium, sinks.delays; it has no comment");
    Snapshot newer = unmarked(cut, "verdigris/9 {\"more\":1}");
    assertThat(situation(newer).state().kind()).isEqualTo(Kind.INCONSISTENT);
    Snapshot anothers =
        unmarked(
            cut,
            Marker.of("pr_18", "flights", "u11", "ann", "2026-11-26T09:00:00Z", "").comment(""));
    assertThat(situation(anothers).state().kind()).isEqualTo(Kind.INCONSISTENT);
  }

  /** What has its name and is not made as it is made is somebody's own. */
  @Test
  void only_what_holds_the_switch_and_views_of_green_is_taken_for_one() {
    Snapshot lost = unmarked(behindTheSwap(), "mine");
    Schema schema = lost.schemaNamed("flights_pr_17_transition").orElseThrow();
    Item table = lost.itemNamed(schema.id(), "switch").orElseThrow();
    assertThat(situation(lost).state().kind()).isEqualTo(Kind.INCONSISTENT);

    assertThat(situation(lost.withoutItem(table.id())).state().kind()).isEqualTo(Kind.PROMOTED);
    Snapshot otherColumns =
        lost.with(Catalogs.item(table.id(), schema.id(), "switch", ObjectKind.TABLE, "", Set.of()));
    assertThat(situation(otherColumns).state().kind()).isEqualTo(Kind.PROMOTED);
    Snapshot unread = lost;
    for (Item view : Transition.unmarked(situation(lost)).orElseThrow().views()) {
      unread = unread.with(view.withDependsOn(Set.of(table.id(), "u102")));
    }
    assertThat(situation(unread).state().kind()).isEqualTo(Kind.PROMOTED);
  }

  /** Between the COMMIT and the switch, when only sinks on the transition are left. */
  private static Snapshot behindTheSwap() {
    return cuts(VALIDATED, at -> PromotePlanner.plan(at, WAYS)).stream()
        .filter(cut -> situation(cut).state().kind() == Kind.SINKS_PENDING)
        .filter(cut -> situation(cut).state().pendingSinks().size() == 2)
        .findFirst()
        .orElseThrow();
  }

  private static Snapshot unmarked(Snapshot snapshot, String comment) {
    return new Target.OfSchema("materialize", "flights_pr_17_transition")
        .comment(snapshot, comment);
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
