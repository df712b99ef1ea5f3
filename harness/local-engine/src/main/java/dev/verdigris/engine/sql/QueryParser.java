package dev.verdigris.engine.sql;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.Query.Body;
import dev.verdigris.engine.sql.Query.SetOperator;
import dev.verdigris.engine.sql.Query.With;
import dev.verdigris.project.SqlToken.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads queries. What stands in FROM is {@link FromParser}'s. */
final class QueryParser {
  private static final String BODY = "SELECT, VALUES, or a subquery in the query body";

  private final Grammar grammar;
  private final TokenCursor tokens;

  QueryParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  static boolean atQuery(TokenCursor tokens) {
    return tokens.atAny("WITH", "SELECT", "VALUES", "TABLE", "SHOW");
  }

  Query query() {
    return tokens.deeper(
        () -> {
          With with = tokens.accept("WITH") ? with() : null;
          return tail(with, body(0));
        });
  }

  /** What {@code start}, a query in parentheses, is the beginning of. */
  Query continuedQuery(Query start) {
    return tail(null, setOperations(new Query.NestedQuery(start), 0));
  }

  private With with() {
    if (!tokens.accept("MUTUALLY")) {
      return new With.Simple(grammar.names.commaSeparated(this::cte));
    }
    tokens.expect("RECURSIVE");
    List<Option> options =
        tokens.atSymbol("(") ? grammar.options.parenthesized(OptionNames.RECURSION) : List.of();
    return new With.MutuallyRecursive(options, grammar.names.commaSeparated(this::recursiveCte));
  }

  private Query.Cte cte() {
    Query.Alias alias =
        new Query.Alias(grammar.names.identifier(), grammar.names.optionalColumns());
    tokens.expect("AS");
    return new Query.Cte(alias, inParentheses());
  }

  private Query.RecursiveCte recursiveCte() {
    Ident name = grammar.names.identifier();
    List<Query.TypedColumn> columns =
        grammar.names.parenthesized(
            () -> new Query.TypedColumn(grammar.names.identifier(), grammar.types.type()));
    tokens.expect("AS");
    return new Query.RecursiveCte(name, columns, inParentheses());
  }

  private Query inParentheses() {
    tokens.expectSymbol("(");
    Query query = query();
    tokens.expectSymbol(")");
    return query;
  }

  /** ORDER BY and what follows it. A body that is only a query in parentheses loses them. */
  private Query tail(@Nullable With with, Body body) {
    Query inner = body instanceof Query.NestedQuery nested ? nested.query() : null;
    if (inner == null) {
      inner = new Query(null, body, List.of(), null, null);
    }
    if (with != null && inner.with() != null) {
      throw tokens.error("multiple WITH clauses not allowed", tokens.peek());
    }
    With merged = with == null ? inner.with() : with;
    List<OrderBy> orderBy = inner.orderBy();
    if (tokens.at("ORDER")) {
      if (!orderBy.isEmpty()) {
        throw tokens.error("multiple ORDER BY clauses not allowed", tokens.peek());
      }
      orderBy = optionalOrderBy();
    }
    Expr limit = inner.limit();
    Expr offset = inner.offset();
    while (tokens.atAny("LIMIT", "OFFSET", "FETCH")) {
      if (tokens.at("OFFSET")) {
        if (offset != null) {
          throw tokens.error("multiple OFFSET clauses not allowed", tokens.peek());
        }
        offset = offset();
      } else {
        if (limit != null) {
          throw tokens.error("multiple LIMIT/FETCH clauses not allowed", tokens.peek());
        }
        limit = tokens.at("LIMIT") ? limit() : fetch();
      }
    }
    return new Query(merged, inner.body(), orderBy, limit, offset);
  }

  private @Nullable Expr limit() {
    tokens.expect("LIMIT");
    return tokens.accept("ALL") ? null : grammar.exprs.expr();
  }

  private Expr offset() {
    tokens.expect("OFFSET");
    Expr offset = grammar.exprs.expr();
    tokens.acceptOneOf("ROWS", "ROW");
    return offset;
  }

  private Expr fetch() {
    tokens.expect("FETCH");
    tokens.expectOneOf("FIRST", "NEXT");
    Expr limit = tokens.atAny("ROW", "ROWS") ? new Expr.NumberLiteral("1") : grammar.exprs.expr();
    tokens.expectOneOf("ROW", "ROWS");
    if (tokens.at("WITH") && tokens.at(1, "TIES")) {
      throw tokens.error("WITH TIES is not yet supported", tokens.peek());
    }
    tokens.expect("ONLY");
    return limit;
  }

  List<OrderBy> optionalOrderBy() {
    return tokens.accept("ORDER", "BY") ? grammar.names.commaSeparated(this::orderBy) : List.of();
  }

  private OrderBy orderBy() {
    Expr expr = grammar.exprs.expr();
    Boolean ascending = tokens.accept("ASC") ? Boolean.TRUE : null;
    if (ascending == null && tokens.accept("DESC")) {
      ascending = Boolean.FALSE;
    }
    Boolean nullsLast = null;
    if (tokens.accept("NULLS")) {
      nullsLast = tokens.expectOneOf("FIRST", "LAST").equals("LAST");
    }
    return new OrderBy(expr, ascending, nullsLast);
  }

  /** A body of set operations that bind more tightly than {@code precedence}. */
  private Body body(int precedence) {
    Body first;
    if (tokens.accept("SELECT")) {
      first = select();
    } else if (tokens.acceptSymbol("(")) {
      first = new Query.NestedQuery(query());
      tokens.expectSymbol(")");
    } else if (tokens.accept("VALUES")) {
      first = values();
    } else if (tokens.at("SHOW")) {
      first = show();
    } else if (tokens.accept("TABLE")) {
      first = new Query.Table(grammar.names.item());
    } else {
      throw tokens.expected(BODY);
    }
    return setOperations(first, precedence);
  }

  private Body setOperations(Body start, int precedence) {
    Body body = start;
    while (true) {
      int next = tokens.atAny("UNION", "EXCEPT") ? 1 : tokens.at("INTERSECT") ? 2 : 0;
      if (precedence >= next) {
        return body;
      }
      SetOperator operator =
          SetOperator.valueOf(tokens.expectOneOf("UNION", "EXCEPT", "INTERSECT"));
      boolean all = "ALL".equals(tokens.acceptOneOf("ALL", "DISTINCT"));
      body = new Query.SetOperation(operator, all, body, body(next));
    }
  }

  private Query.Show show() {
    tokens.expect("SHOW");
    Statement show = grammar.shows.show();
    if (show instanceof ShowStatement listing) {
      return new Query.Show(listing);
    }
    throw SqlException.unsupported("SHOW of a variable within a query");
  }

  private Query.Values values() {
    return new Query.Values(
        grammar.names.commaSeparated(() -> grammar.names.parenthesized(grammar.exprs::expr)));
  }

  private Query.Select select() {
    Query.Distinct distinct = null;
    if (tokens.accept("DISTINCT")) {
      distinct =
          new Query.Distinct(
              tokens.accept("ON") ? grammar.names.parenthesized(grammar.exprs::expr) : List.of());
    } else {
      tokens.accept("ALL");
    }
    List<Query.SelectItem> items =
        atEndOfItems() ? List.of() : grammar.names.commaSeparated(this::item);
    List<Query.From> from =
        tokens.accept("FROM") ? grammar.names.commaSeparated(grammar.froms::from) : List.of();
    Expr where = tokens.accept("WHERE") ? grammar.exprs.expr() : null;
    List<Expr> groupBy =
        tokens.accept("GROUP", "BY")
            ? grammar.names.commaSeparated(grammar.exprs::expr)
            : List.of();
    Expr having = tokens.accept("HAVING") ? grammar.exprs.expr() : null;
    Expr qualify = tokens.accept("QUALIFY") ? grammar.exprs.expr() : null;
    List<Option> options =
        tokens.accept("OPTIONS")
            ? grammar.options.parenthesized(OptionNames.QUERY_HINTS)
            : List.of();
    return new Query.Select(distinct, items, from, where, groupBy, having, qualify, options);
  }

  private boolean atEndOfItems() {
    return tokens.atEnd()
        || tokens.atSymbol(";")
        || tokens.atSymbol(")")
        || (tokens.peek().kind() == Kind.WORD && Keywords.isReserved(tokens.peek().value()));
  }

  Query.SelectItem item() {
    if (tokens.acceptSymbol("*")) {
      return new Query.SelectItem.Wildcard();
    }
    Expr expr = grammar.exprs.expr();
    return new Query.SelectItem.Item(expr, grammar.froms.alias(Keywords::isColumnAlias));
  }
}
