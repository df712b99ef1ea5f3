package dev.verdigris.execute;

import dev.verdigris.Phase;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.TransitionStep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Turns the switch of a transition by compare and swap: its token is read, then the catalog, and
 * the statement turns the switch only while that token stands. What a killed run has sent and what
 * comes late finds another token as soon as anybody has turned the switch since, also in a switch
 * that was made anew under the same name. Where the names are elsewhere by then, another run has
 * the say and nothing is sent.
 */
public final class SwitchTurns {
  /** Each further try means that another run has turned the switch meanwhile. */
  private static final int TRIES = 5;

  private final Sessions sessions;
  private final Failures failures;
  private final Fence.Reading<Situation> catalog;

  /**
   * Turns of one phase.
   *
   * @param catalog reads where the deployment stands
   */
  public SwitchTurns(Sessions sessions, Failures failures, Fence.Reading<Situation> catalog) {
    this.sessions = sessions;
    this.failures = failures;
    this.catalog = catalog;
  }

  /** Gives the switch its row, with a token of its own. */
  void setUp(TransitionStep.SetUp step) throws SQLException {
    try (Session session = open(step.cluster())) {
      session.execute(step.sql(token()));
    }
  }

  /**
   * Turns the switch.
   *
   * @param planned where the deployment stands by the steps before
   * @throws dev.verdigris.VerdigrisException VG-5751 where the names are elsewhere, or where others
   *     turn it again and again
   */
  void turn(Phase phase, TransitionStep.Flip step, Situation planned) throws SQLException {
    try (Session session = open(step.cluster())) {
      for (int i = 0; i < TRIES; i++) {
        String read = read(session, phase, step, planned);
        refuseMoved(session, phase, step, planned);
        if (session.update(step.sql(read, token())) == 1) {
          return;
        }
      }
    }
    throw ExecutionProblems.switchTaken(
            phase,
            step,
            "it was turned by somebody else during each of " + TRIES + " tries",
            state())
        .exception();
  }

  private String read(Session session, Phase phase, TransitionStep.Flip step, Situation planned)
      throws SQLException {
    try {
      return session.query(step.read(), rows -> token(rows, step));
    } catch (SQLException e) {
      if (!SqlStates.connectionLost(e)) {
        // Whoever brought the names elsewhere may have dropped the transition as well.
        refuseMoved(session, phase, step, planned);
      }
      throw e;
    }
  }

  private void refuseMoved(
      Session session, Phase phase, TransitionStep.Flip step, Situation planned)
      throws SQLException {
    if (inProduction(catalog.on(session)) != inProduction(planned)) {
      throw ExecutionProblems.switchTaken(
              phase, step, "the names are not where the steps before have brought them", state())
          .exception();
    }
  }

  /** Reading and changing a table needs a cluster with replicas: green's has them. */
  private Session open(String cluster) throws SQLException {
    Session session = sessions.open("switch");
    try {
      session.execute("SET cluster = " + Identifiers.quote(cluster));
    } catch (SQLException e) {
      session.close();
      throw e;
    }
    return session;
  }

  private String state() {
    return failures.state().get();
  }

  private static boolean inProduction(Situation situation) {
    return situation.state().kind().inProduction();
  }

  private static String token() {
    return UUID.randomUUID().toString();
  }

  private static String token(ResultSet rows, TransitionStep.Flip step) throws SQLException {
    String token = rows.next() ? rows.getString(1) : null;
    if (token == null || rows.next()) {
      throw new SQLException("the switch " + step.switchSql() + " has not exactly one row");
    }
    return token;
  }
}
