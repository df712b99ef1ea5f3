package dev.verdigris.acceptance.faults;

import java.util.regex.Pattern;

/**
 * A statement that a deployment sends, so that the same one is found again in another run.
 *
 * @param leg the leg that sends it
 * @param phase the phase that sends it
 * @param session what its session is for
 * @param sql its text, without what differs from run to run
 * @param occurrence the how manieth of its kind it is, from 1
 */
record SentStep(Leg leg, String phase, String session, String sql, int occurrence) {
  private static final int SHOWN = 110;
  private static final Pattern READ =
      Pattern.compile(
          "\\s*(SELECT|WITH|EXPLAIN|SHOW|DECLARE|FETCH|SET)\\b", Pattern.CASE_INSENSITIVE);

  /** For people. */
  String describe() {
    String line = sql.strip().replaceAll("\\s+", " ");
    String shown = line.length() <= SHOWN ? line : line.substring(0, SHOWN) + " …";
    return phase
        + " · "
        + session
        + " · "
        + shown
        + (occurrence == 1 ? "" : " (" + occurrence + ")");
  }

  /** Whether the catalog and the data are the same after it. */
  boolean changesNothing() {
    return READ.matcher(sql).lookingAt();
  }

  /** Whether it sets a variable of its session. */
  boolean setsVariable() {
    return sql.strip().regionMatches(true, 0, "SET ", 0, 4);
  }

  /**
   * Whether a leg before this step's sends the same in the same session, so that it is tried there:
   * what changes something in the same phase, what changes nothing in any.
   */
  boolean isSentBy(SentStep other) {
    return other.leg().compareTo(leg) < 0
        && (changesNothing() || other.phase().equals(phase))
        && other.session().equals(session)
        && other.sql().equals(sql);
  }
}
