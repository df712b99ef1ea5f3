package dev.verdigris.engine.fault;

import java.time.Duration;

/** What happens to a statement. */
public sealed interface StatementFault {

  /** The function of the schema {@code verdigris_engine} that sets it. */
  String function();

  /** How it is set, in words. */
  String setting();

  /** It waits before it runs; its timeout and a cancel request end the wait. */
  record Slow(Duration duration) implements StatementFault {
    @Override
    public String function() {
      return "statements_are_slow";
    }

    @Override
    public String setting() {
      return Spans.text(duration);
    }
  }

  /** It fails and does not run. */
  record Failing(String sqlstate, String message) implements StatementFault {
    @Override
    public String function() {
      return "statements_fail";
    }

    @Override
    public String setting() {
      return sqlstate + " " + message;
    }
  }

  /** The connection is lost, and the statement does not run. */
  record DropBefore() implements StatementFault {
    @Override
    public String function() {
      return "connections_drop_before";
    }

    @Override
    public String setting() {
      return "";
    }
  }

  /** The statement runs and takes effect, and the connection is lost before the client is told. */
  record DropAfter() implements StatementFault {
    @Override
    public String function() {
      return "connections_drop_after";
    }

    @Override
    public String setting() {
      return "";
    }
  }

  /** The connection is lost, and the statement takes effect all the same, later. */
  record Late(Duration delay) implements StatementFault {
    @Override
    public String function() {
      return "statements_take_effect_late";
    }

    @Override
    public String setting() {
      return Spans.text(delay);
    }
  }

  /** Another session changes the catalog just before the statement runs. */
  record ForeignDdl() implements StatementFault {
    @Override
    public String function() {
      return "ddl_comes_before";
    }

    @Override
    public String setting() {
      return "";
    }
  }
}
