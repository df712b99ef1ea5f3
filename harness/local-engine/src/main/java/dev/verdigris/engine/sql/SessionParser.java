package dev.verdigris.engine.sql;

import dev.verdigris.engine.sql.SessionStatement.SetValue;
import dev.verdigris.engine.sql.SessionStatement.TransactionMode;
import dev.verdigris.project.SqlToken;
import dev.verdigris.project.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads statements about the session: variables, transactions, cursors, prepared statements. */
final class SessionParser {
  private final Grammar grammar;
  private final TokenCursor tokens;

  SessionParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  SessionStatement set() {
    SqlToken first = tokens.peek();
    boolean session = tokens.accept("SESSION");
    boolean local = !session && tokens.accept("LOCAL");
    if (session && tokens.accept("CHARACTERISTICS")) {
      tokens.expect("AS", "TRANSACTION");
      return new SessionStatement.SetTransaction(true, modes(true));
    }
    if (first.isWord("TRANSACTION") && !tokens.atSymbol(1, "=") && !tokens.at(1, "TO")) {
      tokens.next();
      return new SessionStatement.SetTransaction(false, modes(true));
    }
    Ident variable = variable();
    boolean sign = tokens.acceptSymbol("=") || tokens.accept("TO");
    if (!sign && variable.value().equals("time")) {
      tokens.expect("ZONE");
      return new SessionStatement.SetVariable(local, new Ident("timezone"), values());
    }
    if (!sign && variable.value().equals("names")) {
      return new SessionStatement.SetVariable(local, new Ident("client_encoding"), values());
    }
    if (!sign) {
      throw tokens.expected("equals sign or TO");
    }
    Ident known = variable.value().equals("schema") ? new Ident("search_path") : variable;
    return new SessionStatement.SetVariable(local, known, values());
  }

  Ident variable() {
    return grammar.names.identifier();
  }

  /** The values behind {@code =}; none for DEFAULT. */
  List<SetValue> values() {
    if (tokens.accept("DEFAULT")) {
      return List.of();
    }
    return grammar.names.commaSeparated(this::value);
  }

  private SetValue value() {
    SqlToken token = tokens.peek();
    boolean literal =
        token.kind() == Kind.STRING
            || token.kind() == Kind.NUMBER
            || token.isSymbol("-")
            || tokens.atAny("TRUE", "FALSE", "NULL")
            || (tokens.at("INTERVAL") && tokens.peek(1).kind() == Kind.STRING);
    if (literal) {
      return new SetValue.Literal(grammar.literals.literal());
    }
    if (token.isIdentifier()) {
      return new SetValue.Word(grammar.names.identifier());
    }
    throw tokens.expected("variable value");
  }

  SessionStatement reset() {
    return new SessionStatement.ResetVariable(variable());
  }

  SessionStatement begin() {
    tokens.acceptOneOf("TRANSACTION", "WORK");
    return new SessionStatement.Begin(modes(false));
  }

  SessionStatement start() {
    tokens.expect("TRANSACTION");
    return new SessionStatement.Begin(modes(false));
  }

  private List<TransactionMode> modes(boolean required) {
    List<TransactionMode> modes = new ArrayList<>();
    boolean comma = false;
    while (true) {
      if (tokens.accept("ISOLATION", "LEVEL")) {
        modes.add(new TransactionMode.Isolation(isolation()));
      } else if (tokens.accept("READ")) {
        boolean readOnly = tokens.expectOneOf("ONLY", "WRITE").equals("ONLY");
        modes.add(new TransactionMode.Access(readOnly));
      } else if (comma || (required && modes.isEmpty())) {
        throw tokens.expected("transaction mode");
      } else {
        return List.copyOf(modes);
      }
      comma = tokens.acceptSymbol(",");
    }
  }

  private String isolation() {
    if (tokens.accept("STRONG")) {
      tokens.expect("SESSION", "SERIALIZABLE");
      return "STRONG SESSION SERIALIZABLE";
    }
    if (tokens.accept("STRICT")) {
      tokens.expect("SERIALIZABLE");
      return "STRICT SERIALIZABLE";
    }
    if (tokens.accept("SERIALIZABLE")) {
      return "SERIALIZABLE";
    }
    if (tokens.accept("REPEATABLE")) {
      tokens.expect("READ");
      return "REPEATABLE READ";
    }
    if (tokens.accept("READ")) {
      return "READ " + tokens.expectOneOf("UNCOMMITTED", "COMMITTED");
    }
    throw tokens.expected("isolation level");
  }

  SessionStatement commit() {
    return new SessionStatement.Commit(chain());
  }

  SessionStatement rollback() {
    return new SessionStatement.Rollback(chain());
  }

  private boolean chain() {
    tokens.acceptOneOf("TRANSACTION", "WORK");
    if (!tokens.accept("AND")) {
      return false;
    }
    boolean chain = !tokens.accept("NO");
    tokens.expect("CHAIN");
    return chain;
  }

  SessionStatement declare() {
    Ident name = grammar.names.identifier();
    tokens.expect("CURSOR");
    if (tokens.accept("WITHOUT")) {
      tokens.expect("HOLD");
    }
    tokens.expect("FOR");
    return new SessionStatement.Declare(name, grammar.statements.statement());
  }

  SessionStatement fetch() {
    tokens.accept("FORWARD");
    boolean all = tokens.accept("ALL");
    Long count =
        !all && tokens.peek().kind() == Kind.NUMBER ? Long.valueOf(tokens.expectUnsigned()) : null;
    tokens.accept("FROM");
    Ident name = grammar.names.identifier();
    return new SessionStatement.Fetch(name, count, all, grammar.options.with(OptionNames.FETCH));
  }

  SessionStatement close() {
    return new SessionStatement.Close(grammar.names.identifier());
  }

  SessionStatement prepare() {
    Ident name = grammar.names.identifier();
    tokens.expect("AS");
    return new SessionStatement.Prepare(name, grammar.statements.statement());
  }

  SessionStatement execute() {
    Ident name = grammar.names.identifier();
    List<Expr> parameters =
        tokens.atSymbol("(") ? grammar.names.parenthesized(grammar.exprs::expr) : List.of();
    return new SessionStatement.Execute(name, parameters);
  }

  SessionStatement deallocate() {
    tokens.accept("PREPARE");
    return new SessionStatement.Deallocate(
        tokens.accept("ALL") ? null : grammar.names.identifier());
  }

  SessionStatement discard() {
    String target = tokens.expectOneOf("ALL", "PLANS", "SEQUENCES", "TEMP", "TEMPORARY");
    return new SessionStatement.Discard(
        target.equals("TEMPORARY") ? "TEMP" : target.toUpperCase(Locale.ROOT));
  }
}
