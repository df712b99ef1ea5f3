package dev.verdigris.engine.subscribe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a subscription makes of the changes of one time. */
public sealed interface SubscribeForm {

  /**
   * Each row that came or went, and how often.
   *
   * @param order of those of one time, as {@code WITHIN TIMESTAMP ORDER BY} wants it; null for the
   *     order of Materialize
   */
  record Differences(@Nullable WithinTimestamp order) implements SubscribeForm {}

  /**
   * The new state of each key: {@code ENVELOPE UPSERT}.
   *
   * @param key positions of the key's columns in the query's, from 0
   */
  record Upsert(List<Integer> key) implements SubscribeForm {}

  /**
   * The state of each key before and after: {@code ENVELOPE DEBEZIUM}.
   *
   * @param key positions of the key's columns in the query's, from 0
   */
  record Debezium(List<Integer> key) implements SubscribeForm {}
}
