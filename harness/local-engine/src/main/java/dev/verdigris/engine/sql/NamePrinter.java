package dev.verdigris.engine.sql;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes names and types in a style. */
final class NamePrinter {
  /** Words that mean another type than the one of that name, unless quoted. */
  private static final Set<String> TYPE_WORDS =
      Set.of(
          "bigint",
          "boolean",
          "bytes",
          "char",
          "character",
          "dec",
          "decimal",
          "double",
          "float",
          "int",
          "integer",
          "json",
          "map",
          "real",
          "smallint",
          "string",
          "time",
          "timestamp");

  private final SqlStyle style;

  NamePrinter(SqlStyle style) {
    this.style = style;
  }

  String ident(Ident ident) {
    return ident(ident.value());
  }

  String ident(String name) {
    return style == SqlStyle.STORED ? Names.quoted(name) : Names.quotedIfNeeded(name);
  }

  String idents(List<Ident> idents) {
    return idents.stream().map(this::ident).collect(Collectors.joining(", "));
  }

  String dotted(List<Ident> parts) {
    return parts.stream().map(this::ident).collect(Collectors.joining("."));
  }

  String item(ObjectName name) {
    String dotted = dotted(name.parts());
    return name.id() == null || style == SqlStyle.SHOWN
        ? dotted
        : "[" + name.id() + " AS " + dotted + "]";
  }

  /** A function's name, which is never shown with its id. */
  String function(ObjectName name) {
    return dotted(name.parts());
  }

  String items(List<ObjectName> names) {
    return names.stream().map(this::item).collect(Collectors.joining(", "));
  }

  String cluster(ClusterName cluster) {
    Ident name = cluster.name();
    boolean byId = cluster.id() != null && (name == null || style != SqlStyle.SHOWN);
    return byId ? "[" + cluster.id() + "]" : name == null ? "" : ident(name);
  }

  String type(TypeName type) {
    if (type instanceof TypeName.ArrayOf array) {
      return type(array.element()) + "[]";
    }
    if (type instanceof TypeName.ListOf list) {
      return type(list.element()) + " list";
    }
    if (type instanceof TypeName.MapOf map) {
      return "map[" + type(map.key()) + "=>" + type(map.value()) + "]";
    }
    TypeName.Named named = (TypeName.Named) type;
    String name = typeName(named.name());
    return named.modifiers().isEmpty()
        ? name
        : name
            + named.modifiers().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "(", ")"));
  }

  private String typeName(ObjectName name) {
    boolean means =
        name.parts().size() == 1
            && style != SqlStyle.STORED
            && TYPE_WORDS.contains(name.last().value())
            && !isItself(name.last().value());
    return means ? Names.quoted(name.last().value()) : item(name);
  }

  private static boolean isItself(String type) {
    return type.equals("time") || type.equals("timestamp");
  }

  String string(@Nullable String value) {
    if (style == SqlStyle.REDACTED) {
      return "'<REDACTED>'";
    }
    return value == null ? "NULL" : "'" + value.replace("'", "''") + "'";
  }
}
