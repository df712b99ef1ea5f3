package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Option;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options of one statement, read as the types that they are to have. */
final class Options {
  private final List<Option> options;

  Options(List<Option> options) {
    this.options = options;
    Set<String> seen = new HashSet<>();
    for (Option option : options) {
      if (!seen.add(option.name())) {
        throw SqlException.internal(option.name() + " specified more than once");
      }
    }
  }

  boolean has(String name) {
    return find(name).isPresent();
  }

  Optional<String> string(String name) {
    return find(name)
        .map(
            option -> {
              if (literal(option) instanceof Expr.StringLiteral string) {
                return string.value();
              }
              if (option.value() instanceof Option.Value.Name word) {
                return word.name().toString();
              }
              throw SqlException.internal("invalid " + name + ": cannot use value as string");
            });
  }

  Optional<Integer> number(String name) {
    return find(name)
        .map(
            option -> {
              String text = numberText(literal(option));
              if (text == null) {
                throw SqlException.internal("invalid " + name + ": cannot use value as number");
              }
              try {
                return Integer.parseUnsignedInt(text);
              } catch (NumberFormatException e) {
                throw SqlException.internal(
                    "invalid " + name + ": invalid numeric value: invalid digit found in string");
              }
            });
  }

  Optional<Boolean> flag(String name) {
    return find(name)
        .map(
            option -> {
              if (option.value() == null) {
                return true;
              }
              Expr literal = literal(option);
              if (literal instanceof Expr.BooleanLiteral value) {
                return value.value();
              }
              if (literal instanceof Expr.StringLiteral text) {
                return Boolean.parseBoolean(text.value());
              }
              if (option.value() instanceof Option.Value.Name word) {
                return Boolean.parseBoolean(word.name().toString());
              }
              throw SqlException.internal("invalid " + name + ": cannot use value as boolean");
            });
  }

  Optional<Option> find(String name) {
    return options.stream().filter(o -> o.name().equals(name)).findFirst();
  }

  static @Nullable Expr literal(Option option) {
    return option.value() instanceof Option.Value.Literal literal ? literal.expr() : null;
  }

  private static @Nullable String numberText(@Nullable Expr expr) {
    if (expr instanceof Expr.NumberLiteral number) {
      return number.text();
    }
    if (expr instanceof Expr.Prefix prefix
        && prefix.operand() instanceof Expr.NumberLiteral number) {
      return prefix.operator() + number.text();
    }
    return null;
  }
}
