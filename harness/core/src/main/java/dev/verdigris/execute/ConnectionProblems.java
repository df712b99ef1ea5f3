package dev.verdigris.execute;

import dev.verdigris.Durations;
import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.Server;
import java.sql.SQLException;
import java.time.Duration;

/** The texts of what goes wrong between us and the server. */
final class ConnectionProblems {
  private ConnectionProblems() {}

  static Problem unreachable(Server server, String state, SQLException cause) {
    return Problem.of(
            ExitCode.CONNECTION,
            101,
            "CONNECTION",
            "the server cannot be reached: " + server.description())
        .detail("cause", message(cause))
        .state(state)
        .next("check the address, the password and that the server runs, then run again")
        .build();
  }

  static Problem allLent(int most, Duration patience) {
    return Problem.of(
            ExitCode.CONNECTION,
            112,
            "CONNECTION",
            (most == 1
                    ? "the only connection of validations was"
                    : "all " + most + " connections of validations were")
                + " in use for "
                + Durations.text(patience))
        .state("nothing was sent")
        .next("raise validation.connections, or run fewer tests at once; close shared snapshots")
        .build();
  }

  static String message(SQLException cause) {
    String text = String.valueOf(cause.getMessage()).strip();
    return cause.getSQLState() == null ? text : text + " (" + cause.getSQLState() + ")";
  }
}
