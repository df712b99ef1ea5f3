package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.Relation;
import dev.verdigris.catalog.Health;
import dev.verdigris.catalog.Item;
import dev.verdigris.validations.EstateMessages.Rule;
import dev.verdigris.validations.EstateMessages.Seen;
import dev.verdigris.validations.Inspection.Sight;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/**
 * Assertions on how an environment is: what the server reports of it, asked with one query whatever
 * the number of objects. What is not reported is not in order: the assertion is inconclusive then.
 *
 * @param <S> the type of the assertion itself
 */
public abstract class EnvironmentHealth<S extends EnvironmentHealth<S>>
    extends EnvironmentComparisons<S> {

  /** For the assertion {@code selfType} on {@code actual}. */
  protected EnvironmentHealth(Environment actual, Class<?> selfType) {
    super(actual, selfType);
  }

  /**
   * Verifies that nothing lags further behind what it reads than {@code most}; only whole seconds
   * are reported. Over a window: {@code always(ofSeconds(30)).hasLagAtMost(…)}.
   *
   * <pre>
   * assertThat(green).eventually(ofSeconds(30)).hasLagAtMost(ofSeconds(1));  // passes
   * assertThat(green).hasLagAtMost(ofSeconds(1));  // fails while flights.delays is 3 s behind
   * </pre>
   *
   * <p>Inconclusive where the server does not report the lag of an object yet.
   */
  public S hasLagAtMost(Duration most) {
    isNotNull();
    return inspect(
        Rule.LAG, check -> check.lag(selected(check), most), CatalogLook.lag(actual.catalog()));
  }

  /**
   * Verifies that nothing lags further behind than the other environment's object of the same name,
   * times a factor. One second is always allowed, since lag is reported in whole seconds.
   *
   * <pre>
   * assertThat(green).isNoLaggierThan(blue, 2);  // passes: blue 2 s, green 4 s
   * assertThat(green).isNoLaggierThan(blue, 1);  // fails
   * </pre>
   *
   * @param factor 1 or more
   */
  public S isNoLaggierThan(Environment other, double factor) {
    isNotNull();
    if (!(factor >= 1)) {
      throw OptionProblems.outOfRange("isNoLaggierThan", factor, "1 or more");
    }
    return look(
        Rule.LAG,
        reading -> {
          Health health = actual.health();
          HealthCheck own = new HealthCheck(actual.catalog(), health);
          HealthCheck theirs = new HealthCheck(other.catalog(), health);
          SortedMap<String, Item> objects = selected(own);
          objects.keySet().retainAll(theirs.computed().keySet());
          return sight(
              health,
              objects,
              own.lagAgainst(objects, theirs, factor),
              CatalogLook.lag(actual.catalog(), other.catalog()));
        });
  }

  /**
   * Verifies that everything is hydrated on every replica.
   *
   * <pre>
   * assertThat(green).isHydrated();  // passes
   * assertThat(green).isHydrated();  // fails: hydrating flights.delays on replica compute.r2
   * </pre>
   *
   * <p>Inconclusive where a replica has not reported an object yet.
   */
  public S isHydrated() {
    isNotNull();
    return inspect(
        Rule.HYDRATION,
        check -> check.hydration(selected(check), true),
        CatalogLook.hydration(actual.catalog()));
  }

  /**
   * Verifies that everything is hydrated on one replica at least.
   *
   * <pre>
   * assertThat(green).isHydratedOnAtLeastOneReplica();  // passes: r1 is, r2 is not
   * assertThat(green).isHydratedOnAtLeastOneReplica();  // fails: no replica is
   * </pre>
   */
  public S isHydratedOnAtLeastOneReplica() {
    isNotNull();
    return inspect(
        Rule.HYDRATION,
        check -> check.hydration(selected(check), false),
        CatalogLook.hydration(actual.catalog()));
  }

  /**
   * Verifies that every replica of the clusters is online and did not go offline within the last
   * day, for example because it ran out of memory.
   *
   * <pre>
   * assertThat(green).hasHealthyReplicas();  // passes
   * assertThat(green).hasHealthyReplicas();  // fails: offline compute.r1 at … (oom-killed)
   * </pre>
   */
  public S hasHealthyReplicas() {
    isNotNull();
    return look(
        Rule.REPLICAS,
        reading -> {
          Health health = actual.health();
          Collection<String> names = selection().clusters(actual.catalog());
          return new Sight(
              seen(health, CatalogLook.replicas(actual.catalog(), names)),
              health.at(),
              names.size(),
              "clusters",
              new HealthCheck(actual.catalog(), health).replicas(names));
        });
  }

  /**
   * Verifies that every relation can be read within {@link #deadline}: a materialized view whose
   * data is an error counts as hydrated, and only a read tells. One small read each.
   *
   * <pre>
   * assertThat(green).deadline(ofSeconds(10)).readsWithoutError();  // passes
   * assertThat(green).readsWithoutError();  // fails: flights.delays Evaluation error: …
   * </pre>
   */
  public S readsWithoutError() {
    isNotNull();
    return look(
        Rule.READS,
        reading -> {
          List<Relation> relations = selection().relations(actual);
          return RelationReads.of(
              relations, options().deadline(), Place.of(actual), reading.cluster());
        });
  }

  /**
   * Verifies that every source that the environment reads runs.
   *
   * <pre>
   * assertThat(green).hasHealthySources();  // passes
   * assertThat(green).hasHealthySources();  // fails: status source raw.flights stalled (…)
   * </pre>
   */
  public S hasHealthySources() {
    return connectors(actual.catalog().sources(), "sources");
  }

  /**
   * Verifies that every sink that reads the deployment runs, and that what it reads can be read: a
   * sink whose relation is an error goes on running.
   *
   * <pre>
   * assertThat(green).hasHealthySinks();  // passes
   * assertThat(green).hasHealthySinks();  // fails: status sink sinks.delays stalled (…)
   * </pre>
   */
  public S hasHealthySinks() {
    connectors(actual.catalog().sinks(), "sinks");
    return look(
        Rule.CONNECTORS,
        reading -> {
          List<Relation> read =
              actual.sinks().stream().flatMap(sink -> sink.relation().stream()).distinct().toList();
          return RelationReads.of(read, options().deadline(), Place.of(actual), reading.cluster());
        });
  }

  /**
   * Asks the server how it would compute a query, on this environment's cluster.
   *
   * <pre>
   * assertThat(green).planOf("SELECT * FROM delays WHERE iata = 'SEA'").usesIndex("delays_iata");
   * </pre>
   *
   * <p>Options that were said before go on to hold. Assertions on the plan are never soft.
   *
   * @param sql one SELECT without a semicolon; names without a database mean this environment's
   *     objects
   */
  public PlanAssert planOf(String sql) {
    isNotNull();
    return new PlanAssert(actual, sql).from(this);
  }

  private S connectors(Collection<Item> items, String what) {
    isNotNull();
    return look(
        Rule.CONNECTORS,
        reading -> {
          Health health = actual.health();
          return new Sight(
              seen(health, CatalogLook.statuses(items)),
              health.at(),
              items.size(),
              what,
              new HealthCheck(actual.catalog(), health).connectors(items));
        });
  }

  /** Judges what is reported about computed objects. */
  private interface Judgement {
    List<Observation> of(HealthCheck check);
  }

  private S inspect(Rule rule, Judgement judgement, String look) {
    isNotNull();
    return look(
        rule,
        reading -> {
          Health health = actual.health();
          HealthCheck check = new HealthCheck(actual.catalog(), health);
          return sight(health, selected(check), judgement.of(check), look);
        });
  }

  private Sight sight(
      Health health, SortedMap<String, Item> objects, List<Observation> observations, String look) {
    return new Sight(
        seen(health, look),
        health.at(),
        objects.size(),
        "materialized views and indexes",
        observations);
  }

  private Seen seen(Health health, String look) {
    return new Seen("read", Place.of(actual) + "  at " + health.at() + ", in the catalog", look);
  }

  private SortedMap<String, Item> selected(HealthCheck check) {
    return selection().narrow(actual.catalog(), check.computed());
  }
}
