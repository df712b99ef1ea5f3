package dev.verdigris.engine.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that read or write rows. */
public sealed interface DataStatement extends Statement {

  /** A query as a statement. */
  record SelectStatement(Query query, @Nullable AsOf asOf) implements DataStatement {}

  /** {@code AS OF [AT LEAST] time}. */
  record AsOf(boolean atLeast, Expr time) {}

  /**
   * {@code INSERT INTO table (columns) …}.
   *
   * @param source null for {@code DEFAULT VALUES}; a {@code DEFAULT} within VALUES is the column
   *     {@code default}, which Materialize refuses
   */
  record Insert(
      ObjectName table,
      List<Ident> columns,
      @Nullable Query source,
      List<Query.SelectItem> returning)
      implements DataStatement {}

  /** {@code UPDATE table SET …}. */
  record Update(
      ObjectName table,
      Query.@Nullable Alias alias,
      List<Assignment> assignments,
      @Nullable Expr where)
      implements DataStatement {}

  /** {@code column = value}. */
  record Assignment(Ident column, Expr value) {}

  /** {@code DELETE FROM table USING … WHERE …}. */
  record Delete(
      ObjectName table, Query.@Nullable Alias alias, List<Query.From> using, @Nullable Expr where)
      implements DataStatement {}

  /**
   * {@code COPY … TO STDOUT}, {@code COPY … FROM STDIN}.
   *
   * @param to whether rows leave the server
   * @param target a location, null for STDOUT and STDIN
   */
  record Copy(CopyRelation relation, boolean to, @Nullable Expr target, List<Option> options)
      implements DataStatement {}

  /** What is copied. */
  sealed interface CopyRelation {
    /** A relation by name. */
    record CopyTable(ObjectName name, List<Ident> columns) implements CopyRelation {}

    /** {@code (SELECT …)}. */
    record CopyQuery(SelectStatement select) implements CopyRelation {}

    /** {@code (SUBSCRIBE …)}. */
    record CopySubscribe(Subscribe subscribe) implements CopyRelation {}
  }

  /** {@code SUBSCRIBE [TO] …}. */
  record Subscribe(
      SubscribeRelation relation,
      List<Option> options,
      @Nullable AsOf asOf,
      @Nullable Expr upTo,
      @Nullable SubscribeOutput output)
      implements DataStatement {}

  /** What is subscribed to. */
  sealed interface SubscribeRelation {
    /** A relation by name. */
    record ToRelation(ObjectName name) implements SubscribeRelation {}

    /** {@code (query)}. */
    record ToQuery(Query query) implements SubscribeRelation {}
  }

  /** In which form changes come, where it is not plain differences. */
  sealed interface SubscribeOutput {
    /** {@code ENVELOPE UPSERT (KEY (columns))}. */
    record UpsertOutput(List<Ident> key) implements SubscribeOutput {}

    /** {@code ENVELOPE DEBEZIUM (KEY (columns))}. */
    record DebeziumOutput(List<Ident> key) implements SubscribeOutput {}

    /** {@code WITHIN TIMESTAMP ORDER BY …}. */
    record WithinTimestamp(List<OrderBy> orderBy) implements SubscribeOutput {}
  }
}
