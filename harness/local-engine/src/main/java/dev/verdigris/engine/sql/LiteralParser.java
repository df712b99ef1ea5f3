package dev.verdigris.engine.sql;

import dev.verdigris.project.SqlToken;
import dev.verdigris.project.SqlToken.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads literals: constants, numbers with their sign, strings with their type before them. */
final class LiteralParser {
  private static final String[] UNITS = {
    "YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "YEARS", "MONTHS", "DAYS", "HOURS",
    "MINUTES", "SECONDS"
  };
  private static final TypeName INTERVAL = new TypeName.Named(ObjectName.of("interval"), List.of());

  private final Grammar grammar;
  private final TokenCursor tokens;

  LiteralParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  Expr literal() {
    if (grammar.types.atTypedString()) {
      TypeName type = grammar.types.type();
      return type.equals(INTERVAL)
          ? interval()
          : new Expr.Cast(new Expr.StringLiteral(tokens.expectString()), type);
    }
    SqlToken token = tokens.peek();
    if (tokens.acceptSymbol("-")) {
      if (tokens.peek().kind() != Kind.NUMBER) {
        throw tokens.expected("literal number");
      }
      return new Expr.NumberLiteral("-" + tokens.next().value());
    }
    if (tokens.accept("NULL")) {
      return new Expr.NullLiteral();
    }
    if (tokens.atAny("TRUE", "FALSE")) {
      return new Expr.BooleanLiteral(tokens.next().isWord("TRUE"));
    }
    return switch (token.kind()) {
      case STRING -> new Expr.StringLiteral(tokens.next().value());
      case NUMBER -> new Expr.NumberLiteral(tokens.next().value());
      case BITS -> bits(tokens.next());
      default -> throw tokens.expected("a concrete value");
    };
  }

  static boolean isZero(String number) {
    return number.chars().takeWhile(c -> c != 'e' && c != 'E').allMatch(c -> c == '0' || c == '.');
  }

  /** Materialize knows no bit strings: to it, {@code B'101'} is a string of a type named b. */
  private Expr bits(SqlToken token) {
    return tokens.text(token.start(), token.start() + 1).equalsIgnoreCase("x")
        ? new Expr.HexLiteral(token.value())
        : new Expr.Cast(
            new Expr.StringLiteral(token.value()),
            new TypeName.Named(ObjectName.of("b"), List.of()));
  }

  private Expr interval() {
    String value = tokens.expectString();
    String from = tokens.acceptOneOf(UNITS);
    if (from == null) {
      return new Expr.IntervalLiteral(value, null, null, null);
    }
    String to = tokens.accept("TO") ? singular(tokens.expectOneOf(UNITS)) : null;
    boolean seconds = "SECOND".equals(to == null ? singular(from) : to);
    return new Expr.IntervalLiteral(value, singular(from), seconds ? precision() : null, to);
  }

  private static String singular(String unit) {
    return unit.endsWith("S") ? unit.substring(0, unit.length() - 1) : unit;
  }

  private @Nullable Long precision() {
    if (!tokens.acceptSymbol("(")) {
      return null;
    }
    long precision = tokens.expectUnsigned();
    tokens.expectSymbol(")");
    return precision;
  }
}
