package dev.verdigris.engine.sql;

import dev.verdigris.engine.sql.Query.Condition;
import dev.verdigris.engine.sql.Query.Factor;
import dev.verdigris.engine.sql.Query.JoinKind;
import dev.verdigris.project.SqlToken;
import dev.verdigris.project.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads what stands in FROM: relations, functions, subqueries, joins, aliases. */
final class FromParser {
  private final Grammar grammar;
  private final TokenCursor tokens;

  FromParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  Query.From from() {
    Factor factor = factor();
    List<Query.Join> joins = new ArrayList<>();
    while (true) {
      boolean natural = tokens.accept("NATURAL");
      if (!natural && tokens.accept("CROSS")) {
        tokens.expect("JOIN");
        joins.add(new Query.Join(JoinKind.CROSS, factor(), new Condition.None()));
        continue;
      }
      JoinKind kind = kind(natural);
      if (kind == null) {
        return new Query.From(factor, List.copyOf(joins));
      }
      Factor right = factor();
      joins.add(new Query.Join(kind, right, natural ? new Condition.Natural() : condition()));
    }
  }

  private @Nullable JoinKind kind(boolean natural) {
    if (tokens.accept("JOIN")) {
      return JoinKind.INNER;
    }
    String word = tokens.acceptOneOf("INNER", "LEFT", "RIGHT", "FULL");
    if (word == null) {
      if (natural || tokens.at("OUTER")) {
        throw tokens.expected(natural ? "a join type after NATURAL" : "LEFT, RIGHT, or FULL");
      }
      return null;
    }
    if (!word.equals("INNER")) {
      tokens.accept("OUTER");
    }
    tokens.expect("JOIN");
    return JoinKind.valueOf(word);
  }

  private Condition condition() {
    if (tokens.accept("ON")) {
      return new Condition.On(grammar.exprs.expr());
    }
    if (tokens.accept("USING")) {
      List<Ident> columns = grammar.names.columns();
      return new Condition.Using(columns, tokens.accept("AS") ? grammar.names.identifier() : null);
    }
    throw tokens.expected("ON, or USING after JOIN");
  }

  private Factor factor() {
    if (tokens.accept("LATERAL")) {
      if (tokens.atSymbol("(")) {
        return derived(true);
      }
      if (tokens.at("ROWS") && tokens.at(1, "FROM")) {
        return rowsFrom();
      }
      return function(grammar.calls.call(grammar.names.item()));
    }
    if (tokens.atSymbol("(")) {
      return parenthesized();
    }
    if (tokens.at("ROWS") && tokens.at(1, "FROM")) {
      return rowsFrom();
    }
    ObjectName name = grammar.names.item();
    return tokens.atSymbol("(")
        ? function(grammar.calls.call(name))
        : new Factor.Relation(name, tableAlias());
  }

  private Factor function(Expr.Call call) {
    boolean ordinality = tokens.accept("WITH", "ORDINALITY");
    return new Factor.TableFunction(call, ordinality, tableAlias());
  }

  private Factor rowsFrom() {
    tokens.expect("ROWS", "FROM");
    List<Expr.Call> calls =
        grammar.names.parenthesized(() -> grammar.calls.call(grammar.names.item()));
    boolean ordinality = tokens.accept("WITH", "ORDINALITY");
    return new Factor.RowsFrom(calls, ordinality, tableAlias());
  }

  private Factor parenthesized() {
    return atDerived() ? derived(false) : nestedJoin();
  }

  /**
   * Whether the parenthesis that comes next holds a query, not a join. Behind more than one it can
   * be either, {@code ((SELECT 1) UNION …)} or {@code ((SELECT 1) a JOIN …)}: what follows the
   * innermost query tells.
   */
  private boolean atDerived() {
    int open = 0;
    while (tokens.atSymbol(open, "(")) {
      open++;
    }
    if (!tokens.atAny(open, "WITH", "SELECT", "VALUES", "TABLE", "SHOW")) {
      return false;
    }
    int at = open;
    for (int depth = 1; depth > 0 && tokens.peek(at).kind() != Kind.END; at++) {
      depth += tokens.atSymbol(at, "(") ? 1 : tokens.atSymbol(at, ")") ? -1 : 0;
    }
    for (int left = open - 1; left > 0; left--, at++) {
      if (!tokens.atSymbol(at, ")")) {
        return tokens.atAny(
            at, "UNION", "INTERSECT", "EXCEPT", "ORDER", "LIMIT", "OFFSET", "FETCH");
      }
    }
    return true;
  }

  private Factor derived(boolean lateral) {
    tokens.expectSymbol("(");
    Query query = grammar.queries.query();
    tokens.expectSymbol(")");
    return new Factor.Derived(lateral, query, tableAlias());
  }

  private Factor nestedJoin() {
    tokens.expectSymbol("(");
    Query.From join = tokens.deeper(this::from);
    tokens.expectSymbol(")");
    return new Factor.NestedJoin(join, tableAlias());
  }

  Query.@Nullable Alias tableAlias() {
    Ident name = alias(Keywords::isTableAlias);
    return name == null ? null : new Query.Alias(name, grammar.names.optionalColumns());
  }

  /**
   * {@code AS name}, or a bare name that is allowed as one; null if neither comes. {@code AS OF} is
   * no alias but the time of a query.
   */
  @Nullable Ident alias(Predicate<String> bare) {
    if (tokens.at("AS")) {
      if (tokens.at(1, "OF")) {
        return null;
      }
      tokens.next();
      return grammar.names.identifier();
    }
    SqlToken token = tokens.peek();
    boolean allowed =
        token.kind() == Kind.QUOTED || (token.kind() == Kind.WORD && bare.test(token.value()));
    return allowed ? grammar.names.identifier() : null;
  }
}
