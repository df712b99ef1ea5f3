package dev.verdigris.cli;

import dev.verdigris.NextSteps;

/** Commands as they can be sent from where this one was. */
final class CommandLines {
  private CommandLines() {}

  /** With the options that this command was given. */
  static String of(NextSteps.Command command, Report report) {
    return command.program().equals(NextSteps.VERDIGRIS)
        ? command.program()
            + " "
            + command.arguments()
            + report.opened().map(about -> " " + about.options()).orElse("")
        : command.line();
  }
}
