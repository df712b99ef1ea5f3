package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.Relation;
import dev.verdigris.Sink;
import dev.verdigris.catalog.Health;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Queries;
import dev.verdigris.cutover.ComparedRelations;
import dev.verdigris.cutover.KeySets;
import dev.verdigris.execute.ReadSession;
import dev.verdigris.validations.EstateMessages.Rule;
import dev.verdigris.validations.EstateMessages.Seen;
import dev.verdigris.validations.Inspection.Sight;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a sink: on what those who read its topic would notice of a promotion, and on how it
 * is. Green's sink is the one of production, with the relation that it will read.
 */
public class SinkAssert extends AbstractValidationAssert<SinkAssert, Sink> {

  /** For {@link VerdigrisAssertions}, and for soft assertions. */
  public SinkAssert(Sink actual) {
    super(actual, SinkAssert.class);
  }

  /**
   * Verifies that the readers of the topic go on finding what they were promised: the same topic,
   * key, format and envelope, each of the columns with its type, and a key that the server can
   * still prove to be unique. A further column is told as a warning.
   *
   * <pre>
   * assertThat(green.sink("sinks.delays")).keepsContractOf(blue);  // passes
   *
   * // fails where green has one row for each flight:
   * // key  sink sinks.delays, key iata; provable keys: none
   * assertThat(green.sink("sinks.delays")).keepsContractOf(blue);
   * </pre>
   */
  public SinkAssert keepsContractOf(Environment other) {
    isNotNull();
    Sink theirs = other.sink(actual.name());
    Seen seen =
        new Seen(
            "compared",
            reads(theirs) + "  with  " + reads(actual),
            CatalogLook.columns(
                Stream.concat(theirs.relation().stream(), actual.relation().stream()).toList()));
    return look(
        Rule.SINK_CONTRACT,
        reading -> new Sight(seen, "", 1, "sink", SinkCheck.contract(theirs, actual)));
  }

  private static String reads(Sink sink) {
    return sink.relation()
        .map(relation -> Subject.of(relation).label())
        .orElse(sink.environment() + " nothing");
  }

  /**
   * Verifies that a cutover that sends nothing would leave few enough keys of the topic otherwise
   * than the new relation has them. Both relations are read in one statement.
   *
   * <pre>
   * // passes: 3 keys changed
   * assertThat(green.sink("sinks.delays")).changesAtMost(keys -&gt; keys.stale(10));
   *
   * // fails: stale  3 keys, allowed 0
   * assertThat(green.sink("sinks.delays")).changesAtMost(keys -&gt; keys.missing(5));
   * </pre>
   *
   * @param budget how many keys of each class are allowed; none unless it is said
   */
  public SinkAssert changesAtMost(UnaryOperator<KeyBudget> budget) {
    isNotNull();
    KeyBudget allowed = budget.apply(KeyBudget.NONE);
    Optional<Relation> before = actual.readsNow();
    Optional<Relation> after = actual.relation();
    return look(
        Rule.CUTOVER,
        List.of(allowed.text()),
        reading -> {
          if (before.isEmpty() || after.isEmpty()) {
            return new Sight(
                new Seen("compared", actual.name(), ""),
                "",
                1,
                "relation",
                List.of(
                    Observation.fail(
                        SinkCheck.LOST,
                        actual.relationName()
                            + ", which "
                            + actual.environment()
                            + " does not have")));
          }
          ComparedRelations relations = compared(before.get(), after.get());
          KeySets keys = keySets(relations, after.get());
          return new Sight(
              new Seen(
                  "compared",
                  before.get().name()
                      + ", which it reads now,  with  "
                      + Subject.of(after.get()).label()
                      + "  at "
                      + keys.at()
                      + ", on cluster "
                      + reading.cluster(),
                  relations.difference()),
              keys.at(),
              (int) Math.min(keys.oldRows() + keys.newRows(), Integer.MAX_VALUE),
              "rows in either relation",
              allowed.exceeded(keys));
        });
  }

  private ComparedRelations compared(Relation before, Relation after) {
    return ComparedRelations.of(
        before.sqlName(),
        before.columns(),
        after.sqlName(),
        after.columns(),
        actual.contract().key());
  }

  private KeySets keySets(ComparedRelations relations, Relation after) throws SQLException {
    try (ReadSession session = after.session()) {
      return KeySets.read(within(session, options().deadline()), relations);
    }
  }

  private static Queries within(ReadSession session, @Nullable Duration deadline) {
    return new Queries() {
      @Override
      public <T> T query(String sql, ResultReader<T> reader) throws SQLException {
        try {
          return session.query(sql, deadline == null ? session.deadline() : deadline, reader);
        } catch (SQLException e) {
          throw new FailedStatement(sql, e);
        }
      }
    };
  }

  /**
   * Verifies that the sink runs, and that the relation that it will read can be read: a sink whose
   * relation is an error goes on running.
   *
   * <pre>
   * assertThat(green.sink("sinks.delays")).isHealthy();  // passes
   * assertThat(green.sink("sinks.delays")).isHealthy();  // fails: status  stalled (broker …)
   * </pre>
   */
  public SinkAssert isHealthy() {
    isNotNull();
    look(
        Rule.CONNECTORS,
        reading -> {
          Health health = actual.in().health();
          return new Sight(
              seen(health), health.at(), 1, "sink", check(health).connectors(List.of(item())));
        });
    return look(
        Rule.READS,
        reading ->
            RelationReads.of(
                actual.relation().stream().toList(),
                options().deadline(),
                reads(actual),
                reading.cluster()));
  }

  /**
   * Verifies that the sink gets on: that what it has sent is complete up to a later time than
   * before, within a duration.
   *
   * <pre>
   * assertThat(green.sink("sinks.delays")).progressesWithin(ofSeconds(10));  // passes
   * assertThat(green.sink("sinks.delays")).progressesWithin(ofSeconds(10));  // fails: stands at …
   * </pre>
   */
  public SinkAssert progressesWithin(Duration duration) {
    isNotNull();
    Health first = actual.in().health();
    Timing timing = options().timing();
    options().timing(Timing.ONCE.within(duration));
    try {
      return look(
          Rule.CONNECTORS,
          reading -> {
            Health health = actual.in().health();
            return new Sight(
                seen(health),
                health.at(),
                1,
                "sink",
                check(health).standing(List.of(item()), first, duration));
          });
    } finally {
      options().timing(timing);
    }
  }

  /**
   * Verifies that the topic, compacted, holds exactly the rows of the relation that the sink reads
   * now: what it should be after a promotion. The topic is read as it was at the time at which the
   * relation was. Needs the Kafka client {@code org.apache.kafka:kafka-clients} on the class path.
   *
   * <pre>
   * assertThat(green.sink("sinks.delays")).topicEqualsRelation();  // passes
   * assertThat(green.sink("sinks.delays")).topicEqualsRelation();  // fails: stale  topic … relation …
   * </pre>
   *
   * <p>Inconclusive where no broker can be reached, where the sink has no key or another format
   * than JSON, and where it has columns of types whose form in a topic is not known.
   */
  public SinkAssert topicEqualsRelation() {
    isNotNull();
    return look(Rule.TOPIC, new TopicLook(actual, options()));
  }

  private HealthCheck check(Health health) {
    return new HealthCheck(actual.in().catalog(), health);
  }

  private Item item() {
    return actual.in().catalog().snapshot().item(actual.id()).orElseThrow();
  }

  private Seen seen(Health health) {
    return new Seen(
        "read",
        "sink " + actual.name() + "  at " + health.at() + ", in the catalog",
        CatalogLook.statuses(List.of(item())));
  }

  private SinkAssert look(Rule rule, Inspection.Look look) {
    return look(rule, List.of(), look);
  }

  private SinkAssert look(Rule rule, List<String> rules, Inspection.Look look) {
    Inspection inspection = new Inspection(rule, options(), rules, look);
    verify(inspection);
    inspection.tell(actual.findings());
    return myself;
  }

  @Override
  Origin origin() {
    return Origin.of(actual.in());
  }
}
