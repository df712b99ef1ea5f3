package dev.verdigris.engine.sql;

import dev.verdigris.engine.sql.Expr.Test;
import dev.verdigris.project.SqlToken;
import dev.verdigris.project.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions by the precedence of their operators. Calls are {@link CallParser}'s, literals
 * {@link LiteralParser}'s, arrays and their like {@link ConstructorParser}'s.
 */
final class ExprParser {
  private static final int ZERO = 0;
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int NOT = 3;
  private static final int IS = 4;
  private static final int COMPARISON = 5;
  private static final int LIKE = 6;
  private static final int OTHER = 7;
  private static final int PLUS_MINUS = 8;
  private static final int MULTIPLY_DIVIDE = 9;
  private static final int COLLATE_AT = 10;
  private static final int SIGN = 11;
  private static final int SUBSCRIPT_CAST = 12;

  private static final Set<String> COMPARISONS = Set.of("<", "=", ">", "<=", "<>", "!=", ">=");
  private static final Set<String> NO_OPERATORS =
      Set.of("(", ")", "]", ",", ";", ":", ":=", "=>", "{", "}", "\\");

  private final Grammar grammar;
  private final TokenCursor tokens;

  ExprParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  /** What stands between parentheses: a query, or one or more expressions. */
  private record Fragment(@Nullable Query query, List<Expr> exprs) {
    Expr toExpr() {
      if (query != null) {
        return new Expr.Subquery(query);
      }
      return exprs.size() == 1 ? new Expr.Nested(exprs.get(0)) : new Expr.Row(exprs);
    }
  }

  Expr expr() {
    return expr(ZERO);
  }

  /** An expression that ends before IN: what POSITION looks for. */
  Expr exprBeforeIn() {
    return expr(LIKE);
  }

  private Expr expr(int precedence) {
    return tokens.deeper(() -> continued(precedence, prefix()));
  }

  private Expr continued(int precedence, Expr start) {
    Expr expr = start;
    while (true) {
      int next = nextPrecedence();
      if (precedence >= next) {
        return expr;
      }
      expr = infix(expr, next);
    }
  }

  private int nextPrecedence() {
    SqlToken token = tokens.peek();
    String value = token.value();
    if (token.kind() == Kind.WORD) {
      return switch (value) {
        case "or" -> OR;
        case "and" -> AND;
        case "not" ->
            tokens.at(1, "IN")
                    || tokens.at(1, "LIKE")
                    || tokens.at(1, "ILIKE")
                    || tokens.at(1, "BETWEEN")
                ? LIKE
                : ZERO;
        case "is", "isnull" -> IS;
        case "in", "like", "ilike", "between" -> LIKE;
        case "operator" -> OTHER;
        case "collate", "at" -> COLLATE_AT;
        default -> ZERO;
      };
    }
    if (token.kind() != Kind.SYMBOL || NO_OPERATORS.contains(value)) {
      return ZERO;
    }
    if (COMPARISONS.contains(value)) {
      return COMPARISON;
    }
    return switch (value) {
      case "+", "-" -> PLUS_MINUS;
      case "*", "/", "%" -> MULTIPLY_DIVIDE;
      case "::", "[", "." -> SUBSCRIPT_CAST;
      default -> OTHER;
    };
  }

  private Expr infix(Expr left, int precedence) {
    SqlToken token = tokens.next();
    if (token.kind() == Kind.WORD) {
      return wordInfix(left, precedence, token.value());
    }
    return switch (token.value()) {
      case "::" -> new Expr.Cast(left, grammar.types.type());
      case "[" -> subscript(left);
      case "." -> access(left);
      case "!=" -> operator(left, "<>", precedence);
      default -> operator(left, token.value(), precedence);
    };
  }

  private Expr wordInfix(Expr left, int precedence, String word) {
    return switch (word) {
      case "or" -> new Expr.Or(left, expr(precedence));
      case "and" -> new Expr.And(left, expr(precedence));
      case "is" -> is(left);
      case "isnull" -> new Expr.Is(left, Test.NULL, null, false);
      case "operator" -> operator(left, namedOperator(), precedence);
      case "collate" -> new Expr.Collate(left, grammar.names.item());
      case "at" -> {
        tokens.expect("TIME", "ZONE");
        Expr zone = expr(precedence);
        yield Expr.Call.of(ObjectName.of("timezone"), List.of(zone, left));
      }
      case "not" -> {
        String next = tokens.next().value();
        yield matching(left, next, true);
      }
      default -> matching(left, word, false);
    };
  }

  private Expr matching(Expr left, String word, boolean negated) {
    return switch (word) {
      case "in" -> {
        tokens.expectSymbol("(");
        Fragment fragment = fragment();
        tokens.expectSymbol(")");
        yield fragment.query() != null
            ? new Expr.InSubquery(left, fragment.query(), negated)
            : new Expr.InList(left, fragment.exprs(), negated);
      }
      case "between" -> {
        Expr low = expr(LIKE);
        tokens.expect("AND");
        yield new Expr.Between(left, low, expr(LIKE), negated);
      }
      default -> {
        Expr pattern = expr(LIKE);
        Expr escape = tokens.accept("ESCAPE") ? expr(LIKE) : null;
        yield new Expr.Like(left, pattern, escape, word.equals("ilike"), negated);
      }
    };
  }

  private Expr is(Expr left) {
    boolean negated = tokens.accept("NOT");
    String test = tokens.acceptOneOf("NULL", "TRUE", "FALSE", "UNKNOWN", "DISTINCT");
    if (test == null) {
      throw tokens.expected(
          "NULL, NOT NULL, TRUE, NOT TRUE, FALSE, NOT FALSE, UNKNOWN, NOT UNKNOWN after IS");
    }
    if (test.equals("DISTINCT")) {
      tokens.expect("FROM");
      return new Expr.Is(left, Test.DISTINCT_FROM, expr(IS), negated);
    }
    return new Expr.Is(left, Test.valueOf(test), null, negated);
  }

  private String namedOperator() {
    tokens.expectSymbol("(");
    StringBuilder name = new StringBuilder("OPERATOR(");
    while (tokens.peek().isIdentifier()) {
      name.append(Names.quoted(grammar.names.identifier().value())).append('.');
      tokens.expectSymbol(".");
    }
    if (tokens.peek().kind() != Kind.SYMBOL || tokens.atSymbol(")")) {
      throw tokens.expected("operator");
    }
    name.append(tokens.next().value()).append(')');
    tokens.expectSymbol(")");
    return name.toString();
  }

  private Expr operator(Expr left, String operator, int precedence) {
    String quantifier = tokens.acceptOneOf("ANY", "SOME", "ALL");
    if (quantifier == null) {
      return new Expr.Infix(left, operator, expr(precedence));
    }
    boolean all = quantifier.equals("ALL");
    tokens.expectSymbol("(");
    Fragment fragment = fragment();
    if (fragment.query() == null && fragment.exprs().size() > 1) {
      throw tokens.expected("right parenthesis");
    }
    tokens.expectSymbol(")");
    return fragment.query() != null
        ? new Expr.QuantifiedSubquery(left, operator, all, fragment.query())
        : new Expr.QuantifiedArray(left, operator, all, fragment.exprs().get(0));
  }

  private Expr access(Expr left) {
    if (tokens.acceptSymbol("*")) {
      return new Expr.WildcardAccess(left);
    }
    if (!tokens.peek().isIdentifier()) {
      throw tokens.expected("an identifier or a '*' after '.'");
    }
    return new Expr.FieldAccess(left, grammar.names.identifier());
  }

  private Expr subscript(Expr left) {
    List<Expr.Index> indexes = new ArrayList<>();
    do {
      Expr start = tokens.atSymbol(":") ? null : expr();
      boolean slice = tokens.acceptSymbol(":");
      Expr end = slice && !tokens.atSymbol("]") ? expr() : null;
      tokens.expectSymbol("]");
      indexes.add(new Expr.Index(start, end, slice));
    } while (tokens.acceptSymbol("["));
    return new Expr.Subscript(left, List.copyOf(indexes));
  }

  private Expr prefix() {
    if (tokens.atEnd()) {
      throw tokens.error("Unexpected EOF", tokens.peek());
    }
    if (grammar.types.atTypedString()) {
      return grammar.literals.literal();
    }
    SqlToken token = tokens.peek();
    return switch (token.kind()) {
      case WORD -> word(token);
      case QUOTED -> grammar.calls.columnOrCall();
      case STRING, NUMBER, BITS -> grammar.literals.literal();
      case PARAMETER -> {
        tokens.next();
        yield new Expr.Parameter(parameter(token));
      }
      default -> symbol(token);
    };
  }

  private int parameter(SqlToken token) {
    try {
      return Integer.parseInt(token.value().substring(1));
    } catch (NumberFormatException e) {
      throw tokens.error("invalid parameter " + token.value(), token);
    }
  }

  private Expr word(SqlToken token) {
    boolean call = tokens.atSymbol(1, "(");
    return switch (token.value()) {
      case "true", "false", "null" -> grammar.literals.literal();
      case "array", "list", "map", "case", "exists" -> grammar.constructors.constructor();
      case "not" -> {
        tokens.next();
        yield new Expr.Not(expr(NOT));
      }
      case "row" -> call ? grammar.constructors.constructor() : grammar.calls.columnOrCall();
      case "position" -> call ? grammar.calls.special() : grammar.calls.columnOrCall();
      case "cast",
          "coalesce",
          "greatest",
          "least",
          "nullif",
          "extract",
          "trim",
          "substring",
          "normalize" ->
          grammar.calls.special();
      default -> {
        if (Keywords.isReserved(token.value())) {
          throw tokens.error(
              "expected expression, but found reserved keyword: "
                  + token.value().toUpperCase(Locale.ROOT),
              token);
        }
        yield grammar.calls.columnOrCall();
      }
    };
  }

  private Expr symbol(SqlToken token) {
    return switch (token.value()) {
      case "-" -> {
        SqlToken next = tokens.peek(1);
        if (next.kind() == Kind.NUMBER && !LiteralParser.isZero(next.value())) {
          yield grammar.literals.literal();
        }
        tokens.next();
        yield new Expr.Prefix("-", expr(SIGN));
      }
      case "+" -> {
        tokens.next();
        yield new Expr.Prefix("+", expr(SIGN));
      }
      case "~" -> {
        tokens.next();
        yield new Expr.Prefix("~", expr(OTHER));
      }
      case "(" -> {
        tokens.next();
        Fragment fragment = fragment();
        tokens.expectSymbol(")");
        yield fragment.toExpr();
      }
      case "[" -> grammar.calls.columnOrCall();
      default -> throw tokens.expected("an expression");
    };
  }

  /**
   * What stands behind an opening parenthesis, up to the closing one. Whether {@code ((SELECT 2))}
   * is a query in parentheses or a value in parentheses shows only behind the inner parenthesis:
   * {@code UNION} makes it a query, {@code + 3} a value.
   */
  private Fragment fragment() {
    if (QueryParser.atQuery(tokens)) {
      return new Fragment(grammar.queries.query(), List.of());
    }
    if (!tokens.acceptSymbol("(")) {
      return new Fragment(null, grammar.names.commaSeparated(this::expr));
    }
    Fragment inner = tokens.deeper(this::fragment);
    tokens.expectSymbol(")");
    if (inner.query() != null
        && (tokens.atSymbol(")") || tokens.atAny("UNION", "INTERSECT", "EXCEPT"))) {
      return new Fragment(grammar.queries.continuedQuery(inner.query()), List.of());
    }
    List<Expr> exprs = new ArrayList<>();
    exprs.add(continued(ZERO, inner.toExpr()));
    while (tokens.acceptSymbol(",")) {
      exprs.add(expr());
    }
    return new Fragment(null, List.copyOf(exprs));
  }
}
