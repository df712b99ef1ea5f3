package dev.verdigris.engine.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code NAME = value} of an option list.
 *
 * @param name its words in upper case, such as {@code REPLICATION FACTOR}
 * @param value its value; null if the text has none, which for a switch means true
 */
public record Option(String name, @Nullable Value value) {

  /** What an option is set to. */
  public sealed interface Value {
    /** A string, number, boolean, null or interval. */
    record Literal(Expr expr) implements Value {}

    /** A bare word or a name. */
    record Name(ObjectName name) implements Value {}

    /** {@code SECRET name}. */
    record Secret(ObjectName name) implements Value {}

    /** {@code (a, b)} or {@code [a, b]}. */
    record Sequence(List<Value> values) implements Value {}

    /** {@code REPLICAS (r1 (SIZE …), …)}. */
    record Replicas(List<Replica> replicas) implements Value {}

    /**
     * A cluster's schedule.
     *
     * @param onRefresh false for {@code MANUAL}
     */
    record Schedule(boolean onRefresh, List<Option> options) implements Value {}

    /** When a materialized view is computed. */
    record Refresh(RefreshKind kind, @Nullable Expr at, @Nullable Expr alignedTo)
        implements Value {}

    /** {@code FOR '…'}: how far back history goes. */
    record RetainFor(Expr duration) implements Value {}
  }

  /** One replica of an unmanaged cluster. */
  public record Replica(Ident name, List<Option> options) {}

  /** The kinds of {@link Value.Refresh}. */
  public enum RefreshKind {
    ON_COMMIT,
    AT,
    EVERY
  }
}
