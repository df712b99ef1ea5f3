package dev.verdigris.project;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement of a model's file: what it says, and where the names stand that change in green. */
sealed interface ParsedStatement {

  /** Its tokens, without the semicolon. */
  List<SqlToken> tokens();

  /** The object that it is about. */
  SqlName object();

  default int start() {
    return tokens().get(0).start();
  }

  default int end() {
    return tokens().get(tokens().size() - 1).end();
  }

  /**
   * {@code IN CLUSTER name}, or the place where it can be inserted.
   *
   * @param name the exact name, or null where there is no such clause
   * @param start offset of the clause, or where to insert it
   * @param end offset behind the clause; {@code start} where there is none
   */
  record ClusterClause(@Nullable SqlToken name, int start, int end) {}

  /** {@code CREATE [MATERIALIZED] VIEW}. */
  record Create(
      List<SqlToken> tokens,
      ModelKind kind,
      SqlName object,
      ClusterClause cluster,
      RelationFinder.Found query)
      implements ParsedStatement {}

  /**
   * {@code CREATE [DEFAULT] INDEX}.
   *
   * @param name its name, or null
   * @param nameAt where a name can be inserted
   * @param object what it is an index of
   * @param rest tokens behind the object: method, columns, options
   * @param columns for a name of ours: each column, {@code expr} for what is none, empty for a
   *     default index
   */
  record Index(
      List<SqlToken> tokens,
      boolean isDefault,
      @Nullable SqlToken name,
      int nameAt,
      ClusterClause cluster,
      SqlName object,
      List<SqlToken> rest,
      List<String> columns)
      implements ParsedStatement {}

  /**
   * {@code COMMENT ON}.
   *
   * @param target what it is on, in capitals: VIEW, MATERIALIZED VIEW, COLUMN or INDEX
   * @param object the relation; for an index the index
   * @param column the column, or null
   * @param text the comment, or null for {@code IS NULL}
   */
  record Comment(
      List<SqlToken> tokens,
      String target,
      SqlName object,
      @Nullable SqlToken column,
      @Nullable String text)
      implements ParsedStatement {}

  /** {@code GRANT … ON … TO …}. */
  record Grant(
      List<SqlToken> tokens, List<String> privileges, SqlName object, List<String> grantees)
      implements ParsedStatement {}
}
