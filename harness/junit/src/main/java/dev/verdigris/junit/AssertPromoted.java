package dev.verdigris.junit;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.Server;
import dev.verdigris.ServerProvider;
import dev.verdigris.Servers;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.BuildFiles;
import dev.verdigris.gate.PromotionCheck;
import dev.verdigris.gate.PromotionRecord;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a build promoted. What no JVM can see about itself, that it was never started, that
 * it ran something else, that its failure was ignored, is seen from outside: a build that was asked
 * to promote has promoted if a record says so that was written after the build began, by a process
 * that the build started, and if the server agrees. A record of yesterday's, or of another build
 * that runs beside, is none.
 *
 * <p>A program of its own, on the class path of the user's tests, started by the goal {@code
 * verdigris:assert-promoted}.
 */
public final class AssertPromoted {
  private final Instant buildBegan;
  private final long buildProcess;

  AssertPromoted(Instant buildBegan, long buildProcess) {
    this.buildBegan = buildBegan;
    this.buildProcess = buildProcess;
  }

  /**
   * Looks and ends the process with an {@link ExitCode}.
   *
   * @param arguments when the build began (ISO 8601), its process id, the directory of compiled
   *     tests, then names of deployment classes; all those in the directory where none is named
   */
  @SuppressWarnings("SystemOut") // It is a program, and its output is what the build shows.
  public static void main(String... arguments) {
    AssertPromoted check =
        new AssertPromoted(Instant.parse(arguments[0]), Long.parseLong(arguments[1]));
    List<String> names = List.of(arguments).subList(3, arguments.length);
    System.exit(check.run(Path.of(arguments[2]), names, System.out));
  }

  int run(Path classes, List<String> names, PrintStream out) {
    try {
      List<Class<?>> deployments = DeploymentClasses.in(classes, names);
      if (deployments.isEmpty()) {
        throw PromotedProblems.noDeployment(classes);
      }
      for (Class<?> deployment : deployments) {
        out.println(promoted(deployment));
      }
      return ExitCode.DONE.value();
    } catch (VerdigrisException e) {
      out.println(e.problem().format());
      return e.problem().exitCode().value();
    }
  }

  private String promoted(Class<?> deployment) {
    PromotionRecord record =
        ours(deployment, PromotionRecord.readAll(BuildFiles.of(module(deployment)).verdicts()));
    try (Server server = server(record)) {
      Optional<Problem> differs = PromotionCheck.of(record, server);
      if (differs.isPresent()) {
        throw differs.get().exception();
      }
      return "VERDIGRIS  this build promoted "
          + deployment.getSimpleName()
          + ": deployment "
          + record.deployment()
          + " is in production on "
          + server.description();
    }
  }

  /**
   * This build's last record of a deployment class.
   *
   * @throws VerdigrisException VG-3650 when there is none
   */
  PromotionRecord ours(Class<?> deployment, List<PromotionRecord> records) {
    String found = "no record of a promotion";
    List<PromotionRecord> inOrder = new ArrayList<>(records);
    inOrder.sort(Comparator.comparing(PromotionRecord::promotedAt).reversed());
    for (PromotionRecord record : inOrder) {
      if (record.deploymentClass().equals(deployment.getName())) {
        String notOurs = notOurs(record);
        if (notOurs == null) {
          return record;
        }
        found = notOurs;
      }
    }
    throw PromotedProblems.notPromoted(deployment, found);
  }

  /** Why a record is not this build's; null where it is. */
  private @Nullable String notOurs(PromotionRecord record) {
    if (record.promotedAt().isBefore(buildBegan)) {
      return "the last promotion is of "
          + record.promotedAt()
          + ", and this build began at "
          + buildBegan;
    }
    if (!record.processes().contains(buildProcess)) {
      return "the promotion of "
          + record.promotedAt()
          + " was made by process "
          + record.processes().get(0)
          + ", which this build (process "
          + buildProcess
          + ") did not start";
    }
    return null;
  }

  private static Server server(PromotionRecord record) {
    return Servers.open(
        record.server().url(),
        new ServerProvider.Request(Path.of(record.server().localEngine()), List.of()));
  }

  private static Path module(Class<?> deployment) {
    Path config =
        ConfigLocation.of(deployment.getAnnotation(Deployment.class).config(), deployment);
    Path parent = config.toAbsolutePath().normalize().getParent();
    return parent == null ? config : parent;
  }
}
