package dev.verdigris.engine.sql;

import dev.verdigris.engine.sql.Expr.BoundKind;
import dev.verdigris.engine.sql.Expr.Frame;
import dev.verdigris.engine.sql.Expr.FrameBound;
import dev.verdigris.engine.sql.Expr.FrameUnit;
import dev.verdigris.engine.sql.Expr.NullTreatment;
import dev.verdigris.engine.sql.Expr.Window;
import dev.verdigris.project.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads columns and function calls, which begin alike, and SQL's own forms of calls. */
final class CallParser {
  private final Grammar grammar;
  private final TokenCursor tokens;

  CallParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  /** A column, {@code t.*} or a call: all begin with a name. */
  Expr columnOrCall() {
    if (tokens.atSymbol("[")) {
      return call(grammar.names.item());
    }
    List<Ident> parts = new ArrayList<>();
    parts.add(grammar.names.identifier());
    while (tokens.acceptSymbol(".")) {
      if (tokens.acceptSymbol("*")) {
        return new Expr.QualifiedWildcard(List.copyOf(parts));
      }
      if (!tokens.peek().isIdentifier()) {
        throw tokens.expected("an identifier or a '*' after '.'");
      }
      parts.add(grammar.names.identifier());
    }
    return tokens.atSymbol("(")
        ? call(new ObjectName(List.copyOf(parts), null))
        : new Expr.Column(List.copyOf(parts));
  }

  /** The call of {@code name} from its opening parenthesis on. */
  Expr.Call call(ObjectName name) {
    tokens.expectSymbol("(");
    boolean distinct = "DISTINCT".equals(tokens.acceptOneOf("ALL", "DISTINCT"));
    boolean star = tokens.acceptSymbol("*");
    List<Expr> arguments = List.of();
    List<OrderBy> orderBy = List.of();
    if (star && distinct) {
      throw tokens.error("DISTINCT * not supported as function args", tokens.peek());
    }
    if (!star && !tokens.atSymbol(")")) {
      arguments = grammar.names.commaSeparated(grammar.exprs::expr);
      orderBy = grammar.queries.optionalOrderBy();
    }
    tokens.expectSymbol(")");
    Expr filter = null;
    if (tokens.accept("FILTER")) {
      tokens.expectSymbol("(");
      tokens.expect("WHERE");
      filter = grammar.exprs.expr();
      tokens.expectSymbol(")");
    }
    return new Expr.Call(name, arguments, star, distinct, orderBy, filter, window());
  }

  private @Nullable Window window() {
    if (!tokens.atAny("OVER", "IGNORE", "RESPECT")) {
      return null;
    }
    NullTreatment nulls = null;
    if (tokens.accept("IGNORE", "NULLS")) {
      nulls = NullTreatment.IGNORE;
    } else if (tokens.accept("RESPECT", "NULLS")) {
      nulls = NullTreatment.RESPECT;
    }
    tokens.expect("OVER");
    tokens.expectSymbol("(");
    List<Expr> partitionBy =
        tokens.accept("PARTITION", "BY")
            ? grammar.names.commaSeparated(grammar.exprs::expr)
            : List.of();
    List<OrderBy> orderBy = grammar.queries.optionalOrderBy();
    Frame frame = tokens.atSymbol(")") ? null : frame();
    tokens.expectSymbol(")");
    return new Window(nulls, partitionBy, orderBy, frame);
  }

  private Frame frame() {
    FrameUnit unit = FrameUnit.valueOf(tokens.expectOneOf("ROWS", "RANGE", "GROUPS"));
    if (!tokens.accept("BETWEEN")) {
      return new Frame(unit, bound(), null);
    }
    FrameBound start = bound();
    tokens.expect("AND");
    return new Frame(unit, start, bound());
  }

  private FrameBound bound() {
    if (tokens.accept("CURRENT", "ROW")) {
      return new FrameBound(BoundKind.CURRENT_ROW, null);
    }
    Expr offset =
        tokens.accept("UNBOUNDED")
            ? null
            : new Expr.NumberLiteral(Long.toString(tokens.expectUnsigned()));
    if (tokens.accept("PRECEDING")) {
      return new FrameBound(BoundKind.PRECEDING, offset);
    }
    if (tokens.accept("FOLLOWING")) {
      return new FrameBound(BoundKind.FOLLOWING, offset);
    }
    throw tokens.expected("PRECEDING or FOLLOWING");
  }

  /** A call in a form of its own, from the keyword that comes next. */
  Expr special() {
    String keyword = tokens.next().value();
    tokens.expectSymbol("(");
    Expr call =
        switch (keyword) {
          case "cast" -> cast();
          case "coalesce", "greatest", "least" ->
              new Expr.Homogenizing(
                  keyword.toUpperCase(Locale.ROOT),
                  grammar.names.commaSeparated(grammar.exprs::expr));
          case "nullif" -> nullIf();
          case "extract" -> extract();
          case "trim" -> trim();
          case "position" -> position();
          case "substring" -> substring();
          default -> normalize();
        };
    tokens.expectSymbol(")");
    return call;
  }

  private static Expr call(String name, Expr... arguments) {
    return Expr.Call.of(ObjectName.of(name), List.of(arguments));
  }

  /** Written as {@code ::}, which binds tightly: what binds less tightly goes into parentheses. */
  private Expr cast() {
    Expr expr = grammar.exprs.expr();
    tokens.expect("AS");
    TypeName type = grammar.types.type();
    boolean tight =
        expr instanceof Expr.Nested
            || expr instanceof Expr.NullLiteral
            || expr instanceof Expr.BooleanLiteral
            || expr instanceof Expr.NumberLiteral
            || expr instanceof Expr.StringLiteral
            || expr instanceof Expr.HexLiteral
            || expr instanceof Expr.IntervalLiteral
            || expr instanceof Expr.Cast
            || expr instanceof Expr.Call
            || expr instanceof Expr.Column
            || expr instanceof Expr.Collate
            || expr instanceof Expr.Homogenizing
            || expr instanceof Expr.NullIf
            || expr instanceof Expr.Subquery
            || expr instanceof Expr.Parameter;
    return new Expr.Cast(tight ? expr : new Expr.Nested(expr), type);
  }

  private Expr nullIf() {
    Expr left = grammar.exprs.expr();
    tokens.expectSymbol(",");
    return new Expr.NullIf(left, grammar.exprs.expr());
  }

  private Expr extract() {
    if (!tokens.peek().isIdentifier() && tokens.peek().kind() != Kind.STRING) {
      throw tokens.expected("extract field token");
    }
    Expr field = new Expr.StringLiteral(tokens.next().value());
    tokens.expect("FROM");
    return call("extract", field, grammar.exprs.expr());
  }

  private Expr trim() {
    String side = tokens.acceptOneOf("BOTH", "LEADING", "TRAILING");
    String name = "LEADING".equals(side) ? "ltrim" : "TRAILING".equals(side) ? "rtrim" : "btrim";
    if (tokens.accept("FROM")) {
      return call(name, grammar.exprs.expr());
    }
    Expr first = grammar.exprs.expr();
    return tokens.accept("FROM") ? call(name, grammar.exprs.expr(), first) : call(name, first);
  }

  private Expr position() {
    Expr needle = grammar.exprs.exprBeforeIn();
    tokens.expect("IN");
    return call("position", needle, grammar.exprs.expr());
  }

  private Expr substring() {
    List<Expr> arguments = new ArrayList<>();
    arguments.add(grammar.exprs.expr());
    if (tokens.accept("FROM")) {
      arguments.add(grammar.exprs.expr());
      if (tokens.accept("FOR")) {
        arguments.add(grammar.exprs.expr());
      }
    } else if (tokens.accept("FOR")) {
      arguments.add(new Expr.NumberLiteral("1"));
      arguments.add(grammar.exprs.expr());
    } else {
      while (tokens.acceptSymbol(",")) {
        arguments.add(grammar.exprs.expr());
      }
    }
    return Expr.Call.of(ObjectName.of("substring"), List.copyOf(arguments));
  }

  private Expr normalize() {
    Expr text = grammar.exprs.expr();
    String form =
        tokens.acceptSymbol(",") ? tokens.expectOneOf("NFC", "NFD", "NFKC", "NFKD") : "NFC";
    return call("normalize", text, new Expr.StringLiteral(form));
  }
}
