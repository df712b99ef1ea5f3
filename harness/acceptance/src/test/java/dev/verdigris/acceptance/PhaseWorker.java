package dev.verdigris.acceptance;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Phase;
import dev.verdigris.Server;
import dev.verdigris.Settings;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.Verdict;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that takes deployments through a phase, again and again, as it is told to on its
 * standard input: {@code phase deployment delay linger death directory}. It tells on its standard
 * output when its window of a swap opens and closes, and how the phase ended.
 *
 * <ul>
 *   <li>{@code phase}: {@code PROMOTE}, {@code ROLLBACK} or {@code CLEANUP}
 *   <li>{@code delay}: microseconds before it begins
 *   <li>{@code linger}: microseconds that each of its COMMITs is held back
 *   <li>{@code death}: where it ends as by {@code kill -9}; see {@link Death}
 *   <li>{@code directory}: where the deployment's configuration is
 * </ul>
 */
public final class PhaseWorker {
  /** What is told when a window opens; the time in microseconds follows. */
  static final String OPEN = "OPEN ";

  /** What is told when a window closes; the time in microseconds follows. */
  static final String CLOSE = "CLOSE ";

  /** What is told at the end; the exit code and the message in one line follow. */
  static final String DONE = "DONE ";

  private static final int KILLED = 137;

  /** Where the process ends. */
  enum Death {
    /** It does not. */
    NEVER,
    /** When it has begun the swap, before the server sees the COMMIT. */
    BEFORE_COMMIT,
    /** When the server has answered the COMMIT, before the answer is heard. */
    AFTER_COMMIT
  }

  private final URI address;
  private final PrintStream out;

  private PhaseWorker(URI address, PrintStream out) {
    this.address = address;
    this.out = out;
  }

  /** Argument: the server's JDBC URL. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PhaseWorker worker = new PhaseWorker(URI.create(arguments[0].substring("jdbc:".length())), out);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    out.println(DONE + "0 ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      worker.work(line.split(" ", 6));
    }
  }

  /** The file of a deployment's verdict. */
  static Path verdict(Path directory, String deployment) {
    return directory.resolve(deployment + ".verdict.json");
  }

  private void work(String[] order) throws IOException {
    Path directory = Path.of(order[5]);
    DeploymentConfig config =
        DeploymentConfig.load(
            directory.resolve(DeploymentConfig.FILE_NAME),
            Settings.none().withOverrides(Map.of("verdigris.deployment", order[1])));
    LockSupport.parkNanos(Long.parseLong(order[2]) * 1000);
    try (Relay relay = new Relay(address.getHost(), address.getPort());
        DeploymentRun run = DeploymentRun.open(config, through(relay), event -> {})) {
      Window window = new Window(Long.parseLong(order[3]) * 1000, Death.valueOf(order[4]));
      relay.disturb(window::isMoment, new Disturbance.Afterwards(PhaseWorker::die));
      switch (Phase.valueOf(order[0])) {
        case PROMOTE -> run.promote(Verdict.read(verdict(directory, order[1])));
        case ROLLBACK -> run.rollback();
        default -> run.cleanup();
      }
      out.println(DONE + "0 " + run.state().kind());
    } catch (VerdigrisException e) {
      out.println(DONE + e.exitCode().value() + " " + e.problem().format().replace('\n', '|'));
    }
  }

  private Server through(Relay relay) {
    return new Server() {
      @Override
      public String url() {
        return "jdbc:postgresql://127.0.0.1:"
            + relay.port()
            + address.getPath()
            + "?"
            + address.getRawQuery();
      }

      @Override
      public String description() {
        return "the server of the race";
      }

      @Override
      public void close() {
        // It is not ours to stop.
      }
    };
  }

  private static void die() {
    Runtime.getRuntime().halt(KILLED);
  }

  /** Sees the statements of the transaction that swaps. */
  private final class Window {
    private final long linger;
    private final Death death;
    private boolean rehearsed;
    private boolean open;

    Window(long linger, Death death) {
      this.linger = linger;
      this.death = death;
    }

    /** Whether the process ends when this statement has been answered. */
    synchronized boolean isMoment(Relay.Sent sent) {
      if (!sent.session().endsWith(" swap")) {
        return false;
      }
      if (moves(sent.sql()) && rehearsed && !open) {
        open = true;
        tell(OPEN);
      } else if (sent.sql().equals("ROLLBACK") || sent.sql().equals("COMMIT")) {
        boolean ends = open;
        rehearsed = true;
        if (ends && sent.sql().equals("COMMIT")) {
          LockSupport.parkNanos(linger);
          if (death == Death.BEFORE_COMMIT) {
            die();
          }
        }
        if (ends) {
          open = false;
          tell(CLOSE);
        }
        return ends && death == Death.AFTER_COMMIT && sent.sql().equals("COMMIT");
      }
      return false;
    }

    private static boolean moves(String sql) {
      return sql.contains(" SWAP WITH ") || sql.contains(" RENAME TO ");
    }

    private void tell(String what) {
      out.println(what + ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    }
  }
}
