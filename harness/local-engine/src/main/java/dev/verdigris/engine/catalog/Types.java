package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.ObjectKind;

/** The catalog's types of objects for the parser's kinds. */
final class Types {
  private Types() {}

  static ObjectType of(ObjectKind kind) {
    return switch (kind) {
      case TABLE -> ObjectType.TABLE;
      case VIEW -> ObjectType.VIEW;
      case MATERIALIZED_VIEW -> ObjectType.MATERIALIZED_VIEW;
      case SOURCE -> ObjectType.SOURCE;
      case SINK -> ObjectType.SINK;
      case INDEX -> ObjectType.INDEX;
      case TYPE -> ObjectType.TYPE;
      case ROLE -> ObjectType.ROLE;
      case CLUSTER -> ObjectType.CLUSTER;
      case CLUSTER_REPLICA -> ObjectType.CLUSTER_REPLICA;
      case SECRET -> ObjectType.SECRET;
      case CONNECTION -> ObjectType.CONNECTION;
      case DATABASE -> ObjectType.DATABASE;
      case SCHEMA -> ObjectType.SCHEMA;
      case FUNCTION -> ObjectType.FUNCTION;
      case CONTINUAL_TASK, NETWORK_POLICY -> throw SqlException.unsupported(kind.sql());
    };
  }
}
