package dev.verdigris.engine.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ALTER …}. */
public sealed interface AlterStatement extends Statement {

  /**
   * {@code ALTER kind name RENAME TO newName}: of items, schemas, clusters and replicas.
   *
   * @param name a replica's is {@code cluster.replica}
   */
  record Rename(ObjectKind kind, boolean ifExists, ObjectName name, Ident newName)
      implements AlterStatement {}

  /** {@code ALTER SCHEMA name SWAP WITH other}, or {@code ALTER CLUSTER}. */
  record Swap(ObjectKind kind, boolean ifExists, ObjectName name, Ident other)
      implements AlterStatement {}

  /** {@code ALTER kind name OWNER TO role}. */
  record OwnerTo(ObjectKind kind, boolean ifExists, ObjectName name, Ident newOwner)
      implements AlterStatement {}

  /** {@code ALTER SINK name SET FROM relation}. */
  record SinkSetFrom(boolean ifExists, ObjectName name, ObjectName from)
      implements AlterStatement {}

  /** {@code ALTER CLUSTER name SET (options)}. */
  record ClusterSet(boolean ifExists, Ident name, List<Option> options) implements AlterStatement {}

  /**
   * {@code ALTER CLUSTER name RESET (options)}.
   *
   * @param options their names, in upper case
   */
  record ClusterReset(boolean ifExists, Ident name, List<String> options)
      implements AlterStatement {}

  /** {@code ALTER TABLE name ADD COLUMN …}. */
  record AddColumn(
      boolean ifExists,
      ObjectName name,
      boolean ifColumnNotExists,
      CreateStatement.ColumnDefinition column)
      implements AlterStatement {}

  /** {@code ALTER ROLE name SET variable = values}; an empty list is DEFAULT. */
  record RoleSet(Ident role, Ident variable, List<SessionStatement.SetValue> values)
      implements AlterStatement {}

  /** {@code ALTER ROLE name RESET variable}. */
  record RoleReset(Ident role, Ident variable) implements AlterStatement {}

  /** {@code ALTER ROLE name [WITH] options}. */
  record RoleOptions(Ident role, List<String> options) implements AlterStatement {}

  /** {@code ALTER SYSTEM SET variable = values}; an empty list is DEFAULT. */
  record SystemSet(Ident variable, List<SessionStatement.SetValue> values)
      implements AlterStatement {}

  /** {@code ALTER SYSTEM RESET variable}; null for ALL. */
  record SystemReset(@Nullable Ident variable) implements AlterStatement {}

  /** {@code ALTER SECRET name AS value}. */
  record SecretValue(boolean ifExists, ObjectName name, Expr value) implements AlterStatement {}

  /** {@code VALIDATE CONNECTION name}. */
  record ValidateConnection(ObjectName name) implements AlterStatement {}
}
