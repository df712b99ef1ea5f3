package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.catalog.ObjectType;
import dev.verdigris.engine.sql.CreateStatement.ColumnDefinition;
import dev.verdigris.engine.sql.CreateStatement.CreateType;
import dev.verdigris.engine.sql.CreateStatement.TypeDefinition;
import dev.verdigris.engine.sql.CreateStatement.TypeOption;
import dev.verdigris.engine.sql.Ident;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.Parser;
import dev.verdigris.engine.sql.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What types are meant by names in the text. */
final class TypeNames {
  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("integer", "int4"),
          Map.entry("int", "int4"),
          Map.entry("smallint", "int2"),
          Map.entry("bigint", "int8"),
          Map.entry("boolean", "bool"),
          Map.entry("real", "float4"),
          Map.entry("double", "float8"),
          Map.entry("float", "float8"),
          Map.entry("decimal", "numeric"),
          Map.entry("dec", "numeric"),
          Map.entry("json", "jsonb"),
          Map.entry("string", "text"),
          Map.entry("bytes", "bytea"));

  private final Planning planning;

  TypeNames(Planning planning) {
    this.planning = planning;
  }

  SqlType resolve(TypeName type) {
    if (type instanceof TypeName.ArrayOf array) {
      return SqlType.array(resolve(array.element()));
    }
    if (type instanceof TypeName.ListOf list) {
      return SqlType.list(resolve(list.element()));
    }
    if (type instanceof TypeName.MapOf map) {
      if (!resolve(map.key()).is("text")) {
        throw SqlException.internal("map keys must be of type text");
      }
      return SqlType.map(resolve(map.value()));
    }
    TypeName.Named named = (TypeName.Named) type;
    return modified(byName(named.name()), named.modifiers());
  }

  /** A type by its name alone. */
  SqlType byName(ObjectName name) {
    String last = name.last().value();
    String known = SYNONYMS.getOrDefault(last, last);
    List<Ident> qualifiers = name.qualifiers();
    boolean qualified = !qualifiers.isEmpty();
    String schema = qualified ? qualifiers.get(qualifiers.size() - 1).value() : "";
    boolean elsewhere = qualified && !TypeList.LOADED.schema(known).equals(schema);
    if (elsewhere || !isType(known)) {
      Item made = made(name);
      if (made != null) {
        CreateType create =
            (CreateType) Parser.parse(Objects.requireNonNull(made.createSql())).get(0);
        return define(create.definition());
      }
      if (planning.state.names(planning.session).findType(name.names()).isPresent()) {
        throw SqlException.unsupported("type " + name);
      }
      throw QueryErrors.noType(name.toString());
    }
    return Polymorphic.named(known);
  }

  /** The type that a user made and that a name means; null if it means another, or none. */
  @Nullable Item made(ObjectName name) {
    String id = name.id();
    Item item =
        id == null
            ? planning.state.names(planning.session).findType(name.names()).orElse(null)
            : planning.state.item(new ItemId(id));
    return item == null || item.isSystem() || item.type() != ObjectType.TYPE ? null : item;
  }

  /** What a CREATE TYPE says; the name is only another name for it. */
  SqlType define(TypeDefinition definition) {
    if (definition instanceof TypeDefinition.ListType list) {
      return SqlType.list(option("LIST", list.options(), "ELEMENT TYPE"));
    }
    if (definition instanceof TypeDefinition.MapType map) {
      if (!option("MAP", map.options(), "KEY TYPE").is("text")) {
        throw SqlException.unsupported("a type of a map whose keys are not text");
      }
      return SqlType.map(option("MAP", map.options(), "VALUE TYPE"));
    }
    List<SqlType.Field> fields = new ArrayList<>();
    for (ColumnDefinition column : ((TypeDefinition.RecordType) definition).columns()) {
      fields.add(new SqlType.Field(column.name().value(), resolve(column.type())));
    }
    return SqlType.record(fields);
  }

  private SqlType option(String kind, List<TypeOption> options, String name) {
    List<TypeOption> given = options.stream().filter(o -> o.name().equals(name)).toList();
    if (given.size() != 1 || !(given.get(0).type() instanceof TypeName.Named named)) {
      throw SqlException.unsupported("CREATE TYPE … AS " + kind + " without one named " + name);
    }
    SqlType type = resolve(named);
    if (type.is("bpchar")) {
      throw SqlException.internal("embedding char type in a list or map not yet supported");
    }
    return type;
  }

  /** Whether values of the type are records or hold some; those are not stored. */
  static boolean holdsRecord(SqlType type) {
    return type.kind() == SqlType.Kind.RECORD
        || (type.element() != null && holdsRecord(type.elementType()));
  }

  private static boolean isType(String name) {
    return TypeList.LOADED.hasValues(name);
  }

  /** The name that a result column has that is a cast to this type. */
  static String columnName(SqlType type) {
    return switch (type.kind()) {
      case LIST -> columnName(type.elementType()) + " list";
      case MAP -> "map";
      default -> type.wireName();
    };
  }

  private static SqlType modified(SqlType type, List<Long> modifiers) {
    if (modifiers.isEmpty()) {
      return type;
    }
    long first = modifiers.get(0);
    return switch (type.name()) {
      case "numeric" -> numeric(modifiers);
      case "varchar", "bpchar" -> {
        if (first < 1 || first > 10_485_760) {
          throw SqlException.internal(
              "length for type "
                  + TypeList.display(type.name())
                  + " must be between 1 and 10485760");
        }
        yield type.withModifier((int) first);
      }
      case "timestamp", "timestamptz" -> {
        if (first < 0 || first > 6) {
          throw SqlException.internal("precision for type timestamp must be between 0 and 6");
        }
        yield type.withModifier((int) first);
      }
      default ->
          throw SqlException.internal(
              "type modifiers are not supported on type \"" + type.name() + "\"");
    };
  }

  private static SqlType numeric(List<Long> modifiers) {
    long precision = modifiers.get(0);
    if (precision < 1 || precision > 39) {
      throw SqlException.internal("precision for type numeric must be between 1 and 39");
    }
    long scale = modifiers.size() > 1 ? modifiers.get(1) : 0;
    if (scale < 0 || scale > precision) {
      throw SqlException.internal(
          "scale for type numeric must be between 0 and precision " + precision);
    }
    return SqlType.NUMERIC.withModifier((int) scale);
  }
}
