package dev.verdigris.cli;

import dev.verdigris.NextSteps;

/** Commands as they can be sent from where this one was. */
final class CommandLines {
  private CommandLines() {}

  /** With the options that this command was given; a build takes them as properties. */
  static String of(NextSteps.Command command, Report report) {
    boolean ours = command.program().equals(NextSteps.VERDIGRIS);
    return report
        .opened()
        .map(about -> ours ? about.options() : about.properties())
        .map(options -> command.program() + " " + command.arguments() + " " + options)
        .orElseGet(command::line);
  }
}
