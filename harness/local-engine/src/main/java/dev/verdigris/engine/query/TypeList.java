package dev.verdigris.engine.query;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Materialize's types, as its own list names them, and what stands for them in PostgreSQL. */
final class TypeList {
  static final int UNKNOWN_OID = 705;

  /** Types of the engine's own schema {@code mz} in PostgreSQL. */
  private static final Set<String> OWN =
      Set.of("uint2", "uint4", "uint8", "mz_timestamp", "mz_aclitem");

  private static final Set<String> PSEUDO =
      Set.of("any", "internal", "list", "map", "record", "anyelement", "anyarray");

  static final TypeList LOADED = new TypeList();

  private final Map<String, Integer> oids = new HashMap<>();
  private final Map<String, String> schemas = new HashMap<>();
  private final Map<String, String> categories = new HashMap<>();

  private TypeList() {
    for (String[] row : Lists.rows("types")) {
      schemas.put(row[1], row[0]);
      categories.put(row[1], row[2]);
      oids.put(row[1], Integer.valueOf(row[3]));
    }
  }

  boolean has(String name) {
    return oids.containsKey(name);
  }

  /** Whether values of the type can be stored and computed with. */
  boolean hasValues(String name) {
    return has(name) && !name.startsWith("any") && !PSEUDO.contains(name);
  }

  String schema(String name) {
    return schemas.getOrDefault(name, "pg_catalog");
  }

  int oid(String name) {
    Integer oid = oids.get(name);
    if (oid == null) {
      throw new IllegalStateException("no type " + name + " in the list");
    }
    return oid;
  }

  /** The category by which overloads are chosen. */
  String category(SqlType type) {
    return switch (type.kind()) {
      case ARRAY -> "array";
      case LIST, MAP, RECORD -> "pseudo";
      case UNKNOWN -> "unknown";
      case SCALAR -> categories.getOrDefault(type.name(), "user-defined");
    };
  }

  static String display(String name) {
    return switch (name) {
      case "bool" -> "boolean";
      case "int2" -> "smallint";
      case "int4" -> "integer";
      case "int8" -> "bigint";
      case "float4" -> "real";
      case "float8" -> "double precision";
      case "varchar" -> "character varying";
      case "bpchar" -> "character";
      case "char" -> "\"char\"";
      case "time" -> "time";
      case "timestamp" -> "timestamp without time zone";
      case "timestamptz" -> "timestamp with time zone";
      default -> name;
    };
  }

  static String postgres(String name) {
    if (OWN.contains(name)) {
      return "mz." + name;
    }
    return switch (name) {
      case "char" -> "pg_catalog.\"char\"";
      case "regclass", "regproc", "regtype" -> "pg_catalog.oid";
      default -> "pg_catalog." + name;
    };
  }
}
