package dev.verdigris.engine.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads what builds a value of others: arrays, lists, maps, rows; CASE and EXISTS as well. */
final class ConstructorParser {
  private final Grammar grammar;
  private final TokenCursor tokens;

  ConstructorParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  /** What begins with the keyword that comes next, one of those that this class knows. */
  Expr constructor() {
    String keyword = tokens.next().value();
    boolean parenthesis = tokens.atSymbol("(");
    return switch (keyword) {
      case "array" -> parenthesis ? new Expr.ArraySubquery(query()) : array();
      case "list" -> parenthesis ? new Expr.ListSubquery(query()) : list();
      case "map" -> parenthesis ? new Expr.MapSubquery(query()) : map();
      case "exists" -> new Expr.Exists(query());
      case "row" -> row();
      default -> caseExpr();
    };
  }

  private Query query() {
    tokens.expectSymbol("(");
    Query query = grammar.queries.query();
    tokens.expectSymbol(")");
    return query;
  }

  private Expr array() {
    return new Expr.ArrayLiteral(elements(this::array));
  }

  private Expr list() {
    return new Expr.ListLiteral(elements(this::list));
  }

  /** {@code [a, b]}; an element that begins with a bracket is one more of the same. */
  private List<Expr> elements(Supplier<Expr> nested) {
    tokens.expectSymbol("[");
    List<Expr> elements = new ArrayList<>();
    if (!tokens.atSymbol("]")) {
      elements.addAll(
          grammar.names.commaSeparated(
              () -> tokens.atSymbol("[") ? tokens.deeper(nested) : grammar.exprs.expr()));
    }
    tokens.expectSymbol("]");
    return List.copyOf(elements);
  }

  private Expr map() {
    tokens.expectSymbol("[");
    List<Expr.MapEntry> entries = List.of();
    if (!tokens.atSymbol("]")) {
      entries =
          grammar.names.commaSeparated(
              () -> {
                Expr key = grammar.exprs.expr();
                tokens.expectSymbol("=>");
                return new Expr.MapEntry(
                    key, tokens.atSymbol("[") ? tokens.deeper(this::map) : grammar.exprs.expr());
              });
    }
    tokens.expectSymbol("]");
    return new Expr.MapLiteral(entries);
  }

  private Expr row() {
    tokens.expectSymbol("(");
    List<Expr> fields =
        tokens.atSymbol(")") ? List.of() : grammar.names.commaSeparated(grammar.exprs::expr);
    tokens.expectSymbol(")");
    return new Expr.Row(fields);
  }

  private Expr caseExpr() {
    Expr operand = tokens.at("WHEN") ? null : grammar.exprs.expr();
    List<Expr.When> branches = new ArrayList<>();
    tokens.expect("WHEN");
    do {
      Expr condition = grammar.exprs.expr();
      tokens.expect("THEN");
      branches.add(new Expr.When(condition, grammar.exprs.expr()));
    } while (tokens.accept("WHEN"));
    Expr otherwise = tokens.accept("ELSE") ? grammar.exprs.expr() : null;
    tokens.expect("END");
    return new Expr.Case(operand, List.copyOf(branches), otherwise);
  }
}
