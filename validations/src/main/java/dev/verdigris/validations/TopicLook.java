package dev.verdigris.validations;

import dev.verdigris.Relation;
import dev.verdigris.Sink;
import dev.verdigris.catalog.Column;
import dev.verdigris.plan.SinkContract;
import dev.verdigris.validations.EstateMessages.Seen;
import dev.verdigris.validations.Inspection.Sight;
import java.math.BigDecimal;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares a sink's topic with the relation that it reads, both as they are at one time. */
final class TopicLook implements Inspection.Look {
  private static final Set<String> ENVELOPES = Set.of("UPSERT", "DEBEZIUM");
  private static final long PAUSE_MILLIS = 100;

  private final Sink sink;
  private final Options options;

  TopicLook(Sink sink, Options options) {
    this.sink = sink;
    this.options = options;
  }

  @Override
  public Sight at(Reading reading) throws SQLException {
    SinkContract contract = sink.contract();
    Optional<Relation> relation = sink.readsNow();
    String obstacle = obstacle(contract, relation);
    if (!obstacle.isEmpty()) {
      return unknown(obstacle);
    }
    List<Column> columns = relation.orElseThrow().columns();
    List<Column> compared =
        columns.stream().filter(column -> SinkValues.of(column.type()).isPresent()).toList();
    List<Column> key = contract.key().stream().flatMap(name -> named(compared, name)).toList();
    Table rows = rows(reading, relation.orElseThrow(), compared);
    long at = rows.number(0);
    Duration deadline = options.deadline() == null ? Duration.ofSeconds(30) : options.deadline();
    if (!sentUpTo(at, deadline)) {
      return unknown(
          "the sink has not sent everything up to " + at + " within " + Timing.words(deadline));
    }
    TopicReader.Content content;
    try {
      content = TopicReader.read(sink.brokers(), contract.topic(), deadline);
    } catch (TopicReader.NotReadable e) {
      return unknown(String.valueOf(e.getMessage()));
    }
    TopicContent topic =
        new TopicContent(
            key, compared, content.records(), contract.envelope().equals("DEBEZIUM"), at);
    List<Observation> observations = certain(topic.differences(values(rows)), content.truncated());
    String left = notCompared(columns, compared);
    if (!left.isEmpty()) {
      observations.add(Observation.unknown("not compared, its form is not known: " + left));
    }
    return new Sight(
        new Seen(
            "compared",
            "topic "
                + contract.topic()
                + "  with  "
                + Subject.of(relation.orElseThrow()).label()
                + "  at "
                + at
                + ", on cluster "
                + reading.cluster(),
            "SELECT * FROM " + relation.orElseThrow()),
        String.valueOf(at),
        Math.max(rows.rows().size() - 1, Math.min(content.records().size(), 1)),
        "rows or records",
        observations);
  }

  /** A topic that drops its oldest records may have had what it lacks. */
  static List<Observation> certain(List<Observation> differences, boolean truncated) {
    List<Observation> certain = new ArrayList<>(differences);
    if (truncated && certain.removeIf(one -> one.label().equals(TopicContent.MISSING))) {
      certain.add(
          Observation.unknown(
              (differences.size() - certain.size())
                  + " keys are not in the topic, which has dropped its oldest records: they may"
                  + " have been sent"));
    }
    return certain;
  }

  private String obstacle(SinkContract contract, Optional<Relation> relation) {
    if (relation.isEmpty()) {
      return "the sink reads nothing that is deployed";
    }
    if (contract.key().isEmpty()) {
      return "the sink has no KEY: nothing tells which record replaces which";
    }
    if (!contract.format().equals("JSON") || !ENVELOPES.contains(contract.envelope())) {
      return "records in FORMAT "
          + contract.format()
          + " ENVELOPE "
          + contract.envelope()
          + " are not understood";
    }
    List<String> unknown =
        relation.get().columns().stream()
            .filter(column -> contract.key().contains(column.name()))
            .filter(column -> SinkValues.of(column.type()).isEmpty())
            .map(Column::name)
            .toList();
    if (!unknown.isEmpty()) {
      return "the form of key columns in a topic is not known: " + String.join(", ", unknown);
    }
    if (!TopicReader.isPossible()) {
      return "org.apache.kafka:kafka-clients is not on the class path";
    }
    List<URI> brokers = sink.brokers();
    return brokers.isEmpty() ? "no broker is known" : "";
  }

  /** The first row has the time, the others the values behind an empty one. */
  private static Table rows(Reading reading, Relation relation, List<Column> columns)
      throws SQLException {
    String empty = columns.stream().map(column -> "NULL::text").collect(Collectors.joining(", "));
    String values = columns.stream().map(SinkValues::sql).collect(Collectors.joining(", "));
    return reading.query(
        "SELECT mz_now()::text AS at, "
            + empty
            + " UNION ALL SELECT NULL::text, "
            + values
            + " FROM "
            + relation
            + " ORDER BY at NULLS LAST");
  }

  private static List<List<@Nullable String>> values(Table rows) {
    List<List<@Nullable String>> values = new ArrayList<>();
    for (List<@Nullable String> row : rows.rows().subList(1, rows.rows().size())) {
      values.add(row.subList(1, row.size()));
    }
    return values;
  }

  /** Whether what the sink has sent becomes complete up to {@code at}. */
  private boolean sentUpTo(long at, Duration deadline) {
    long until = System.nanoTime() + deadline.toNanos();
    while (true) {
      Optional<BigDecimal> frontier =
          sink.in().health().frontiers().getOrDefault(sink.id(), Optional.of(BigDecimal.ZERO));
      if (frontier.isEmpty() || frontier.get().compareTo(BigDecimal.valueOf(at)) > 0) {
        return true;
      }
      if (System.nanoTime() - until > 0) {
        return false;
      }
      pause();
    }
  }

  private static void pause() {
    try {
      // Nobody counts down: the latch is a pause that an interrupt ends.
      if (new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("unreachable");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TimingMessages.interrupted();
    }
  }

  private static java.util.stream.Stream<Column> named(List<Column> columns, String name) {
    return columns.stream().filter(column -> column.name().equals(name));
  }

  private static String notCompared(List<Column> columns, List<Column> compared) {
    return columns.stream()
        .filter(column -> !compared.contains(column))
        .map(column -> column.name() + " (" + column.type() + ")")
        .collect(Collectors.joining(", "));
  }

  private Sight unknown(String reason) {
    return new Sight(
        new Seen("read", "sink " + sink.name() + ", topic " + sink.contract().topic(), ""),
        "",
        1,
        "topic",
        List.of(Observation.unknown(reason)));
  }
}
