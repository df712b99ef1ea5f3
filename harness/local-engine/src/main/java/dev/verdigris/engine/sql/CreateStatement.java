package dev.verdigris.engine.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code CREATE …}. */
public sealed interface CreateStatement extends Statement {

  /** What happens if the name is taken. */
  enum IfExists {
    ERROR,
    SKIP,
    REPLACE
  }

  /** {@code CREATE DATABASE}. */
  record CreateDatabase(Ident name, boolean ifNotExists) implements CreateStatement {}

  /** {@code CREATE SCHEMA}. */
  record CreateSchema(ObjectName name, boolean ifNotExists) implements CreateStatement {}

  /** {@code CREATE CLUSTER name (options)}. */
  record CreateCluster(Ident name, List<Option> options) implements CreateStatement {}

  /** {@code CREATE CLUSTER REPLICA cluster.name options}. */
  record CreateClusterReplica(Ident cluster, Ident name, List<Option> options)
      implements CreateStatement {}

  /** {@code CREATE [TEMPORARY] TABLE name (…)}. */
  record CreateTable(
      ObjectName name,
      List<ColumnDefinition> columns,
      List<TableConstraint> constraints,
      boolean ifNotExists,
      boolean temporary,
      List<Option> options)
      implements CreateStatement {}

  /**
   * {@code CREATE TABLE name FROM SOURCE source (REFERENCE reference)}.
   *
   * @param columns what the source's data look like; a user does not write it, the stored form has
   *     it
   * @param reference which of the source's upstream objects
   */
  record CreateTableFromSource(
      ObjectName name,
      List<ColumnDefinition> columns,
      List<TableConstraint> constraints,
      boolean ifNotExists,
      ObjectName source,
      @Nullable ObjectName reference,
      List<Option> options)
      implements CreateStatement {}

  /** One column of a table. */
  record ColumnDefinition(
      Ident name, TypeName type, @Nullable ObjectName collation, List<ColumnOption> options) {}

  /** What a column's definition says beside its type. */
  sealed interface ColumnOption {
    /** The constraint's name, if one is given. */
    @Nullable Ident name();

    /** {@code NULL}. */
    record NullAllowed(@Nullable Ident name) implements ColumnOption {}

    /** {@code NOT NULL}. */
    record NotNull(@Nullable Ident name) implements ColumnOption {}

    /** {@code DEFAULT value}. */
    record Default(@Nullable Ident name, Expr value) implements ColumnOption {}

    /** {@code UNIQUE} or {@code PRIMARY KEY}. */
    record Unique(@Nullable Ident name, boolean primary) implements ColumnOption {}

    /** {@code REFERENCES table (columns)}. */
    record References(@Nullable Ident name, ObjectName table, List<Ident> columns)
        implements ColumnOption {}

    /** {@code CHECK (expr)}. */
    record Check(@Nullable Ident name, Expr expr) implements ColumnOption {}
  }

  /** What a table's definition says beside its columns. */
  sealed interface TableConstraint {
    /** The constraint's name, if one is given. */
    @Nullable Ident name();

    /** {@code UNIQUE (columns)} or {@code PRIMARY KEY (columns)}. */
    record Unique(@Nullable Ident name, boolean primary, List<Ident> columns)
        implements TableConstraint {}

    /** {@code FOREIGN KEY (columns) REFERENCES table (columns)}. */
    record ForeignKey(
        @Nullable Ident name, List<Ident> columns, ObjectName table, List<Ident> referenced)
        implements TableConstraint {}

    /** {@code CHECK (expr)}. */
    record Check(@Nullable Ident name, Expr expr) implements TableConstraint {}
  }

  /** {@code CREATE [OR REPLACE] [TEMPORARY] VIEW}. */
  record CreateView(
      ObjectName name, List<Ident> columns, Query query, IfExists ifExists, boolean temporary)
      implements CreateStatement {}

  /**
   * {@code CREATE [OR REPLACE] MATERIALIZED VIEW}.
   *
   * @param cluster the one that computes it, null for the session's
   * @param asOf the timestamp that its data begin at: only the stored form has one
   */
  record CreateMaterializedView(
      ObjectName name,
      List<Ident> columns,
      @Nullable ClusterName cluster,
      Query query,
      IfExists ifExists,
      List<Option> options,
      @Nullable Long asOf)
      implements CreateStatement {}

  /**
   * {@code CREATE [DEFAULT] INDEX}.
   *
   * @param name null lets the server choose one
   * @param keys null for a default index
   */
  record CreateIndex(
      @Nullable Ident name,
      @Nullable ClusterName cluster,
      ObjectName on,
      @Nullable List<Expr> keys,
      List<Option> options,
      boolean ifNotExists)
      implements CreateStatement {}

  /**
   * {@code CREATE SINK}.
   *
   * @param name null only inside an EXPLAIN
   */
  record CreateSink(
      @Nullable ObjectName name,
      @Nullable ClusterName cluster,
      boolean ifNotExists,
      ObjectName from,
      ObjectName connection,
      List<Option> connectionOptions,
      @Nullable SinkKey key,
      @Nullable Ident headers,
      @Nullable SinkFormat format,
      @Nullable Envelope envelope,
      List<Option> options)
      implements CreateStatement {}

  /** {@code KEY (columns) [NOT ENFORCED]}. */
  record SinkKey(List<Ident> columns, boolean notEnforced) {}

  /** How records are encoded. */
  sealed interface Format {
    /** {@code JSON}, {@code TEXT} or {@code BYTES}, in upper case. */
    record Simple(String name) implements Format {}

    /** {@code AVRO USING CONFLUENT SCHEMA REGISTRY CONNECTION connection}. */
    record Avro(ObjectName registry, List<Option> options) implements Format {}
  }

  /** {@code FORMAT value}, or {@code KEY FORMAT key VALUE FORMAT value}. */
  record SinkFormat(@Nullable Format key, Format value) {}

  /** What a record says about a change. */
  enum Envelope {
    UPSERT,
    DEBEZIUM
  }

  /**
   * {@code CREATE SOURCE name FROM LOAD GENERATOR generator}.
   *
   * @param generator such as {@code AUCTION}, in upper case
   * @param allTables whether it says {@code FOR ALL TABLES}
   * @param progress the subsource that tells how far it is; null lets the server choose, or have
   *     none
   */
  record CreateLoadGenerator(
      ObjectName name,
      @Nullable ClusterName cluster,
      boolean ifNotExists,
      String generator,
      List<Option> generatorOptions,
      boolean allTables,
      @Nullable ObjectName progress,
      List<Option> options)
      implements CreateStatement {}

  /**
   * {@code CREATE SUBSOURCE name (…) OF SOURCE source}: how a source's tables of the older kind are
   * stored. No user writes it.
   *
   * @param source null for a source's progress
   */
  record CreateSubsource(
      ObjectName name,
      List<ColumnDefinition> columns,
      List<TableConstraint> constraints,
      @Nullable ObjectName source,
      List<Option> options)
      implements CreateStatement {}

  /**
   * {@code CREATE CONNECTION name TO type (options)}.
   *
   * @param type such as {@code KAFKA} or {@code CONFLUENT SCHEMA REGISTRY}
   */
  record CreateConnection(
      ObjectName name,
      boolean ifNotExists,
      String type,
      List<Option> options,
      List<Option> withOptions)
      implements CreateStatement {}

  /** {@code CREATE SECRET name AS value}. */
  record CreateSecret(ObjectName name, boolean ifNotExists, Expr value)
      implements CreateStatement {}

  /**
   * {@code CREATE ROLE name [WITH] options}.
   *
   * @param options such as {@code LOGIN}, in upper case
   */
  record CreateRole(Ident name, List<String> options) implements CreateStatement {}

  /** {@code CREATE TYPE name AS …}. */
  record CreateType(ObjectName name, TypeDefinition definition) implements CreateStatement {}

  /** What a type is made of. */
  sealed interface TypeDefinition {
    /** {@code AS LIST (ELEMENT TYPE = type)}. */
    record ListType(List<TypeOption> options) implements TypeDefinition {}

    /** {@code AS MAP (KEY TYPE = type, VALUE TYPE = type)}. */
    record MapType(List<TypeOption> options) implements TypeDefinition {}

    /** {@code AS (column type, …)}. */
    record RecordType(List<ColumnDefinition> columns) implements TypeDefinition {}
  }

  /** One {@code KEY TYPE = type}. */
  record TypeOption(String name, TypeName type) {}
}
