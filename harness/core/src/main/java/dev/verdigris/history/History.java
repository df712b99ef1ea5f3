package dev.verdigris.history;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.Event;
import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.Problem;
import dev.verdigris.Server;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.execute.Interruption;
import dev.verdigris.execute.Session;
import dev.verdigris.execute.Sessions;
import dev.verdigris.execute.SqlStates;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.SinkStep;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.SwapStep;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes down each phase: stands before the listener that somebody else brought, and hears what it
 * hears. It acts at the beginning and the end of a phase only, never between a {@code COMMIT} and
 * the sinks; what it cannot write is a note and no failure. It holds no secret: no address with its
 * parameters, no statement, no rows.
 */
public final class History implements DeploymentListener {
  /** A history is worth waiting for, but not long. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Those that people ask for later. */
  private static final Set<Phase> IN_TABLE = Set.of(Phase.PROMOTE, Phase.ROLLBACK, Phase.CLEANUP);

  private final DeploymentConfig config;
  private final Server server;
  private final DeploymentListener next;
  private final Optional<HistoryFile> file;
  private final Optional<HistoryTable> table;

  private PhaseRecord.Facts facts = PhaseRecord.Facts.NONE;
  private @Nullable Snapshot planned;
  private final List<PhaseRecord.Renamed> renamed = new ArrayList<>();
  private final List<PhaseRecord.CutOver> sinks = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();

  private History(
      DeploymentConfig config,
      Server server,
      DeploymentListener next,
      Optional<HistoryFile> file,
      Optional<HistoryTable> table) {
    this.config = config;
    this.server = server;
    this.next = next;
    this.file = file;
    this.table = table;
  }

  /**
   * The history of a deployment as its configuration wants it; a dry run has none.
   *
   * @param config the configuration
   * @param server where the table is
   * @param next hears everything, and what the history has to say
   */
  public static History of(DeploymentConfig config, Server server, DeploymentListener next) {
    DeploymentConfig.History wanted = config.history();
    return new History(
        config,
        server,
        next,
        Optional.ofNullable(wanted.file()).filter(path -> !config.dryRun()).map(HistoryFile::new),
        Optional.ofNullable(wanted.schema())
            .filter(schema -> !config.dryRun())
            .map(schema -> new HistoryTable(config.database(), schema)));
  }

  /** A phase read the catalog, whether it plans with it or not. */
  public void read(Situation situation) {
    if (facts.by().isEmpty()) {
      facts =
          new PhaseRecord.Facts(
              situation.snapshot().role(), facts.commit(), facts.verdict(), facts.tests());
    }
  }

  /** A phase is planned with this. */
  public void planned(Phase phase, Situation situation) {
    planned = situation.snapshot();
    if (Renames.areBehind(phase, situation)) {
      renamed.addAll(Renames.carried(situation));
    }
    Optional<Marker> marker = situation.facts();
    facts =
        new PhaseRecord.Facts(
            situation.snapshot().role(),
            facts.commit().isEmpty() ? marker.map(Marker::commit).orElse("") : facts.commit(),
            facts.verdict().isEmpty() ? marker.map(Marker::verdict).orElse("") : facts.verdict(),
            facts.tests() == 0 ? marker.map(Marker::tests).orElse(0) : facts.tests());
  }

  /** A promotion asked for this verdict. */
  public void asked(Verdict verdict) {
    facts =
        new PhaseRecord.Facts(
            facts.by(), verdict.evidence().commit(), verdict.digest(), verdict.evidence().tests());
  }

  /** Validation ended with this verdict. */
  public void concluded(Verdict verdict) {
    asked(verdict);
    Optional<Problem> blocked = verdict.blocked();
    Duration took =
        Duration.between(verdict.evidence().startedAt(), verdict.evidence().finishedAt());
    end(
        record(
            Phase.VALIDATE,
            took,
            blocked.map(Problem::exitCode).orElse(ExitCode.DONE),
            blocked.map(Problem::code).orElse(""),
            blocked.map(Problem::ownWords).orElse("validated"),
            ""));
  }

  @Override
  public void on(Event event) {
    if (event instanceof Event.PhaseStarted) {
      next.on(event);
      begin(event.phase());
    } else if (event instanceof Event.PhaseDone done) {
      end(record(done.phase(), done.took(), ExitCode.DONE, "", done.text(), done.state()));
      next.on(event);
    } else if (event instanceof Event.PhaseFailed failed) {
      Problem problem = failed.problem();
      end(
          record(
              failed.phase(),
              failed.took(),
              problem.exitCode(),
              problem.code(),
              problem.ownWords(),
              problem.detail("state").orElse("")));
      next.on(event);
    } else {
      collect(event);
      next.on(event);
    }
  }

  private void collect(Event event) {
    Snapshot before = planned;
    if (event instanceof Event.StepDone done
        && done.step() instanceof SwapStep swap
        && before != null) {
      renamed.addAll(Renames.of(swap, before));
    } else if (event instanceof Event.StepDone done && done.step() instanceof SinkStep sink) {
      sinks.add(PhaseRecord.CutOver.of(sink));
    } else if (event instanceof Event.Planned plan) {
      keys.addAll(keys(plan.plan()));
    }
  }

  /**
   * The plan's notes tell them. What is indented behind stays out: examples are rows, and the
   * reason why something was not counted is the server's, which may quote some.
   */
  private static List<String> keys(Plan plan) {
    return plan.notes().stream().filter(note -> note.startsWith("sink ")).toList();
  }

  private PhaseRecord record(
      Phase phase, Duration took, ExitCode exit, String code, String text, String state) {
    return new PhaseRecord(
        config.deployment().value(),
        phase,
        Instant.now(),
        took,
        facts,
        renamed,
        sinks,
        keys,
        exit,
        code,
        text,
        state);
  }

  private void begin(Phase phase) {
    planned = null;
    facts = PhaseRecord.Facts.NONE;
    renamed.clear();
    sinks.clear();
    keys.clear();
    file.ifPresent(
        to -> {
          try {
            to.begin(config.deployment(), phase, Instant.now());
          } catch (IOException e) {
            notWritten(phase, "file " + to.file() + " cannot be written: " + e);
          }
        });
    if (IN_TABLE.contains(phase)) {
      inTable(
          phase,
          (to, session) -> {
            if (to.make(session)) {
              next.on(new Event.Note(phase, "the history's table was made"));
            }
          });
    }
  }

  private void end(PhaseRecord record) {
    file.ifPresent(
        to -> {
          try {
            to.end(record);
          } catch (IOException e) {
            notWritten(record.phase(), "file " + to.file() + " cannot be written: " + e);
          }
        });
    if (IN_TABLE.contains(record.phase())) {
      inTable(record.phase(), (to, session) -> to.insert(session, record));
    }
  }

  private void notWritten(Phase phase, String what) {
    next.on(new Event.Note(phase, "the history's " + what));
  }

  /** Sends something about the table. */
  private interface Work {
    void with(HistoryTable table, Session session) throws SQLException;
  }

  private void inTable(Phase phase, Work work) {
    HistoryTable to = table.orElse(null);
    if (to == null) {
      return;
    }
    // Sessions of its own: an interruption ends a phase, not what is written about it.
    Duration deadline =
        config.timeouts().statement().compareTo(PATIENCE) < 0
            ? config.timeouts().statement()
            : PATIENCE;
    try (Sessions sessions =
            new Sessions(server, config.deployment(), deadline, new Interruption());
        Session session = sessions.open("history")) {
      work.with(to, session);
    } catch (SQLException e) {
      notWritten(phase, "table cannot be written: " + SqlStates.message(e));
    } catch (VerdigrisException e) {
      notWritten(phase, "table cannot be written: " + e.problem().summary());
    }
  }
}
