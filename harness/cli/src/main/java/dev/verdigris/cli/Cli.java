package dev.verdigris.cli;

import dev.verdigris.ExitCode;
import dev.verdigris.Nearest;
import dev.verdigris.Problem;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The whole command line. */
final class Cli {
  /** Of the help: what every terminal shows. */
  private static final int WIDTH = 80;

  private Cli() {}

  /**
   * Runs one command.
   *
   * @return the exit code
   */
  static int run(Terminal terminal, String... arguments) {
    int code = commandLine(terminal).execute(arguments);
    terminal.out().flush();
    terminal.err().flush();
    return code;
  }

  static CommandLine commandLine(Terminal terminal) {
    CommandLine root = new CommandLine(new RootCommand());
    for (DeploymentCommand command :
        List.of(
            new PhaseCommand.Init(terminal),
            new PhaseCommand.Run(terminal),
            new PhaseCommand.Await(terminal),
            new PromoteCommand(terminal),
            new PhaseCommand.Rollback(terminal),
            new PhaseCommand.Cleanup(terminal),
            new StatusCommand(terminal),
            new HistoryCommand(terminal),
            new PlanCommand(terminal))) {
      CommandLine one = new CommandLine(command);
      one.getCommandSpec().addOption(help());
      root.addSubcommand(one);
    }
    root.addSubcommand(new AutoComplete.GenerateCompletion());
    explain(root.getCommandSpec());
    root.getSubcommands().values().forEach(one -> explain(one.getCommandSpec()));
    return root.setOut(terminal.out())
        .setErr(terminal.err())
        .setColorScheme(Help.defaultColorScheme(terminal.color() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler((wrong, arguments) -> usage(terminal, wrong, arguments));
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .description("Shows this and ends.")
        .build();
  }

  /** Exit codes are one table: the messages' and the help's. */
  private static void explain(CommandSpec spec) {
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(String.valueOf(code.value()), code.meaning());
    }
    spec.usageMessage()
        .width(WIDTH)
        .exitCodeListHeading("%nExit codes, also the first digit of every message's code:%n")
        .exitCodeList(codes);
  }

  private static int usage(Terminal terminal, ParameterException wrong, String[] arguments) {
    CommandSpec spec = wrong.getCommandLine().getCommandSpec();
    Problem problem = problem(wrong, spec);
    terminal.tell(TextReport.problem(problem, terminal.color()));
    if (json(arguments)) {
      Report report = new Report(spec.name());
      report.failed(problem);
      terminal.out().println(JsonReport.render(report));
    }
    return problem.exitCode().value();
  }

  private static Problem problem(ParameterException wrong, CommandSpec spec) {
    String command = spec.qualifiedName();
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      // What stands behind the equals sign may be a secret.
      String argument = unmatched.getUnmatched().get(0).split("=", 2)[0];
      return CommonOptions.isSecret(argument)
          ? CliProblems.secret(argument)
          : CliProblems.unknownArgument(
              command, argument, Nearest.to(argument, known(spec)).orElse(""));
    }
    return CliProblems.usage(command, String.valueOf(wrong.getMessage()));
  }

  private static Collection<String> known(CommandSpec spec) {
    Set<String> known = new TreeSet<>(spec.subcommands().keySet());
    spec.optionsMap().keySet().stream().filter(name -> name.startsWith("--")).forEach(known::add);
    return known;
  }

  /** Asked for although the rest could not be understood. */
  private static boolean json(String[] arguments) {
    String all = String.join(" ", Arrays.asList(arguments)) + " ";
    return all.matches("(?i).*(--output[= ]|-o[= ]?)json .*");
  }
}
