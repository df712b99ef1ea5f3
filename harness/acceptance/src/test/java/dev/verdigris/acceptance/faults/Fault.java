package dev.verdigris.acceptance.faults;

import dev.verdigris.ExitCode;
import dev.verdigris.acceptance.Disturbance;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is done to a statement. */
enum Fault {
  /** From here on every connection of the run is dead, as if its process were killed. */
  KILLED_BEFORE,
  KILLED_AFTER,
  /** The same in a process of its own and for real; only for a sample. */
  SIGKILLED_BEFORE,
  SIGKILLED_AFTER,
  DROPPED_BEFORE,
  DROPPED_AFTER,
  /** The connection is lost, and the statement takes effect a moment later. */
  DROPPED_AND_LATE,
  REFUSED_40001,
  REFUSED_42501,
  /** Until the deadline, which is ours. */
  STALLED,
  /** The server is killed and started again. */
  RESTARTED;

  private static final Duration LATE = Duration.ofMillis(400);

  /**
   * What a relay does.
   *
   * @throws IllegalStateException for those that are done to the server or to a process
   */
  Disturbance disturbance() {
    return switch (this) {
      case KILLED_BEFORE -> new Disturbance.Dark(false);
      case KILLED_AFTER -> new Disturbance.Dark(true);
      case DROPPED_BEFORE -> new Disturbance.Lost(false);
      case DROPPED_AFTER -> new Disturbance.Lost(true);
      case DROPPED_AND_LATE -> new Disturbance.Late(LATE);
      case REFUSED_40001 ->
          new Disturbance.Refused(
              "40001", "another session modified the catalog while this DDL transaction was open");
      case REFUSED_42501 -> new Disturbance.Refused("42501", "permission denied");
      case STALLED -> new Disturbance.Stalled();
      case SIGKILLED_BEFORE, SIGKILLED_AFTER, RESTARTED -> throw new IllegalStateException(label());
    };
  }

  /** Whether the process is gone and says nothing any more. */
  boolean kills() {
    return this == KILLED_BEFORE || this == KILLED_AFTER || forks();
  }

  /** Whether the run is in a process of its own. */
  boolean forks() {
    return this == SIGKILLED_BEFORE || this == SIGKILLED_AFTER;
  }

  /**
   * With what a run that fails may end; whether one that does not fail did all of its work is told
   * by what it left.
   */
  Set<ExitCode> exitCodes() {
    return switch (this) {
      case REFUSED_40001 -> EnumSet.of(ExitCode.CONFLICT, ExitCode.FOLLOW_UP);
      // A stalled login is a server that cannot be reached.
      case STALLED -> EnumSet.of(ExitCode.NOT_READY, ExitCode.CONNECTION, ExitCode.FOLLOW_UP);
      case DROPPED_AND_LATE ->
          EnumSet.of(ExitCode.CONNECTION, ExitCode.CONFLICT, ExitCode.FOLLOW_UP);
      default -> EnumSet.of(ExitCode.CONNECTION, ExitCode.FOLLOW_UP);
    };
  }

  /**
   * Whether this can happen to a step in a way of its own.
   *
   * <p>Before and after what changes nothing are one moment, which for a process that dies is that
   * after the last change; and only what changes the catalog can be raced. A restart loses every
   * connection: among statements in a row that change nothing the first stands for the others,
   * whose own ways to fail {@link #DROPPED_BEFORE} shows.
   *
   * @param before the step before it in the same leg; null: none
   */
  boolean concerns(SentStep step, @Nullable SentStep before) {
    boolean first = before == null || !before.changesNothing();
    return switch (this) {
      case DROPPED_AND_LATE -> step.sql().strip().equalsIgnoreCase("COMMIT");
      case KILLED_AFTER, DROPPED_AFTER, REFUSED_40001 -> !step.changesNothing();
      case KILLED_BEFORE -> before == null || !step.changesNothing();
      case RESTARTED -> first || !step.changesNothing();
      // A variable of the session, which the driver sets: no right is asked for it.
      case REFUSED_42501 -> !step.setsVariable();
      default -> true;
    };
  }

  /** For people: {@code dropped before}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
