package dev.verdigris.cli;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.history.PastPhases;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what was done before, from the history's table or its file. */
@Command(
    name = HistoryCommand.NAME,
    description =
        "Tells who brought what into production, with which verdict, and how it ended; newest"
            + " first. Of one deployment with --deployment. Only reads.")
final class HistoryCommand extends DeploymentCommand {
  static final String NAME = "history";

  @Option(
      names = "--from",
      paramLabel = "SOURCE",
      description =
          "Where it is read: ${COMPLETION-CANDIDATES}. The file has every phase that this project's"
              + " directory saw, the table the promotions, rollbacks and cleanups of all. Default:"
              + " the table where history.schema names one, otherwise the file")
  private @Nullable Source from;

  @Option(
      names = "--limit",
      paramLabel = "NUMBER",
      description = "At most so many phases. Default: ${DEFAULT-VALUE}")
  private int limit = 20;

  HistoryCommand(Terminal terminal) {
    super(terminal);
  }

  /** Where a history is. */
  enum Source {
    FILE,
    TABLE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  boolean onlyReads() {
    return true;
  }

  @Override
  boolean isAnsweredByFiles(DeploymentConfig config, Report report) {
    if (limit < 1) {
      throw CliProblems.usage("verdigris " + NAME, "--limit takes a number from 1 on").exception();
    }
    boolean table = config.history().schema() != null;
    if (from == Source.TABLE && !table) {
      throw CliProblems.noHistory("table", "history.schema").exception();
    }
    if (from == Source.TABLE || (from == null && table)) {
      return false;
    }
    Path file = config.history().file();
    if (file == null) {
      throw CliProblems.noHistory("file", "history.file").exception();
    }
    report.history(PastPhases.inFile(file, namedDeployment(), limit));
    return true;
  }

  @Override
  void execute(DeploymentRun run, Report report, Journal journal) {
    report.history(run.history(namedDeployment(), limit));
  }
}
