package dev.verdigris.engine.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements about the session: its variables, transactions, cursors, prepared statements. */
public sealed interface SessionStatement extends Statement {

  /** {@code SET variable = values}; an empty list is DEFAULT. */
  record SetVariable(boolean local, Ident variable, List<SetValue> values)
      implements SessionStatement {}

  /** One value of a SET. */
  sealed interface SetValue {
    /** The value as the variable gets it: an identifier's name, a string, a number's text. */
    String text();

    /** A word. */
    record Word(Ident ident) implements SetValue {
      @Override
      public String text() {
        return ident.value();
      }
    }

    /** A string, number or boolean. */
    record Literal(Expr expr) implements SetValue {
      @Override
      public String text() {
        if (expr instanceof Expr.StringLiteral string) {
          return string.value();
        }
        if (expr instanceof Expr.BooleanLiteral bool) {
          return Boolean.toString(bool.value());
        }
        if (expr instanceof Expr.NumberLiteral number) {
          return number.text();
        }
        return "NULL";
      }
    }
  }

  /** {@code RESET variable}. */
  record ResetVariable(Ident variable) implements SessionStatement {}

  /** {@code SHOW variable}; the variable is null for ALL. */
  record ShowVariable(@Nullable Ident variable) implements SessionStatement {}

  /** {@code SET [SESSION CHARACTERISTICS AS] TRANSACTION modes}. */
  record SetTransaction(boolean session, List<TransactionMode> modes) implements SessionStatement {}

  /** {@code BEGIN} or {@code START TRANSACTION}. */
  record Begin(List<TransactionMode> modes) implements SessionStatement {}

  /** What a transaction is to be like. */
  sealed interface TransactionMode {
    /** {@code READ ONLY} or {@code READ WRITE}. */
    record Access(boolean readOnly) implements TransactionMode {}

    /** {@code ISOLATION LEVEL level}; the level in upper case. */
    record Isolation(String level) implements TransactionMode {}
  }

  /** {@code COMMIT}. */
  record Commit(boolean chain) implements SessionStatement {}

  /** {@code ROLLBACK}. */
  record Rollback(boolean chain) implements SessionStatement {}

  /** {@code DECLARE name CURSOR FOR statement}. */
  record Declare(Ident name, ParsedStatement statement) implements SessionStatement {}

  /**
   * {@code FETCH count name WITH (options)}.
   *
   * @param count null for ALL, and also where the text has none and means 1: see {@code all}
   */
  record Fetch(Ident name, @Nullable Long count, boolean all, List<Option> options)
      implements SessionStatement {}

  /** {@code CLOSE name}. */
  record Close(Ident name) implements SessionStatement {}

  /** {@code PREPARE name AS statement}. */
  record Prepare(Ident name, ParsedStatement statement) implements SessionStatement {}

  /** {@code EXECUTE name (parameters)}. */
  record Execute(Ident name, List<Expr> parameters) implements SessionStatement {}

  /** {@code DEALLOCATE name}; null for ALL. */
  record Deallocate(@Nullable Ident name) implements SessionStatement {}

  /** {@code DISCARD ALL} and its kin; the word in upper case. */
  record Discard(String target) implements SessionStatement {}
}
