package dev.verdigris.engine.sql;

import static dev.verdigris.engine.sql.Doc.bracketed;
import static dev.verdigris.engine.sql.Doc.commas;
import static dev.verdigris.engine.sql.Doc.concat;
import static dev.verdigris.engine.sql.Doc.group;
import static dev.verdigris.engine.sql.Doc.line;
import static dev.verdigris.engine.sql.Doc.nest;
import static dev.verdigris.engine.sql.Doc.text;
import static dev.verdigris.engine.sql.Doc.titled;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes expressions. */
final class ExprPrinter {
  /** Words that begin a form of their own, so that a column or function of that name is quoted. */
  private static final Set<String> FORMS =
      Set.of(
          "coalesce",
          "exists",
          "extract",
          "greatest",
          "least",
          "list",
          "normalize",
          "nullif",
          "substring",
          "trim",
          "map");

  /** The same, of words that begin one only before a parenthesis. */
  private static final Set<String> CALL_FORMS = Set.of("position", "row");

  private final Printers printers;
  private final NamePrinter names;
  private final SqlStyle style;

  ExprPrinter(Printers printers) {
    this.printers = printers;
    this.names = printers.names;
    this.style = printers.style;
  }

  List<Doc> exprs(List<Expr> exprs) {
    return exprs.stream().map(this::expr).toList();
  }

  Doc expr(Expr expr) {
    return group(doc(expr));
  }

  private Doc doc(Expr expr) {
    if (expr instanceof Expr.Infix infix) {
      return infix(infix.left(), infix.operator(), infix.right());
    }
    if (expr instanceof Expr.And and) {
      return infix(and.left(), "AND", and.right());
    }
    if (expr instanceof Expr.Or or) {
      return infix(or.left(), "OR", or.right());
    }
    if (expr instanceof Expr.Call call) {
      return call(call);
    }
    if (expr instanceof Expr.Cast cast) {
      return concat(expr(cast.expr()), text("::" + names.type(cast.type())));
    }
    if (expr instanceof Expr.Nested nested) {
      return bracketed("(", expr(nested.expr()), ")");
    }
    if (expr instanceof Expr.Case caseExpr) {
      return caseExpr(caseExpr);
    }
    Doc simple = simple(expr);
    if (simple != null) {
      return simple;
    }
    Doc test = test(expr);
    return test == null ? constructor(expr) : test;
  }

  private Doc infix(Expr left, String operator, Expr right) {
    return concat(expr(left), line(), text(operator + " "), nest(expr(right)));
  }

  /** Literals and names. */
  private @Nullable Doc simple(Expr expr) {
    if (expr instanceof Expr.Column column) {
      return text(column(column.parts()));
    }
    if (expr instanceof Expr.Parameter parameter) {
      return text("$" + parameter.number());
    }
    if (expr instanceof Expr.QualifiedWildcard wildcard) {
      return text(names.dotted(wildcard.qualifier()) + ".*");
    }
    if (expr instanceof Expr.FieldAccess access) {
      return concat(accessed(access.expr()), text("." + names.ident(access.field())));
    }
    if (expr instanceof Expr.WildcardAccess access) {
      return concat(accessed(access.expr()), text(".*"));
    }
    return literal(expr);
  }

  /** A dot behind a number would be its decimal point. */
  private Doc accessed(Expr expr) {
    return expr instanceof Expr.NumberLiteral ? bracketed("(", expr(expr), ")") : expr(expr);
  }

  private String column(List<Ident> parts) {
    String first = parts.get(0).value();
    return FORMS.contains(first) ? formed(parts) : names.dotted(parts);
  }

  private String formed(List<Ident> parts) {
    String rest = names.dotted(parts.subList(1, parts.size()));
    return Names.quoted(parts.get(0).value()) + (rest.isEmpty() ? "" : "." + rest);
  }

  private @Nullable Doc literal(Expr expr) {
    String text = null;
    if (expr instanceof Expr.NullLiteral) {
      text = "NULL";
    } else if (expr instanceof Expr.BooleanLiteral literal) {
      text = Boolean.toString(literal.value());
    } else if (expr instanceof Expr.NumberLiteral literal) {
      text = literal.text();
    } else if (expr instanceof Expr.StringLiteral literal) {
      text = names.string(literal.value());
    } else if (expr instanceof Expr.HexLiteral literal) {
      text = "X'" + literal.digits() + "'";
    } else if (expr instanceof Expr.IntervalLiteral literal) {
      text = interval(literal);
    }
    if (text == null) {
      return null;
    }
    return text(
        style == SqlStyle.REDACTED && !(expr instanceof Expr.NullLiteral)
            ? names.string(null)
            : text);
  }

  private String interval(Expr.IntervalLiteral literal) {
    return "INTERVAL "
        + names.string(literal.value())
        + (literal.from() == null ? "" : " " + literal.from())
        + (literal.to() == null ? "" : " TO " + literal.to())
        + (literal.precision() == null ? "" : " (" + literal.precision() + ")");
  }

  /** What is true or false. */
  private @Nullable Doc test(Expr expr) {
    if (expr instanceof Expr.Not not) {
      return concat(text("NOT "), expr(not.expr()));
    }
    if (expr instanceof Expr.Is is) {
      return is(is);
    }
    if (expr instanceof Expr.InList in) {
      return concat(
          expr(in.expr()), bracketed(not(in.negated()) + " IN (", commas(exprs(in.list())), ")"));
    }
    if (expr instanceof Expr.InSubquery in) {
      return concat(
          expr(in.expr()),
          bracketed(not(in.negated()) + " IN (", printers.queries.query(in.query()), ")"));
    }
    if (expr instanceof Expr.Between between) {
      return concat(
          expr(between.expr()),
          text(not(between.negated()) + " BETWEEN "),
          expr(between.low()),
          text(" AND "),
          expr(between.high()));
    }
    if (expr instanceof Expr.Like like) {
      Doc escape = like.escape() == null ? text("") : concat(text(" ESCAPE "), expr(like.escape()));
      return concat(
          expr(like.expr()),
          text(not(like.negated()) + (like.ignoreCase() ? " ILIKE " : " LIKE ")),
          expr(like.pattern()),
          escape);
    }
    if (expr instanceof Expr.Exists exists) {
      return bracketed("EXISTS (", printers.queries.query(exists.query()), ")");
    }
    if (expr instanceof Expr.QuantifiedArray any) {
      return quantified(any.left(), any.operator(), any.all(), expr(any.array()));
    }
    return expr instanceof Expr.QuantifiedSubquery any
        ? quantified(any.left(), any.operator(), any.all(), printers.queries.query(any.query()))
        : null;
  }

  private static String not(boolean negated) {
    return negated ? " NOT" : "";
  }

  private Doc quantified(Expr left, String operator, boolean all, Doc of) {
    String open = " " + operator + (all ? " ALL (" : " ANY (");
    return concat(expr(left), bracketed(open, of, ")"));
  }

  private Doc is(Expr.Is is) {
    String test = (is.negated() ? " IS NOT " : " IS ") + is.test().name().replace('_', ' ');
    Doc start = concat(expr(is.expr()), text(test));
    if (is.test() == Expr.Test.DISTINCT_FROM) {
      start =
          concat(expr(is.expr()), text(is.negated() ? " IS NOT " : " IS "), text("DISTINCT FROM"));
    }
    return is.other() == null ? start : concat(start, text(" "), expr(is.other()));
  }

  /** What builds a value of others. */
  private Doc constructor(Expr expr) {
    if (expr instanceof Expr.Prefix prefix) {
      return concat(text(prefix.operator() + " "), expr(prefix.operand()));
    }
    if (expr instanceof Expr.Row row) {
      return bracketed("ROW(", commas(exprs(row.fields())), ")");
    }
    if (expr instanceof Expr.Homogenizing call) {
      return bracketed(call.name() + "(", commas(exprs(call.arguments())), ")");
    }
    if (expr instanceof Expr.NullIf nullIf) {
      return bracketed("NULLIF(", commas(exprs(List.of(nullIf.left(), nullIf.right()))), ")");
    }
    if (expr instanceof Expr.Collate collate) {
      return concat(expr(collate.expr()), text(" COLLATE " + names.item(collate.collation())));
    }
    if (expr instanceof Expr.ArrayLiteral array) {
      return bracketed("ARRAY[", commas(exprs(array.elements())), "]");
    }
    if (expr instanceof Expr.ListLiteral list) {
      return bracketed("LIST[", commas(exprs(list.elements())), "]");
    }
    if (expr instanceof Expr.MapLiteral map) {
      List<Doc> entries =
          map.entries().stream()
              .map(e -> concat(expr(e.key()), text(" => "), expr(e.value())))
              .toList();
      return bracketed("MAP[", commas(entries), "]");
    }
    if (expr instanceof Expr.Subscript subscript) {
      return subscript(subscript);
    }
    return subquery(expr);
  }

  private Doc subquery(Expr expr) {
    if (expr instanceof Expr.Subquery subquery) {
      return bracketed("(", printers.queries.query(subquery.query()), ")");
    }
    if (expr instanceof Expr.ArraySubquery array) {
      return bracketed("ARRAY(", printers.queries.query(array.query()), ")");
    }
    if (expr instanceof Expr.ListSubquery list) {
      return bracketed("LIST(", printers.queries.query(list.query()), ")");
    }
    if (expr instanceof Expr.MapSubquery map) {
      return bracketed("MAP(", printers.queries.query(map.query()), ")");
    }
    throw new IllegalArgumentException(String.valueOf(expr));
  }

  private Doc subscript(Expr.Subscript subscript) {
    List<Doc> docs = new ArrayList<>();
    docs.add(expr(subscript.expr()));
    for (Expr.Index index : subscript.indexes()) {
      docs.add(text("["));
      if (index.start() != null) {
        docs.add(expr(index.start()));
      }
      if (index.slice()) {
        docs.add(text(":"));
      }
      if (index.end() != null) {
        docs.add(expr(index.end()));
      }
      docs.add(text("]"));
    }
    return new Doc.Concat(docs);
  }

  private Doc caseExpr(Expr.Case caseExpr) {
    List<Doc> parts = new ArrayList<>();
    if (caseExpr.operand() != null) {
      parts.add(expr(caseExpr.operand()));
    }
    for (Expr.When when : caseExpr.branches()) {
      parts.add(
          group(
              nest(
                  concat(
                      titled("WHEN", expr(when.condition())),
                      line(),
                      titled("THEN", expr(when.result()))))));
    }
    if (caseExpr.otherwise() != null) {
      parts.add(titled("ELSE", expr(caseExpr.otherwise())));
    }
    return concat(
        text("CASE"), nest(concat(line(), Doc.joined(parts, line()))), line(), text("END"));
  }

  Doc call(Expr.Call call) {
    List<Ident> parts = call.name().parts();
    boolean form =
        parts.size() == 1
            && (FORMS.contains(parts.get(0).value()) || CALL_FORMS.contains(parts.get(0).value()));
    String open =
        (form ? formed(parts) : names.function(call.name()))
            + (call.distinct() ? "(DISTINCT " : "(");
    List<Doc> inside = new ArrayList<>();
    inside.add(call.star() ? text("*") : commas(exprs(call.arguments())));
    if (!call.orderBy().isEmpty()) {
      inside.add(orderBy(call.orderBy()));
    }
    List<Doc> docs = new ArrayList<>();
    docs.add(
        call.arguments().isEmpty()
            ? text(open + (call.star() ? "*" : "") + ")")
            : bracketed(open, Doc.joined(inside, line()), ")"));
    if (call.filter() != null) {
      docs.add(bracketed(" FILTER (WHERE ", expr(call.filter()), ")"));
    }
    if (call.over() != null) {
      docs.add(window(call.over()));
    }
    return new Doc.Concat(docs);
  }

  Doc orderBy(List<OrderBy> keys) {
    return titled("ORDER BY", commas(keys.stream().map(this::key).toList()));
  }

  private Doc key(OrderBy key) {
    String direction = key.ascending() == null ? "" : key.ascending() ? " ASC" : " DESC";
    String nulls = key.nullsLast() == null ? "" : key.nullsLast() ? " NULLS LAST" : " NULLS FIRST";
    return concat(expr(key.expr()), text(direction + nulls));
  }

  private Doc window(Expr.Window window) {
    List<Doc> inside = new ArrayList<>();
    if (!window.partitionBy().isEmpty()) {
      inside.add(titled("PARTITION BY", commas(exprs(window.partitionBy()))));
    }
    if (!window.orderBy().isEmpty()) {
      inside.add(orderBy(window.orderBy()));
    }
    if (window.frame() != null) {
      inside.add(text(frame(window.frame())));
    }
    String nulls = window.nulls() == null ? "" : " " + window.nulls() + " NULLS";
    return bracketed(nulls + " OVER (", Doc.joined(inside, line()), ")");
  }

  private String frame(Expr.Frame frame) {
    Expr.FrameBound end = frame.end();
    return frame.unit()
        + (end == null
            ? " " + bound(frame.start())
            : " BETWEEN " + bound(frame.start()) + " AND " + bound(end));
  }

  private String bound(Expr.FrameBound bound) {
    if (bound.kind() == Expr.BoundKind.CURRENT_ROW) {
      return "CURRENT ROW";
    }
    Expr offset = bound.offset();
    return (offset == null ? "UNBOUNDED" : Doc.flat(expr(offset))) + " " + bound.kind();
  }
}
