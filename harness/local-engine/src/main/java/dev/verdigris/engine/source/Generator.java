package dev.verdigris.engine.source;

import dev.verdigris.engine.catalog.ItemFacts;
import java.util.function.LongUnaryOperator;

/**
 * Makes the rows of a source's outputs. It keeps nothing: what an output holds after a number of
 * ticks, and what one tick changes, follow from that number alone, so that a table that is made
 * late, or goes on after a restart, has the same rows as every other.
 */
interface Generator {

  /** Takes what happens to one output. */
  interface Rows {
    /** A row comes; its values as PostgreSQL reads them. */
    void insert(Object... values);

    /** All rows go whose first column has this value. */
    void delete(long first);
  }

  /** What an output holds after {@code tick} ticks. */
  void snapshot(String output, long tick, Rows rows);

  /** What the {@code tick}th tick changes; the first one is 1. */
  void tick(String output, long tick, Rows rows);

  /**
   * The generator of a source.
   *
   * @param times when a tick is, in milliseconds since 1970
   */
  static Generator of(ItemFacts.LoadGenerator source, LongUnaryOperator times) {
    return switch (source.generator()) {
      case "COUNTER" ->
          new CounterGenerator(source.number() == null ? null : Long.valueOf(source.number()));
      case "AUCTION" -> new AuctionGenerator(times);
      case "TPCH" -> new TpchGenerator(new TpchScale(String.valueOf(source.number())));
      default -> throw new IllegalStateException("no generator " + source.generator());
    };
  }
}
