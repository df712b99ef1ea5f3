package dev.verdigris.engine.sql;

import dev.verdigris.project.SqlToken;
import dev.verdigris.project.SqlToken.Kind;
import java.util.List;

/** Reads types. */
final class TypeParser {
  private final TokenCursor tokens;
  private final NameParser names;

  TypeParser(TokenCursor tokens, NameParser names) {
    this.tokens = tokens;
    this.names = names;
  }

  TypeName type() {
    TypeName type = base();
    while (true) {
      if (tokens.accept("LIST")) {
        type = new TypeName.ListOf(type);
      } else if (tokens.atSymbol("[")) {
        tokens.next();
        tokens.expectSymbol("]");
        // PostgreSQL and Materialize know no number of dimensions: int[][] is int[].
        type = type instanceof TypeName.ArrayOf ? type : new TypeName.ArrayOf(type);
      } else {
        return type;
      }
    }
  }

  private TypeName base() {
    if (tokens.at("MAP") && tokens.atSymbol(1, "[")) {
      return map();
    }
    SqlToken token = tokens.peek();
    // A word with a dot behind it is a schema, whatever else it means.
    if (token.kind() != Kind.WORD || tokens.atSymbol(1, ".")) {
      return other();
    }
    String word = token.value();
    return switch (word) {
      case "bigint" -> plain("int8");
      case "smallint" -> plain("int2");
      case "int", "integer" -> plain("int4");
      case "real" -> plain("float4");
      case "boolean" -> plain("bool");
      case "bytes" -> plain("bytea");
      case "json" -> plain("jsonb");
      case "string" -> withModifiers("text");
      case "dec", "decimal" -> withModifiers("numeric");
      case "varchar" -> withModifiers("varchar");
      case "bpchar" -> withModifiers("bpchar");
      case "char", "character" -> character();
      case "double" -> doublePrecision();
      case "float" -> floating();
      case "time" -> time();
      case "timestamp" -> timestamp();
      case "timestamptz" -> withModifiers("timestamptz");
      default -> other();
    };
  }

  private TypeName plain(String name) {
    tokens.next();
    return new TypeName.Named(ObjectName.of(name), List.of());
  }

  private TypeName withModifiers(String name) {
    tokens.next();
    return new TypeName.Named(ObjectName.of(name), modifiers());
  }

  private TypeName character() {
    tokens.next();
    if (tokens.accept("VARYING")) {
      return new TypeName.Named(ObjectName.of("varchar"), modifiers());
    }
    List<Long> length = modifiers();
    // The standard: char is char(1).
    return new TypeName.Named(ObjectName.of("bpchar"), length.isEmpty() ? List.of(1L) : length);
  }

  private TypeName doublePrecision() {
    tokens.next();
    tokens.expect("PRECISION");
    return new TypeName.Named(ObjectName.of("float8"), List.of());
  }

  private TypeName floating() {
    SqlToken start = tokens.next();
    List<Long> bits = modifiers();
    if (bits.isEmpty()) {
      return new TypeName.Named(ObjectName.of("float8"), List.of());
    }
    long precision = bits.get(0);
    if (precision < 1 || precision > 53) {
      throw tokens.error("precision for type float must be within ([1-53])", start);
    }
    return new TypeName.Named(ObjectName.of(precision < 25 ? "float4" : "float8"), List.of());
  }

  private TypeName time() {
    tokens.next();
    List<Long> precision = modifiers();
    if (tokens.accept("WITH")) {
      throw tokens.expected("WITHOUT");
    }
    if (tokens.accept("WITHOUT")) {
      tokens.expect("TIME", "ZONE");
    }
    return new TypeName.Named(ObjectName.of("time"), precision);
  }

  private TypeName timestamp() {
    tokens.next();
    List<Long> precision = modifiers();
    boolean zone = false;
    if (tokens.at("WITH") && tokens.at(1, "TIME")) {
      tokens.expect("WITH", "TIME", "ZONE");
      zone = true;
    } else if (tokens.at("WITHOUT") && tokens.at(1, "TIME")) {
      tokens.expect("WITHOUT", "TIME", "ZONE");
    }
    return new TypeName.Named(ObjectName.of(zone ? "timestamptz" : "timestamp"), precision);
  }

  private TypeName map() {
    tokens.next();
    tokens.next();
    TypeName key = tokens.deeper(this::type);
    tokens.expectSymbol("=>");
    TypeName value = tokens.deeper(this::type);
    tokens.expectSymbol("]");
    return new TypeName.MapOf(key, value);
  }

  private TypeName other() {
    if (!tokens.peek().isIdentifier() && !tokens.atSymbol("[")) {
      throw tokens.expected("a data type name");
    }
    return new TypeName.Named(names.item(), modifiers());
  }

  private List<Long> modifiers() {
    return tokens.atSymbol("(") ? names.parenthesized(tokens::expectUnsigned) : List.of();
  }

  /**
   * Whether a type and then a string come next, as in {@code DATE '2024-02-29'}. A look ahead
   * instead of an attempt: almost every expression begins with a word.
   */
  boolean atTypedString() {
    int i = 0;
    if (tokens.atSymbol("[")) {
      while (!tokens.atSymbol(i, "]") && tokens.peek(i).kind() != Kind.END) {
        i++;
      }
      i++;
    } else {
      if (!tokens.peek().isIdentifier()) {
        return false;
      }
      SqlToken first = tokens.peek();
      if (first.kind() == Kind.WORD && Keywords.isNoName(first.value())) {
        return false;
      }
      i++;
      while (tokens.atSymbol(i, ".") && tokens.peek(i + 1).isIdentifier()) {
        i += 2;
      }
    }
    if (tokens.at(i, "PRECISION") || tokens.at(i, "VARYING")) {
      i++;
    }
    if (tokens.atSymbol(i, "(")) {
      i++;
      while (tokens.peek(i).kind() == Kind.NUMBER || tokens.atSymbol(i, ",")) {
        i++;
      }
      if (!tokens.atSymbol(i, ")")) {
        return false;
      }
      i++;
    }
    if ((tokens.at(i, "WITH") || tokens.at(i, "WITHOUT"))
        && tokens.at(i + 1, "TIME")
        && tokens.at(i + 2, "ZONE")) {
      i += 3;
    }
    while (true) {
      if (tokens.atSymbol(i, "[") && tokens.atSymbol(i + 1, "]")) {
        i += 2;
      } else if (tokens.at(i, "LIST")) {
        i++;
      } else {
        return tokens.peek(i).kind() == Kind.STRING && i > 0;
      }
    }
  }
}
