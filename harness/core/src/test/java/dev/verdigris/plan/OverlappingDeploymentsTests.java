package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentName;
import dev.verdigris.ExitCode;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.project.GreenStatement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Deployments whose schemas overlap in part, in any order of their phases, each phase killed behind
 * any of its statements and others going on meanwhile: no deployment's state is ever contradictory,
 * production is moved by promotions and rollbacks alone and never loses an object, who was
 * overtaken is told by whom, who has finished is finished, and in the end everything can be cleaned
 * up.
 */
class OverlappingDeploymentsTests {
  private static final String SEED_PROPERTY = "verdigris.test.seed";
  private static final boolean FULL = Boolean.getBoolean("verdigris.test.full");
  private static final int WALKS = FULL ? 300 : 8;
  private static final int PHASES = 50;
  private static final int DEPLOYMENTS = 4;
  private static final String DATABASE = "materialize";
  private static final List<Action> ACTIONS = List.of(Action.values());
  private static final EnumSet<Kind> AT_REST = EnumSet.of(Kind.ABSENT, Kind.GONE);

  private final long seed = Long.getLong(SEED_PROPERTY, System.nanoTime());
  private final Map<String, Integer> counts = new TreeMap<>();

  @Test
  void no_order_of_phases_leaves_a_contradiction_or_a_dead_end(TestReporter reporter) {
    reporter.publishEntry(SEED_PROPERTY, String.valueOf(seed));
    Random random = new Random(seed);
    for (int i = 0; i < WALKS; i++) {
      long walk = random.nextLong();
      Walk story = new Walk(new Random(walk));
      try {
        story.go();
      } catch (VerdigrisException | AssertionError e) {
        throw new AssertionError(
            "-D" + SEED_PROPERTY + "=" + seed + ", walk " + i + ": " + story + e.getMessage(), e);
      }
    }
    counts.forEach((what, count) -> reporter.publishEntry(what, String.valueOf(count)));
    if (FULL) {
      for (String what : List.of("overtaken", "rolled back", "in production in part", "killed")) {
        assertThat(counts.getOrDefault(what, 0)).as(what).isGreaterThan(WALKS / 5);
      }
    }
  }

  private enum Action {
    DEPLOY,
    PROMOTE,
    ROLLBACK,
    CLEANUP
  }

  /** One production of a few schemas, and what several deployments do with it. */
  private final class Walk {
    private final Random random;
    private final List<String> names;
    private final List<Scope> scopes = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private Snapshot now;
    private int deployments;

    Walk(Random random) {
      this.random = random;
      this.names = IntStream.rangeClosed(1, 2 + random.nextInt(3)).mapToObj(i -> "s" + i).toList();
      this.now = production();
      for (int i = 0; i < DEPLOYMENTS; i++) {
        scopes.add(scope());
      }
    }

    /** Each schema with a cluster of its own, a relation on it, and a sink that reads that. */
    private Snapshot production() {
      Snapshot production = Catalogs.production();
      int id = 200;
      for (String name : names) {
        String schema = "u" + id++;
        String cluster = "u" + id++;
        String relation = "u" + id++;
        String sink = "u" + id++;
        production =
            production
                .with(Catalogs.schema(schema, name))
                .with(Catalogs.cluster(cluster, "c" + name))
                .with(
                    Catalogs.item(
                        relation,
                        schema,
                        "v",
                        ObjectKind.MATERIALIZED_VIEW,
                        cluster,
                        Set.of("u100")))
                .with(
                    Catalogs.item(
                        sink, "u12", "of " + name, ObjectKind.SINK, "u3", Set.of(relation)));
      }
      return production;
    }

    /** One of them; what is gone makes place for a new one, since no id ever comes again. */
    private Scope any() {
      int which = random.nextInt(scopes.size());
      if (situation(scopes.get(which)).state().kind() == Kind.ABSENT) {
        scopes.set(which, scope());
      }
      return scopes.get(which);
    }

    private Scope scope() {
      List<String> some = new ArrayList<>(names);
      Collections.shuffle(some, random);
      List<String> schemas = some.subList(0, 1 + random.nextInt(some.size()));
      return new Scope(
          new DeploymentName("pr_" + deployments++),
          DATABASE,
          schemas,
          schemas.stream().map(name -> "c" + name).toList());
    }

    void go() {
      for (int i = 0; i < PHASES; i++) {
        act(any(), ACTIONS.get(random.nextInt(ACTIONS.size())), random.nextInt(3) == 0);
      }
      for (int i = 0; i < PHASES && !isAtRest(); i++) {
        scopes.forEach(this::finish);
      }
      assertThat(states()).isSubsetOf(AT_REST);
      assertThat(now.schemas()).hasSameSizeAs(production().schemas());
      assertThat(now.clusters()).hasSameSizeAs(production().clusters());
    }

    private boolean isAtRest() {
      return AT_REST.containsAll(states());
    }

    private List<Kind> states() {
      return scopes.stream().map(scope -> situation(scope).state().kind()).toList();
    }

    /** What the state asks for so that nothing but production is left. */
    private void finish(Scope scope) {
      DeploymentState state = situation(scope).state();
      boolean sinks = !state.pendingSinks().isEmpty();
      act(
          scope,
          !sinks
              ? Action.CLEANUP
              : state.kind() == Kind.ROLLED_BACK ? Action.ROLLBACK : Action.PROMOTE,
          false);
    }

    private void act(Scope scope, Action action, boolean killed) {
      done.add(action + " " + scope + (killed ? ", killed" : ""));
      try {
        switch (action) {
          case DEPLOY -> deploy(scope, killed);
          case PROMOTE -> promote(scope, killed);
          case ROLLBACK -> rollback(scope, killed);
          case CLEANUP -> execute(scope, CleanupPlanner::plan, killed);
        }
      } catch (VerdigrisException refused) {
        assertThat(refused.exitCode())
            .as(refused.getMessage())
            .isIn(ExitCode.CONFLICT, ExitCode.NOTHING_VALIDATED);
        assertThat(refused.problem().code()).isNotEqualTo("VG-5206");
        done.add("  refused: " + refused.problem().code() + " " + refused.problem().summary());
      }
    }

    /** The job that deploys, up to the verdict; of a finished deployment it changes nothing. */
    private void deploy(Scope scope, boolean killed) {
      boolean finished = situation(scope).state().kind().inProduction();
      final Snapshot start = now;
      try {
        execute(scope, at -> InitPlanner.plan(at, Catalogs.ORIGIN), killed);
        execute(scope, at -> RunPlanner.plan(at, models(scope), digest(scope)), killed);
        execute(scope, at -> ValidatePlanner.plan(at, Models.VERDICT, 7), killed);
      } catch (VerdigrisException refused) {
        assertThat(finished).as(refused.getMessage()).isFalse();
        throw refused;
      }
      if (finished) {
        assertThat(now).as("finished").isEqualTo(start);
      }
    }

    private void promote(Scope scope, boolean killed) {
      Situation before = situation(scope);
      boolean overtaken = before.units().stream().anyMatch(Walk::isOvertaken);
      Snapshot start = now;
      try {
        execute(scope, PromotePlanner::plan, killed);
      } catch (VerdigrisException refused) {
        if (refused.problem().code().equals("VG-5203")) {
          count("overtaken");
          assertThat(overtaken).isTrue();
          assertThat(refused.getMessage()).contains(winner(before));
        }
        throw refused;
      }
      if (before.state().kind() == Kind.VALIDATED && !killed) {
        assertThat(overtaken).isFalse();
        assertThat(situation(scope).state().kind()).isEqualTo(Kind.PROMOTED);
      }
      if (before.state().kind() == Kind.PROMOTED || before.state().kind() == Kind.GONE) {
        assertThat(now).as("finished").isEqualTo(start);
      }
    }

    /** Who has production now, where it has not been rolled back to what nobody deployed. */
    private static String winner(Situation situation) {
      return situation.units().stream()
          .filter(Walk::isOvertaken)
          .findFirst()
          .flatMap(Unit::production)
          .flatMap(Unit.Holder::marker)
          .map(marker -> "winner    " + marker.describe())
          .orElse("");
    }

    private static boolean isOvertaken(Unit unit) {
      return !unit.marker().map(Marker::blue).equals(unit.production().map(Unit.Holder::id));
    }

    private void rollback(Scope scope, boolean killed) {
      execute(scope, RollbackPlanner::plan, killed);
      count("rolled back");
      if (!killed) {
        assertThat(situation(scope).state().kind()).isEqualTo(Kind.ROLLED_BACK);
      }
    }

    /** Plans, and sends all of it, or what it came to before it was killed. */
    private void execute(Scope scope, Function<Situation, Plan> planner, boolean killed) {
      Plan plan = planner.apply(situation(scope));
      int end = killed ? random.nextInt(plan.steps().size() + 1) : plan.steps().size();
      while (EveryPrefixTests.insideTransaction(plan, end)) {
        end++;
      }
      if (end < plan.steps().size()) {
        count("killed");
      }
      for (int i = 0; i < end; i++) {
        Map<String, List<String>> before = inProduction();
        Step step = plan.steps().get(i);
        now = step.after(now);
        if (step.transactional()) {
          continue;
        }
        done.add("  " + step.sql());
        assertThat(inProduction()).isEqualTo(before);
        check();
      }
      check();
      if (end == plan.steps().size()) {
        assertThat(planner.apply(situation(scope)).steps()).as("again").isEmpty();
      }
    }

    private void check() {
      inProduction().forEach((name, ids) -> assertThat(ids).as(name).hasSize(3));
      for (Scope scope : scopes) {
        Situation at = situation(scope);
        DeploymentState state = at.state();
        assertThat(state.kind()).as("%s: %s", scope, state).isNotEqualTo(Kind.INCONSISTENT);
        boolean partly =
            at.units().stream().anyMatch(unit -> unit.position() == Unit.Position.PROMOTED)
                && at.units().stream().anyMatch(unit -> unit.position() != Unit.Position.PROMOTED);
        if (partly) {
          count("in production in part");
        }
      }
    }

    /** By name: the ids of the schema, of its cluster, and of what runs there. */
    private Map<String, List<String>> inProduction() {
      Map<String, List<String>> ids = new TreeMap<>();
      for (String name : names) {
        List<String> found = new ArrayList<>();
        now.schemaNamed(DATABASE, name)
            .ifPresent(
                schema -> {
                  found.add(schema.id());
                  now.itemNamed(schema.id(), "v").map(Item::id).ifPresent(found::add);
                });
        now.clusterNamed("c" + name).ifPresent(cluster -> found.add(cluster.id()));
        ids.put(name, found);
      }
      return ids;
    }

    private Situation situation(Scope scope) {
      return Situation.of(scope, now);
    }

    @Override
    public String toString() {
      return scopes + "\n" + String.join("\n", done) + "\n";
    }
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  private static String digest(Scope scope) {
    return scope.deployment().value().repeat(16);
  }

  /** One relation in each schema, on the schema's own cluster. */
  private static List<PlannedModel> models(Scope scope) {
    return scope.schemas().stream()
        .map(
            name ->
                new PlannedModel(
                    name,
                    "v",
                    ObjectKind.MATERIALIZED_VIEW,
                    scope.deployment().value(),
                    Set.of(),
                    List.of(
                        new GreenStatement.Create(
                            "CREATE MATERIALIZED VIEW " + scope.green(name) + ".v AS SELECT 1",
                            scope.green("c" + name),
                            offset -> {
                              throw new UnsupportedOperationException("no file behind " + offset);
                            }))))
        .toList();
  }
}
