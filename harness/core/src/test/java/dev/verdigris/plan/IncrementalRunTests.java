package dev.verdigris.plan;

import static dev.verdigris.plan.Catalogs.production;
import static dev.verdigris.plan.Catalogs.situation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentName;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.project.GreenStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second run sends what changed and nothing else. */
class IncrementalRunTests {

  @Test
  void a_changed_model_is_created_anew_with_what_reads_it_and_what_left_is_dropped() {
    Snapshot ready = Catalogs.validated(production());

    Plan plan =
        RunPlanner.plan(
            situation(ready),
            List.of(Models.delayByAirport("v3"), Models.cancellations(), Models.onTimeBoard()),
            "another digest of it");

    assertThat(plan.steps())
        .extracting(
            step -> step.verb() + " " + step.sql().replaceAll("(?s) (IN CLUSTER|AS|IS).*", ""))
        .containsExactly(
            "mark COMMENT ON SCHEMA \"materialize\".\"flights_pr_17\"",
            "drop DROP VIEW \"materialize\".\"flights_pr_17\".\"on_time_board\"",
            "drop DROP MATERIALIZED VIEW \"materialize\".\"flights_pr_17\".\"route_traffic\"",
            "drop DROP MATERIALIZED VIEW \"materialize\".\"flights_pr_17\".\"delay_by_airport\"",
            "mark COMMENT ON SCHEMA \"materialize\".\"flights_pr_17\"",
            "create CREATE MATERIALIZED VIEW"
                + " \"materialize\".\"flights_pr_17\".\"delay_by_airport\"",
            "index CREATE INDEX \"delay_by_airport_idx\"",
            "comment COMMENT ON MATERIALIZED VIEW"
                + " \"materialize\".\"flights_pr_17\".\"delay_by_airport\"",
            "grant GRANT SELECT ON \"materialize\".\"flights_pr_17\".\"delay_by_airport\""
                + " TO \"dashboard\"",
            "create CREATE VIEW \"materialize\".\"flights_pr_17\".\"on_time_board\"",
            "mark COMMENT ON SCHEMA \"materialize\".\"flights_pr_17\"");
  }

  /** The facts stand on the first schema, and only the second one changes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 150})
  void nothing_is_built_or_validated_from_the_first_statement_to_the_last(int models) {
    Scope scope =
        new Scope(new DeploymentName("pr_17"), "materialize", List.of("s1", "s2"), List.of());
    List<PlannedModel> before = new ArrayList<>(List.of(model("s1", "a")));
    IntStream.range(0, models).forEach(i -> before.add(model("s2", "m" + i)));
    Snapshot production =
        production().with(Catalogs.schema("u201", "s1")).with(Catalogs.schema("u202", "s2"));
    Snapshot made =
        InitPlanner.plan(Situation.of(scope, production), Catalogs.ORIGIN).after(production);
    Snapshot built = RunPlanner.plan(Situation.of(scope, made), before, "first").after(made);
    Snapshot ready =
        ValidatePlanner.plan(Situation.of(scope, built), Models.VERDICT, 7).after(built);
    List<PlannedModel> after = new ArrayList<>(before);
    after.add(model("s2", "x"));

    List<DeploymentState> states =
        Catalogs.cuts(
                ready, at -> RunPlanner.plan(Situation.of(scope, at.snapshot()), after, "second"))
            .stream()
            .map(cut -> Situation.of(scope, cut).state())
            .toList();

    assertThat(states.get(0).kind()).isEqualTo(Kind.VALIDATED);
    assertThat(states.get(states.size() - 1).kind()).isEqualTo(Kind.BUILT);
    assertThat(states.subList(1, states.size() - 1))
        .isNotEmpty()
        .containsOnly(
            new DeploymentState(
                Kind.BUILDING, "green exists and its models are not complete", List.of(), ""));
  }

  @Test
  void what_somebody_dropped_by_hand_is_not_validated_while_it_is_made_anew() {
    Snapshot ready = Catalogs.validated(production());
    String green = ready.schemaNamed("flights_pr_17").orElseThrow().id();
    for (String name : List.of("cancellations", "delay_by_airport_idx")) {
      Snapshot without = ready.withoutItem(ready.itemNamed(green, name).orElseThrow().id());

      List<Kind> states =
          Catalogs.cuts(without, at -> RunPlanner.plan(at, Models.all(), Models.DIGEST)).stream()
              .map(cut -> situation(cut).state().kind())
              .toList();

      assertThat(states.subList(0, states.size() - 1)).containsOnly(Kind.BUILDING);
      assertThat(states.get(states.size() - 1)).isEqualTo(Kind.BUILT);
    }
  }

  @Test
  void only_a_comment_that_changed_is_sent() {
    Snapshot built = Catalogs.built(production());

    Plan plan =
        RunPlanner.plan(
            situation(built),
            List.of(
                Models.delayByAirport(
                    "v2",
                    Models.comment("x", null, "mean delay"),
                    Models.comment("x", "iata", "airport")),
                Models.routeTraffic(),
                Models.cancellations(),
                Models.onTimeBoard()),
            "another digest of it");

    assertThat(plan.steps())
        .filteredOn(step -> !(step instanceof ChangeStep.Mark))
        .extracting(Step::sql)
        .containsExactly(
            "COMMENT ON MATERIALIZED VIEW \"materialize\".\"flights_pr_17\".\"delay_by_airport\""
                + " IS 'mean delay'",
            "COMMENT ON COLUMN \"materialize\".\"flights_pr_17\".\"delay_by_airport\".\"iata\""
                + " IS 'airport'");
  }

  @Test
  void owner_and_grants_of_blue_are_carried_over() {
    Snapshot snapshot = production();
    var route = snapshot.item("u104").orElseThrow();
    Snapshot owned =
        snapshot.with(
            route
                .withOwner("ann")
                .withGrants(
                    Catalogs.grants(
                        new Grant("ann", "SELECT"),
                        new Grant(Grant.PUBLIC, "SELECT"),
                        new Grant("dashboard", "SELECT"))));
    Snapshot made = Catalogs.initialized(Catalogs.memberOf(owned, "ann"));
    String give =
        "ALTER MATERIALIZED VIEW \"materialize\".\"flights_pr_17\".\"route_traffic\""
            + " OWNER TO \"ann\"";

    Plan plan = RunPlanner.plan(situation(made), Models.all(), Models.DIGEST);
    assertThat(plan.steps())
        .extracting(Step::sql)
        .containsSubsequence(
            "GRANT SELECT ON \"materialize\".\"flights_pr_17\".\"route_traffic\""
                + " TO PUBLIC, \"dashboard\"",
            "CREATE VIEW \"materialize\".\"flights_pr_17\".\"on_time_board\" AS SELECT 1",
            give);
    assertThat(plan.steps().get(plan.steps().size() - 2).sql()).isEqualTo(give);
    Snapshot built = plan.after(made);
    assertThat(RunPlanner.plan(situation(built), Models.all(), Models.DIGEST).isEmpty()).isTrue();
  }

  @Test
  void what_blue_has_not_goes_to_the_owner_of_its_schema() {
    Snapshot snapshot = Catalogs.memberOf(production(), "ann");
    Snapshot owned =
        snapshot.with(new Schema("u11", "materialize", "flights", "ann", Catalogs.grants(), ""));
    Snapshot made = Catalogs.initialized(owned);

    assertThat(RunPlanner.plan(situation(made), Models.all(), Models.DIGEST).steps())
        .extracting(Step::sql)
        .filteredOn(sql -> sql.contains("OWNER TO"))
        .containsExactly(
            "ALTER MATERIALIZED VIEW \"materialize\".\"flights_pr_17\".\"cancellations\""
                + " OWNER TO \"ann\"");
  }

  @Test
  void what_our_role_may_not_give_away_stays_ours_and_the_rest_is_done() {
    Snapshot snapshot = production();
    Snapshot owned = snapshot.with(snapshot.item("u104").orElseThrow().withOwner("ann"));
    Snapshot made = Catalogs.initialized(owned);

    assertThat(RunPlanner.plan(situation(made), Models.all(), Models.DIGEST).steps())
        .extracting(Step::sql)
        .noneMatch(sql -> sql.contains("OWNER TO"));
  }

  @Test
  void any_project_after_any_other_is_what_a_new_green_would_be() {
    long seed = Long.getLong("verdigris.seed", 20261125L);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      Snapshot made = Catalogs.initialized(production());
      List<PlannedModel> first = project(random);
      List<PlannedModel> second = project(random);
      Snapshot one = RunPlanner.plan(situation(made), first, "first").after(made);

      Plan change = RunPlanner.plan(situation(one), second, "second");

      Snapshot expected = RunPlanner.plan(situation(made), second, "second").after(made);
      assertThat(change.after(one)).as("seed %d, round %d", seed, round).isEqualTo(expected);
      List<String> created =
          change.steps().stream()
              .filter(CreateStep.OfObject.class::isInstance)
              .map(step -> ((CreateStep.OfObject) step).target().name())
              .toList();
      second.stream()
          .filter(first::contains)
          .filter(model -> model.reads().isEmpty())
          .forEach(
              model ->
                  assertThat(created)
                      .as("seed %d: unchanged and created anew", seed)
                      .doesNotContain(model.name()));
    }
  }

  @Test
  void digests_are_told_apart_even_where_there_is_little_room() {
    Map<String, String> digests = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      digests.put("object_" + i, "digest " + i);
    }
    String text = ModelDigests.encode(digests, 500);
    assertThat(text).hasSizeLessThanOrEqualTo(500);
    assertThat(ModelDigests.unchanged(text, digests)).hasSize(400);

    digests.put("object_7", "another");

    assertThat(ModelDigests.unchanged(text, digests))
        .doesNotContain("object_7")
        .hasSizeGreaterThan(380);
  }

  private static PlannedModel model(String schema, String name) {
    return new PlannedModel(
        schema,
        name,
        ObjectKind.VIEW,
        "v1",
        Set.of(),
        List.of(
            new GreenStatement.Create(
                "CREATE VIEW \"" + schema + "_pr_17\".\"" + name + "\" AS SELECT 1",
                null,
                offset -> {
                  throw new UnsupportedOperationException("no file behind " + offset);
                })));
  }

  private static List<PlannedModel> project(Random random) {
    List<PlannedModel> models = new ArrayList<>();
    boolean delays = random.nextBoolean();
    if (delays) {
      models.add(Models.delayByAirport("v" + random.nextInt(3)));
    }
    for (String name : List.of("a", "b", "route_traffic")) {
      if (random.nextBoolean()) {
        models.add(Models.materializedView(name, "v" + random.nextInt(2)));
      }
    }
    if (delays && random.nextBoolean()) {
      models.add(Models.onTimeBoard());
    }
    return models;
  }
}
