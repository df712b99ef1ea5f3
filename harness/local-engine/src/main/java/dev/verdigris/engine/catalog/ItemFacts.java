package dev.verdigris.engine.catalog;

import dev.verdigris.engine.sql.Query;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What only items of one type have. */
public sealed interface ItemFacts {

  /** Nothing more: tables, secrets, types, functions, and all that is the server's own. */
  record None() implements ItemFacts {}

  /**
   * A view or materialized view.
   *
   * @param query its query, every name resolved to ids
   * @param constant whether it reads nothing, so that it never changes
   * @param keys positions, from 0, of columns that are unique together; may be more than one such
   *     set, or none
   */
  record Defined(Query query, boolean constant, List<List<Integer>> keys) implements ItemFacts {}

  /**
   * An index.
   *
   * @param on the relation
   * @param keys what it is sorted by
   */
  record Index(ItemId on, List<IndexKey> keys) implements ItemFacts {}

  /**
   * One key of an index.
   *
   * @param position of the column, from 1; null for an expression
   * @param expression the expression as the catalog shows it; null for a column
   * @param nullable whether it may be null
   */
  record IndexKey(@Nullable Integer position, @Nullable String expression, boolean nullable) {}

  /**
   * A Kafka sink.
   *
   * @param from the relation that it reads
   * @param connection the broker that it writes to
   * @param topic where it writes
   * @param key columns of the key; empty: none
   * @param notEnforced whether the key is taken on trust
   * @param envelope {@code upsert} or {@code debezium}
   * @param keyFormat such as {@code json}
   * @param valueFormat such as {@code json}
   * @param version how often {@code ALTER SINK} changed it
   * @param settings all that is rarely said
   */
  record Sink(
      ItemId from,
      ItemId connection,
      String topic,
      List<String> key,
      boolean notEnforced,
      String envelope,
      String keyFormat,
      String valueFormat,
      int version,
      SinkSettings settings)
      implements ItemFacts {}

  /**
   * A load generator source.
   *
   * @param generator such as {@code AUCTION}
   * @param tickMicros how often it makes something, in microseconds; null: only the beginning, or
   *     once a second, as the generator has it
   * @param asOf how many ticks are in its beginning
   * @param upTo the last tick; null: it goes on for ever
   * @param number what only this generator has: TPCH's scale factor, COUNTER's maximum cardinality
   * @param progress the subsource that tells how far it is; null if the source itself does
   */
  record LoadGenerator(
      String generator,
      @Nullable Long tickMicros,
      long asOf,
      @Nullable Long upTo,
      @Nullable String number,
      @Nullable ItemId progress)
      implements ItemFacts {}

  /**
   * A table from a source, or a source's subsource of the older kind.
   *
   * @param source where its rows come from
   * @param output which of the source's outputs it is, such as {@code bids}
   * @param keys positions, from 0, of columns that are unique together
   */
  record Export(ItemId source, String output, List<List<Integer>> keys) implements ItemFacts {}

  /** A subsource that tells how far its source is. */
  record Progress() implements ItemFacts {}

  /**
   * What a sink says beyond where it writes what.
   *
   * @param partitions of its topic, if the sink makes it; null as the broker has it
   * @param replicationFactor of its topic, likewise
   * @param topicConfig further settings of its topic, likewise
   * @param compression of what it sends: {@code none}, {@code gzip}, {@code snappy}, {@code lz4} or
   *     {@code zstd}
   * @param transactionalIdPrefix what the id of its transactions begins with; null: the usual
   * @param headers the column that holds further headers of each record; null: none
   * @param snapshot whether it begins with what its relation holds, or only with what changes later
   */
  record SinkSettings(
      @Nullable Integer partitions,
      @Nullable Integer replicationFactor,
      Map<String, String> topicConfig,
      String compression,
      @Nullable String transactionalIdPrefix,
      @Nullable String headers,
      boolean snapshot) {

    /** What holds where nothing is said. */
    public static final SinkSettings DEFAULT =
        new SinkSettings(null, null, Map.of(), "lz4", null, null, true);

    /** Copies the collection. */
    public SinkSettings {
      topicConfig = Map.copyOf(topicConfig);
    }
  }

  /**
   * A connection.
   *
   * @param kind {@code kafka} or {@code confluent-schema-registry}
   * @param addresses brokers as {@code host:port}, or the registry's URL
   * @param progressTopic where sinks write how far they are; null for all but Kafka
   */
  record Connection(String kind, List<String> addresses, @Nullable String progressTopic)
      implements ItemFacts {}
}
