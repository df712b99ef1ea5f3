package dev.verdigris.engine.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code EXPLAIN …}. */
public sealed interface ExplainStatement extends Statement {

  /** The stages of planning that can be shown. */
  enum Stage {
    RAW,
    DECORRELATED,
    LOCALLY_OPTIMIZED,
    OPTIMIZED,
    PHYSICAL
  }

  /** How the answer is written. */
  enum Format {
    TEXT,
    VERBOSE_TEXT,
    JSON
  }

  /**
   * {@code EXPLAIN [stage PLAN] [WITH (options)] [AS format] FOR …}.
   *
   * @param stage null if the text does not say
   * @param format null if the text does not say
   */
  record ExplainPlan(
      @Nullable Stage stage, List<Option> options, @Nullable Format format, Explainee explainee)
      implements ExplainStatement {}

  /** {@code EXPLAIN TIMESTAMP FOR select}. */
  record ExplainTimestamp(@Nullable Format format, DataStatement.SelectStatement select)
      implements ExplainStatement {}

  /** {@code EXPLAIN FILTER PUSHDOWN FOR …}. */
  record ExplainFilterPushdown(Explainee explainee) implements ExplainStatement {}

  /** {@code EXPLAIN KEY SCHEMA FOR CREATE SINK …}, or {@code VALUE SCHEMA}. */
  record ExplainSinkSchema(boolean key, @Nullable Format format, CreateStatement.CreateSink sink)
      implements ExplainStatement {}

  /** What is explained. */
  sealed interface Explainee {
    /** An object by name; {@code REPLAN} plans it anew. */
    record ExplainObject(ObjectKind kind, boolean replan, ObjectName name) implements Explainee {}

    /** A statement: a select, or the CREATE of a view, materialized view or index. */
    record ExplainQuery(boolean broken, Statement statement) implements Explainee {}
  }
}
