package dev.verdigris.engine.sql;

import java.util.List;

/** Which options each list takes, in the order in which Materialize's errors name them. */
final class OptionNames {
  static final List<String> CLUSTER =
      List.of(
          "AVAILABILITY ZONES",
          "DISK",
          "INTROSPECTION DEBUGGING",
          "INTROSPECTION INTERVAL",
          "MANAGED",
          "REPLICAS",
          "REPLICATION FACTOR",
          "SIZE",
          "SCHEDULE",
          "WORKLOAD CLASS");

  static final List<String> REPLICA =
      List.of(
          "AVAILABILITY ZONE",
          "BILLED AS",
          "COMPUTE ADDRESSES",
          "COMPUTECTL ADDRESSES",
          "DISK",
          "INTERNAL",
          "INTROSPECTION DEBUGGING",
          "INTROSPECTION INTERVAL",
          "SIZE",
          "STORAGE ADDRESSES",
          "STORAGECTL ADDRESSES",
          "WORKERS");

  static final List<String> SCHEDULE = List.of("HYDRATION TIME ESTIMATE");

  static final List<String> QUERY_HINTS =
      List.of(
          "EXPECTED GROUP SIZE",
          "AGGREGATE INPUT GROUP SIZE",
          "DISTINCT ON INPUT GROUP SIZE",
          "LIMIT INPUT GROUP SIZE");

  static final List<String> RECURSION =
      List.of("RECURSION LIMIT", "ERROR AT RECURSION LIMIT", "RETURN AT RECURSION LIMIT");

  static final List<String> TABLE = List.of("PARTITION BY", "RETAIN HISTORY", "REDACTED");

  static final List<String> TABLE_FROM_SOURCE =
      List.of("TEXT COLUMNS", "EXCLUDE COLUMNS", "DETAILS", "PARTITION BY", "RETAIN HISTORY");

  static final List<String> REFERENCE = List.of("REFERENCE");

  static final List<String> MATERIALIZED_VIEW =
      List.of("ASSERT NOT NULL", "PARTITION BY", "RETAIN HISTORY", "REFRESH");

  static final List<String> INDEX = List.of("RETAIN HISTORY");

  static final List<String> KAFKA_SINK =
      List.of(
          "COMPRESSION TYPE",
          "PARTITION BY",
          "PROGRESS GROUP ID PREFIX",
          "TOPIC",
          "TOPIC PARTITION COUNT",
          "TOPIC REPLICATION FACTOR",
          "TOPIC CONFIG",
          "TOPIC METADATA REFRESH INTERVAL",
          "TRANSACTIONAL ID PREFIX",
          "LEGACY IDS");

  static final List<String> SINK =
      List.of("COMMIT INTERVAL", "PARTITION STRATEGY", "SNAPSHOT", "VERSION");

  static final List<String> AVRO_SINK =
      List.of(
          "AVRO KEY FULLNAME",
          "AVRO VALUE FULLNAME",
          "NULL DEFAULTS",
          "DOC ON",
          "KEY COMPATIBILITY LEVEL",
          "VALUE COMPATIBILITY LEVEL");

  static final List<String> LOAD_GENERATOR =
      List.of(
          "AS OF",
          "BATCH SIZE",
          "KEYS",
          "MAX CARDINALITY",
          "PARTITIONS",
          "SCALE FACTOR",
          "SEED",
          "SNAPSHOT ROUNDS",
          "TICK INTERVAL",
          "TRANSACTIONAL SNAPSHOT",
          "UP TO",
          "VALUE SIZE");

  static final List<String> SOURCE =
      List.of("IGNORE KEYS", "RETAIN HISTORY", "TIMELINE", "TIMESTAMP INTERVAL");

  static final List<String> SUBSOURCE = List.of("PROGRESS", "EXTERNAL REFERENCE", "DETAILS");

  static final List<String> CONNECTION =
      List.of(
          "BROKER",
          "BROKERS",
          "PASSWORD",
          "PROGRESS TOPIC",
          "PROGRESS TOPIC REPLICATION FACTOR",
          "SASL MECHANISMS",
          "SASL PASSWORD",
          "SASL USERNAME",
          "SECURITY PROTOCOL",
          "SSL CERTIFICATE",
          "SSL CERTIFICATE AUTHORITY",
          "SSL KEY",
          "URL",
          "USERNAME");

  static final List<String> CREATE_CONNECTION = List.of("VALIDATE");

  static final List<String> SUBSCRIBE = List.of("SNAPSHOT", "PROGRESS");

  static final List<String> FETCH = List.of("TIMEOUT");

  static final List<String> COPY =
      List.of(
          "AWS CONNECTION",
          "DELIMITER",
          "ESCAPE",
          "FILES",
          "FORMAT",
          "HEADER",
          "MAX FILE SIZE",
          "NULL",
          "PATTERN",
          "QUOTE");

  static final List<String> EXPLAIN =
      List.of(
          "ARITY",
          "CARDINALITY",
          "COLUMN NAMES",
          "EQUIVALENCES",
          "FILTER PUSHDOWN",
          "HUMANIZED EXPRESSIONS",
          "JOIN IMPLEMENTATIONS",
          "KEYS",
          "LINEAR CHAINS",
          "NO FAST PATH",
          "NO NOTICES",
          "NODE IDENTIFIERS",
          "NON NEGATIVE",
          "RAW PLANS",
          "RAW SYNTAX",
          "REDACTED",
          "SUBTREE SIZE",
          "TIMING",
          "TYPES");

  private OptionNames() {}
}
