package dev.verdigris.engine.sql;

import dev.verdigris.engine.sql.Option.Value;
import java.util.List;
import java.util.stream.Collectors;

/** Writes options. They never break within one. */
final class OptionPrinter {
  private final Printers printers;

  OptionPrinter(Printers printers) {
    this.printers = printers;
  }

  List<Doc> options(List<Option> options) {
    return options.stream().map(option -> Doc.text(option(option))).toList();
  }

  /** {@code (a = 1, b = 2)}. */
  Doc parenthesized(String before, List<Option> options) {
    return Doc.bracketed(before + "(", Doc.commas(options(options)), ")");
  }

  private String option(Option option) {
    Value value = option.value();
    return value == null ? option.name() : option.name() + " = " + value(value);
  }

  private String value(Value value) {
    if (value instanceof Value.Literal literal) {
      return expr(literal.expr());
    }
    if (value instanceof Value.Name name) {
      ObjectName object = name.name();
      return object.parts().isEmpty() ? "[" + object.id() + "]" : printers.names.item(object);
    }
    if (value instanceof Value.Secret secret) {
      return "SECRET " + printers.names.item(secret.name());
    }
    if (value instanceof Value.Sequence sequence) {
      return sequence.values().stream()
          .map(this::value)
          .collect(Collectors.joining(", ", "(", ")"));
    }
    if (value instanceof Value.Replicas replicas) {
      return replicas.replicas().stream()
          .map(r -> printers.names.ident(r.name()) + " " + list(r.options()))
          .collect(Collectors.joining(", ", "(", ")"));
    }
    if (value instanceof Value.Schedule schedule) {
      return !schedule.onRefresh()
          ? "MANUAL"
          : "ON REFRESH" + (schedule.options().isEmpty() ? "" : " " + list(schedule.options()));
    }
    if (value instanceof Value.RetainFor retain) {
      return "FOR " + expr(retain.duration());
    }
    return refresh((Value.Refresh) value);
  }

  private String list(List<Option> options) {
    return options.stream().map(this::option).collect(Collectors.joining(", ", "(", ")"));
  }

  private String refresh(Value.Refresh refresh) {
    Expr at = refresh.at();
    if (at == null) {
      return "ON COMMIT";
    }
    if (refresh.kind() == Option.RefreshKind.AT) {
      return "AT " + expr(at);
    }
    String every =
        at instanceof Expr.IntervalLiteral i ? printers.names.string(i.value()) : expr(at);
    Expr aligned = refresh.alignedTo();
    return "EVERY " + every + (aligned == null ? "" : " ALIGNED TO " + expr(aligned));
  }

  private String expr(Expr expr) {
    return Doc.flat(printers.exprs.expr(expr));
  }
}
