package dev.verdigris.engine.sql;

import dev.verdigris.project.SqlToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads names and lists of anything. */
final class NameParser {
  private static final int MAX_BYTES = 255;

  private final TokenCursor tokens;

  NameParser(TokenCursor tokens) {
    this.tokens = tokens;
  }

  Ident identifier() {
    if (!tokens.peek().isIdentifier()) {
      throw tokens.expected("identifier");
    }
    SqlToken token = tokens.next();
    if (token.value().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw tokens.error("identifier length exceeds " + MAX_BYTES + " bytes", token);
    }
    return new Ident(token.value());
  }

  /** {@code a.b.c}, of any number of parts. */
  ObjectName name() {
    List<Ident> parts = new ArrayList<>();
    do {
      parts.add(identifier());
    } while (tokens.acceptSymbol("."));
    return new ObjectName(List.copyOf(parts), null);
  }

  /** A name, or {@code [u1 AS a.b.c]} as the stored form has it. */
  ObjectName item() {
    if (!tokens.acceptSymbol("[")) {
      return name();
    }
    String id = identifier().value();
    tokens.expect("AS");
    ObjectName name = name();
    tokens.expectSymbol("]");
    return name.withId(id);
  }

  /** A name, or {@code [u1]} as the stored form has it. */
  ClusterName cluster() {
    if (!tokens.acceptSymbol("[")) {
      return new ClusterName(identifier(), null);
    }
    String id = identifier().value();
    tokens.expectSymbol("]");
    return new ClusterName(null, id);
  }

  <T> List<T> commaSeparated(Supplier<T> element) {
    List<T> all = new ArrayList<>();
    do {
      all.add(element.get());
    } while (tokens.acceptSymbol(","));
    return List.copyOf(all);
  }

  <T> List<T> parenthesized(Supplier<T> element) {
    tokens.expectSymbol("(");
    List<T> all = commaSeparated(element);
    tokens.expectSymbol(")");
    return all;
  }

  /** {@code (a, b)}, which must be there. */
  List<Ident> columns() {
    if (!tokens.atSymbol("(")) {
      throw tokens.expected("a list of columns in parentheses");
    }
    return parenthesized(this::identifier);
  }

  /** {@code (a, b)}, or nothing. */
  List<Ident> optionalColumns() {
    return tokens.atSymbol("(") ? columns() : List.of();
  }

  List<Ident> identifiers() {
    return commaSeparated(this::identifier);
  }
}
