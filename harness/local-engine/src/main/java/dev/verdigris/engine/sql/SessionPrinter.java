package dev.verdigris.engine.sql;

import dev.verdigris.engine.sql.SessionStatement.SetValue;
import dev.verdigris.engine.sql.SessionStatement.TransactionMode;
import java.util.List;
import java.util.stream.Collectors;

/** Writes statements about the session. */
final class SessionPrinter {
  private final Printers printers;
  private final NamePrinter names;

  SessionPrinter(Printers printers) {
    this.printers = printers;
    this.names = printers.names;
  }

  String session(SessionStatement session) {
    if (session instanceof SessionStatement.SetVariable set) {
      String local = set.local() ? "SET LOCAL " : "SET ";
      return local + names.ident(set.variable()) + " = " + values(set.values());
    }
    if (session instanceof SessionStatement.ResetVariable reset) {
      return "RESET " + names.ident(reset.variable());
    }
    if (session instanceof SessionStatement.ShowVariable show) {
      return "SHOW " + (show.variable() == null ? "ALL" : names.ident(show.variable()));
    }
    if (session instanceof SessionStatement.Discard discard) {
      return "DISCARD " + discard.target();
    }
    String transaction = transaction(session);
    return transaction.isEmpty() ? prepared(session) : transaction;
  }

  String values(List<SetValue> values) {
    return values.isEmpty()
        ? "DEFAULT"
        : values.stream().map(this::value).collect(Collectors.joining(", "));
  }

  private String value(SetValue value) {
    return value instanceof SetValue.Word word
        ? names.ident(word.ident())
        : expr(((SetValue.Literal) value).expr());
  }

  private String expr(Expr expr) {
    return Doc.flat(printers.exprs.expr(expr));
  }

  /** Empty for what is no statement about transactions. */
  private String transaction(SessionStatement session) {
    if (session instanceof SessionStatement.SetTransaction set) {
      String title =
          set.session() ? "SET SESSION CHARACTERISTICS AS TRANSACTION" : "SET TRANSACTION";
      return title + modes(set.modes());
    }
    if (session instanceof SessionStatement.Begin begin) {
      return "BEGIN" + modes(begin.modes());
    }
    if (session instanceof SessionStatement.Commit commit) {
      return commit.chain() ? "COMMIT AND CHAIN" : "COMMIT";
    }
    if (session instanceof SessionStatement.Rollback rollback) {
      return rollback.chain() ? "ROLLBACK AND CHAIN" : "ROLLBACK";
    }
    return "";
  }

  private static String modes(List<TransactionMode> modes) {
    return modes.isEmpty()
        ? ""
        : modes.stream().map(SessionPrinter::mode).collect(Collectors.joining(", ", " ", ""));
  }

  private static String mode(TransactionMode mode) {
    if (mode instanceof TransactionMode.Access access) {
      return access.readOnly() ? "READ ONLY" : "READ WRITE";
    }
    return "ISOLATION LEVEL " + ((TransactionMode.Isolation) mode).level();
  }

  private String prepared(SessionStatement session) {
    if (session instanceof SessionStatement.Declare declare) {
      return "DECLARE "
          + names.ident(declare.name())
          + " CURSOR FOR "
          + statement(declare.statement());
    }
    if (session instanceof SessionStatement.Fetch fetch) {
      String count = fetch.all() ? "ALL " : fetch.count() == null ? "" : fetch.count() + " ";
      String with =
          fetch.options().isEmpty()
              ? ""
              : Doc.flat(printers.options.parenthesized(" WITH ", fetch.options()));
      return "FETCH " + count + names.ident(fetch.name()) + with;
    }
    if (session instanceof SessionStatement.Close close) {
      return "CLOSE " + names.ident(close.name());
    }
    if (session instanceof SessionStatement.Prepare prepare) {
      return "PREPARE " + names.ident(prepare.name()) + " AS " + statement(prepare.statement());
    }
    if (session instanceof SessionStatement.Execute execute) {
      String parameters =
          execute.parameters().isEmpty()
              ? ""
              : execute.parameters().stream()
                  .map(this::expr)
                  .collect(Collectors.joining(", ", " (", ")"));
      return "EXECUTE " + names.ident(execute.name()) + parameters;
    }
    Ident name = ((SessionStatement.Deallocate) session).name();
    return "DEALLOCATE " + (name == null ? "ALL" : names.ident(name));
  }

  private String statement(ParsedStatement statement) {
    return Doc.flat(printers.statements.statement(statement.statement()));
  }
}
