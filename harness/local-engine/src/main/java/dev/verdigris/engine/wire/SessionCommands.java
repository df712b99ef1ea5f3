package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.AlterStatement;
import dev.verdigris.engine.sql.SessionStatement;
import dev.verdigris.engine.sql.SessionStatement.SetValue;
import dev.verdigris.engine.sql.SessionStatement.TransactionMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Statements about the session: its variables and its transaction. */
final class SessionCommands {
  private final Session session;
  private final RowSender rows;

  SessionCommands(Session session, RowSender rows) {
    this.session = session;
    this.rows = rows;
  }

  String begin(SessionStatement.Begin begin) {
    if (session.transaction().isBlock()) {
      session.notice(TransactionErrors.ALREADY_OPEN);
      return "BEGIN";
    }
    boolean readOnly = false;
    for (TransactionMode mode : begin.modes()) {
      if (mode instanceof TransactionMode.Access access) {
        readOnly = access.readOnly();
      }
    }
    session.beginBlock(readOnly);
    isolate(begin.modes(), true);
    return "BEGIN";
  }

  String commit() throws IOException {
    if (!session.transaction().isBlock()) {
      session.notice(TransactionErrors.NONE_OPEN);
    }
    if (session.transaction().failed()) {
      session.rollback();
      return "ROLLBACK";
    }
    session.commit();
    return "COMMIT";
  }

  String rollback() throws IOException {
    if (!session.transaction().isBlock()) {
      session.notice(TransactionErrors.NONE_OPEN);
    }
    session.rollback();
    return "ROLLBACK";
  }

  String set(SessionStatement.SetVariable set) throws IOException {
    String name = canonical(set.variable().value());
    if (set.values().isEmpty()) {
      return reset(name, "SET");
    }
    List<String> values = new ArrayList<>(set.values().stream().map(SetValue::text).toList());
    requireChangeable(name);
    String wanted = values.get(0);
    session.variables().set(name, values, set.local());
    tellOfMissing(name);
    if (name.equalsIgnoreCase("transaction_isolation") && Variable.isUpgraded(wanted)) {
      session.notice(SessionErrors.upgraded(wanted.toLowerCase(Locale.ROOT)));
    }
    report(name);
    return "SET";
  }

  String reset(SessionStatement.ResetVariable reset) throws IOException {
    return reset(canonical(reset.variable().value()), "RESET");
  }

  private String reset(String name, String tag) throws IOException {
    requireChangeable(name);
    session.variables().reset(name);
    report(name);
    return tag;
  }

  private void requireChangeable(String name) {
    boolean busy =
        session.transaction().extent() != Transaction.Extent.STATEMENT
            && session.transaction().kind() != Transaction.Kind.FRESH;
    if (busy && Set.of("cluster", "cluster_replica").contains(name)) {
      throw VariableErrors.clusterInTransaction();
    }
  }

  /** {@code SET schema} means the search path, {@code SET TIME ZONE} its variable. */
  private static String canonical(String name) {
    return name.equals("schema") ? "search_path" : name;
  }

  /** Clients are told of a variable only where the statement spells it as the server does. */
  private void report(String name) throws IOException {
    Variable variable = session.variables().variable(name);
    if (variable.reported() && variable.name().equals(name)) {
      session.client().parameterStatus(name, session.variables().get(name));
    }
  }

  private void tellOfMissing(String name) {
    if (!session.variables().isOn("current_object_missing_warnings")) {
      return;
    }
    if (name.equals("cluster") && session.state().cluster(session.cluster()).isEmpty()) {
      session.notice(SessionErrors.clusterMissing(session.cluster()));
    }
    if (name.equals("database") && session.state().database(session.database()).isEmpty()) {
      session.notice(SessionErrors.databaseMissing(session.database()));
    }
  }

  String setTransaction(SessionStatement.SetTransaction set) {
    isolate(set.modes(), !set.session());
    return "SET";
  }

  private void isolate(List<TransactionMode> modes, boolean local) {
    for (TransactionMode mode : modes) {
      if (mode instanceof TransactionMode.Isolation isolation) {
        String level = isolation.level().toLowerCase(Locale.ROOT);
        session.variables().set("transaction_isolation", List.of(level), local);
      }
    }
  }

  String show(SessionStatement.ShowVariable show, Formats formats) throws IOException {
    if (show.variable() == null) {
      int count = 0;
      for (Variable variable : session.variables().all()) {
        rows.send(
            List.of(
                variable.name(),
                session.setting(variable.name()),
                session.variables().description(variable)),
            formats);
        count++;
      }
      return "SELECT " + count;
    }
    String name = show.variable().value();
    rows.send(java.util.Collections.singletonList(value(name)), formats);
    return "SELECT 1";
  }

  private @Nullable String value(String name) {
    if (name.equals("schema")) {
      return session.searchPath().stream()
          .filter(
              schema ->
                  session
                      .state()
                      .database(session.database())
                      .flatMap(database -> session.state().schema(database.id(), schema))
                      .isPresent())
          .findFirst()
          .orElse(null);
    }
    String value = session.setting(name);
    tellOfMissing(name);
    return value;
  }

  String discard(SessionStatement.Discard discard, String text) throws IOException {
    if (session.transaction().extent() != Transaction.Extent.STATEMENT) {
      throw TransactionErrors.notInBlock(text);
    }
    switch (discard.target()) {
      case "ALL" -> {
        session.portals().clear();
        session.statements().clear();
        session.variables().resetAll();
        session.dropTemporary();
      }
      case "TEMP" -> session.dropTemporary();
      default -> throw SqlException.unsupported("DISCARD " + discard.target());
    }
    return "DISCARD " + discard.target();
  }

  /** Fails unless the variable is one, and takes such values; none: a reset. */
  void checkRoleVariable(String name, List<SetValue> values) {
    Variable variable = session.variables().variable(canonical(name));
    if (variable.kind() == Variable.Kind.SYSTEM) {
      throw VariableErrors.unknown(name);
    }
    if (!values.isEmpty()) {
      variable.normalized(values.stream().map(SetValue::text).toList());
    }
  }

  String alterSystem(AlterStatement statement) {
    if (!session.isSystemUser()) {
      throw denied(statement);
    }
    if (statement instanceof AlterStatement.SystemSet set) {
      session
          .systemVariables()
          .set(set.variable().value(), set.values().stream().map(SetValue::text).toList());
      session.notice(SessionErrors.systemVariableUpdated(set.variable().value()));
    } else if (statement instanceof AlterStatement.SystemReset reset && reset.variable() != null) {
      session.systemVariables().reset(reset.variable().value());
      session.notice(SessionErrors.systemVariableUpdated(reset.variable().value()));
    } else {
      session.systemVariables().resetAll();
      session.notice(SessionErrors.allSystemVariablesUpdated());
    }
    return "ALTER SYSTEM";
  }

  private static SqlException denied(AlterStatement statement) {
    String variable =
        statement instanceof AlterStatement.SystemSet set ? set.variable().value() : "";
    if (variable.equals("enable_rbac_checks")) {
      return SqlException.of(
              "42501",
              "permission denied to toggle the '" + variable + "' system configuration parameter")
          .withDetail(
              "You must be a superuser to toggle the '"
                  + variable
                  + "' system configuration parameter");
    }
    return SqlException.of("42501", "permission denied to alter system")
        .withDetail("You must be the 'mz_system' role");
  }
}
