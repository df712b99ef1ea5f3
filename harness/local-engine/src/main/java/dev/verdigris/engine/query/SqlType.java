package dev.verdigris.engine.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type of Materialize.
 *
 * @param kind what sort of type it is
 * @param name the short name of a scalar or pseudo type, such as {@code int4}; of the others {@code
 *     array}, {@code list}, {@code map}, {@code record}
 * @param modifier scale of a numeric, length of a varchar or bpchar, precision of a timestamp; -1
 *     if none
 * @param element of an array, list or map
 * @param fields of a record
 */
public record SqlType(
    Kind kind, String name, int modifier, @Nullable SqlType element, List<Field> fields) {

  /** The sorts of types. */
  public enum Kind {
    /** A type by name only. */
    SCALAR,
    /** An array. */
    ARRAY,
    /** Materialize's list. */
    LIST,
    /** Materialize's map from text. */
    MAP,
    /** A row of fields. */
    RECORD,
    /** A literal or parameter whose type is not settled yet. */
    UNKNOWN
  }

  /** A field of a record. */
  public record Field(String name, SqlType type) {}

  /** {@code bool}. */
  public static final SqlType BOOL = scalar("bool");

  /** {@code int2}. */
  public static final SqlType INT2 = scalar("int2");

  /** {@code int4}. */
  public static final SqlType INT4 = scalar("int4");

  /** {@code int8}. */
  public static final SqlType INT8 = scalar("int8");

  /** {@code float4}. */
  public static final SqlType FLOAT4 = scalar("float4");

  /** {@code float8}. */
  public static final SqlType FLOAT8 = scalar("float8");

  /** {@code numeric} of any scale. */
  public static final SqlType NUMERIC = scalar("numeric");

  /** {@code text}. */
  public static final SqlType TEXT = scalar("text");

  /** {@code timestamp}. */
  public static final SqlType TIMESTAMP = scalar("timestamp");

  /** {@code timestamptz}. */
  public static final SqlType TIMESTAMPTZ = scalar("timestamptz");

  /** {@code date}. */
  public static final SqlType DATE = scalar("date");

  /** {@code interval}. */
  public static final SqlType INTERVAL = scalar("interval");

  /** {@code jsonb}. */
  public static final SqlType JSONB = scalar("jsonb");

  /** {@code mz_timestamp}. */
  public static final SqlType MZ_TIMESTAMP = scalar("mz_timestamp");

  /** What a literal or parameter has before its context settles it. */
  public static final SqlType UNKNOWN = new SqlType(Kind.UNKNOWN, "unknown", -1, null, List.of());

  /** A scalar or pseudo type by its short name. */
  public static SqlType scalar(String name) {
    return new SqlType(Kind.SCALAR, name, -1, null, List.of());
  }

  /** An array of {@code element}; an array of arrays is one array. */
  public static SqlType array(SqlType element) {
    return element.kind == Kind.ARRAY
        ? element
        : new SqlType(Kind.ARRAY, "array", -1, element, List.of());
  }

  /** A list of {@code element}. */
  public static SqlType list(SqlType element) {
    return new SqlType(Kind.LIST, "list", -1, element, List.of());
  }

  /** A map from text to {@code element}. */
  public static SqlType map(SqlType element) {
    return new SqlType(Kind.MAP, "map", -1, element, List.of());
  }

  /** A record. */
  public static SqlType record(List<Field> fields) {
    return new SqlType(Kind.RECORD, "record", -1, null, List.copyOf(fields));
  }

  /** The same type with another modifier. */
  public SqlType withModifier(int newModifier) {
    return newModifier == modifier ? this : new SqlType(kind, name, newModifier, element, fields);
  }

  /** Whether this is the scalar type {@code other}, whatever its modifier. */
  public boolean is(String other) {
    return kind == Kind.SCALAR && name.equals(other);
  }

  /** Whether both are the same type, whatever their modifiers. */
  public boolean sameAs(SqlType other) {
    if (kind != other.kind || !name.equals(other.name)) {
      return false;
    }
    if (element != null && other.element != null) {
      return element.sameAs(other.element);
    }
    if (kind != Kind.RECORD) {
      return true;
    }
    if (fields.size() != other.fields.size()) {
      return false;
    }
    for (int i = 0; i < fields.size(); i++) {
      if (!fields.get(i).type().sameAs(other.fields.get(i).type())) {
        return false;
      }
    }
    return true;
  }

  /** The element; only for arrays, lists and maps. */
  public SqlType elementType() {
    if (element == null) {
      throw new IllegalStateException(name + " has no elements");
    }
    return element;
  }

  /** The name that goes with {@link #oid()} on the wire and in catalogs, such as {@code _int4}. */
  public String wireName() {
    return kind == Kind.ARRAY ? "_" + elementType().wireName() : name;
  }

  /** Materialize's oid of this type. */
  public int oid() {
    return kind == Kind.UNKNOWN ? TypeList.UNKNOWN_OID : TypeList.LOADED.oid(wireName());
  }

  /** The type modifier on the wire, -1 if there is none. */
  public int typmod() {
    return switch (name) {
      case "numeric" -> (39 << 16 | (modifier < 0 ? 39 : modifier)) + 4;
      case "varchar", "bpchar" -> modifier < 0 ? -1 : modifier + 4;
      default -> modifier;
    };
  }

  /** The name in Materialize's messages and catalogs, such as {@code integer[]}. */
  public String display() {
    return switch (kind) {
      case ARRAY -> elementType().display() + "[]";
      case LIST -> elementType().display() + " list";
      case MAP -> "map[text=>" + elementType().display() + "]";
      case RECORD, UNKNOWN -> name;
      case SCALAR -> TypeList.display(name) + displayModifier();
    };
  }

  private String displayModifier() {
    if (modifier < 0) {
      return "";
    }
    return name.equals("numeric") ? "(39," + modifier + ")" : "(" + modifier + ")";
  }

  /** The PostgreSQL type that holds values of this type in the engine's store. */
  public String postgres() {
    return switch (kind) {
      case ARRAY -> elementType().postgres() + "[]";
      case LIST, MAP -> "pg_catalog.jsonb";
      case RECORD -> "record";
      case UNKNOWN -> "pg_catalog.text";
      case SCALAR -> TypeList.postgres(name);
    };
  }
}
