package dev.verdigris.engine.sql;

import dev.verdigris.engine.sql.Option.RefreshKind;
import dev.verdigris.engine.sql.Option.Replica;
import dev.verdigris.engine.sql.Option.Value;
import dev.verdigris.project.SqlToken.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads lists of {@code NAME = value}, whose names are one to four keywords. */
final class OptionParser {
  private final Grammar grammar;
  private final TokenCursor tokens;

  OptionParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  /** {@code (option, …)}. */
  List<Option> parenthesized(List<String> names) {
    return grammar.names.parenthesized(() -> option(names));
  }

  /** {@code (option, …)} if there is a parenthesis; it may hold nothing. */
  List<Option> optionallyParenthesized(List<String> names) {
    if (!tokens.acceptSymbol("(")) {
      return List.of();
    }
    if (tokens.acceptSymbol(")")) {
      return List.of();
    }
    List<Option> options = grammar.names.commaSeparated(() -> option(names));
    tokens.expectSymbol(")");
    return options;
  }

  /** {@code WITH (option, …)}, or nothing. */
  List<Option> with(List<String> names) {
    return tokens.at("WITH") && tokens.atSymbol(1, "(") && tokens.accept("WITH")
        ? parenthesized(names)
        : List.of();
  }

  Option option(List<String> names) {
    String name = name(names);
    return switch (name) {
      case "REPLICAS" -> new Option(name, replicas());
      case "SCHEDULE" -> new Option(name, schedule());
      case "REFRESH" -> new Option(name, refresh());
      case "RETAIN HISTORY" -> new Option(name, retain());
      default -> new Option(name, atValue() ? value() : null);
    };
  }

  /**
   * The name of an option, one of {@code names}. An error lists the words that could have come, in
   * the order of {@code names}.
   */
  String name(List<String> names) {
    List<String> candidates = names;
    StringBuilder name = new StringBuilder();
    while (true) {
      Set<String> words = new LinkedHashSet<>();
      boolean complete = false;
      for (String candidate : candidates) {
        String rest = candidate.substring(name.length()).strip();
        if (rest.isEmpty()) {
          complete = true;
        } else {
          words.add(rest.split(" ", 2)[0]);
        }
      }
      String found = words.stream().filter(tokens::at).findFirst().orElse(null);
      if (found == null) {
        if (complete) {
          return name.toString();
        }
        throw tokens.expected(TokenCursor.oneOf(List.copyOf(words)));
      }
      tokens.next();
      name.append(name.length() == 0 ? "" : " ").append(found);
      String prefix = name.toString();
      candidates =
          candidates.stream().filter(c -> c.equals(prefix) || c.startsWith(prefix + " ")).toList();
    }
  }

  private boolean atValue() {
    return !tokens.atEnd()
        && !tokens.atSymbol(",")
        && !tokens.atSymbol(")")
        && !tokens.atSymbol(";");
  }

  private Value value() {
    tokens.acceptSymbol("=");
    return bareValue();
  }

  private Value bareValue() {
    if (tokens.at("SECRET") && tokens.peek(1).isIdentifier()) {
      tokens.next();
      return new Value.Secret(grammar.names.item());
    }
    if (tokens.at("MAP") && tokens.atSymbol(1, "[")) {
      return new Value.Literal(grammar.exprs.expr());
    }
    if (tokens.atSymbol("[") && tokens.atSymbol(2, "]")) {
      return new Value.Name(new ObjectName(List.of(), grammar.names.cluster().id()));
    }
    if (tokens.atSymbol("[") && !tokens.at(2, "AS")) {
      return sequence("[", "]");
    }
    if (tokens.atSymbol("(")) {
      return sequence("(", ")");
    }
    if (tokens.atAny("TRUE", "FALSE", "NULL")
        || tokens.peek().kind() == Kind.STRING
        || tokens.peek().kind() == Kind.NUMBER
        || tokens.atSymbol("-")
        || grammar.types.atTypedString()) {
      return new Value.Literal(grammar.literals.literal());
    }
    if (tokens.peek().isIdentifier() || tokens.atSymbol("[")) {
      return new Value.Name(grammar.names.item());
    }
    throw tokens.expected("option value");
  }

  private Value.Sequence sequence(String open, String close) {
    tokens.expectSymbol(open);
    List<Value> values = new ArrayList<>();
    while (!tokens.atSymbol(close)) {
      values.add(tokens.deeper(this::bareValue));
      if (!tokens.acceptSymbol(",")) {
        break;
      }
    }
    tokens.expectSymbol(close);
    return new Value.Sequence(List.copyOf(values));
  }

  private Value.Replicas replicas() {
    tokens.acceptSymbol("=");
    tokens.expectSymbol("(");
    if (tokens.acceptSymbol(")")) {
      return new Value.Replicas(List.of());
    }
    List<Replica> replicas =
        grammar.names.commaSeparated(
            () -> new Replica(grammar.names.identifier(), parenthesized(OptionNames.REPLICA)));
    tokens.expectSymbol(")");
    return new Value.Replicas(replicas);
  }

  private Value.Schedule schedule() {
    tokens.acceptSymbol("=");
    if (tokens.expectOneOf("MANUAL", "ON").equals("MANUAL")) {
      return new Value.Schedule(false, List.of());
    }
    tokens.expect("REFRESH");
    return new Value.Schedule(true, optionallyParenthesized(OptionNames.SCHEDULE));
  }

  private Value.Refresh refresh() {
    tokens.acceptSymbol("=");
    return switch (tokens.expectOneOf("ON", "AT", "EVERY")) {
      case "ON" -> {
        tokens.expect("COMMIT");
        yield new Value.Refresh(RefreshKind.ON_COMMIT, null, null);
      }
      case "AT" -> new Value.Refresh(RefreshKind.AT, grammar.exprs.expr(), null);
      default -> {
        Expr every = new Expr.IntervalLiteral(tokens.expectString(), null, null, null);
        Expr aligned = tokens.accept("ALIGNED", "TO") ? grammar.exprs.expr() : null;
        yield new Value.Refresh(RefreshKind.EVERY, every, aligned);
      }
    };
  }

  private Value.RetainFor retain() {
    tokens.acceptSymbol("=");
    tokens.expect("FOR");
    return new Value.RetainFor(grammar.literals.literal());
  }
}
