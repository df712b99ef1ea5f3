package dev.verdigris.execute;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.Server;
import java.sql.SQLException;

/** The texts of what goes wrong between us and the server. */
final class ConnectionProblems {
  private ConnectionProblems() {}

  static Problem unreachable(Server server, SQLException cause) {
    return Problem.of(
            ExitCode.CONNECTION,
            101,
            "CONNECTION",
            "the server cannot be reached: " + server.description())
        .detail("cause", message(cause))
        .state("nothing was sent")
        .next("check the address, the password and that the server runs, then run again")
        .build();
  }

  static String message(SQLException cause) {
    String text = String.valueOf(cause.getMessage()).strip();
    return cause.getSQLState() == null ? text : text + " (" + cause.getSQLState() + ")";
  }
}
