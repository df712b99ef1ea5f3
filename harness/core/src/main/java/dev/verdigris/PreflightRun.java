package dev.verdigris;

import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.ServerFacts;
import dev.verdigris.catalog.ServerFactsReader;
import dev.verdigris.execute.Session;
import dev.verdigris.plan.ProjectSinks;
import dev.verdigris.plan.Situation;
import dev.verdigris.preflight.Finding;
import dev.verdigris.preflight.ModelOutline;
import dev.verdigris.preflight.Preflight;
import dev.verdigris.preflight.Rule;
import dev.verdigris.preflight.Severity;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server and the project what a preflight needs, and tells what it found.
 *
 * @param execution where sessions come from
 * @param planning knows the models
 */
record PreflightRun(PhaseExecution execution, Planning planning) {
  private static final int SHOWN = 5;

  /**
   * Refuses where something blocks, and tells the rest.
   *
   * @throws VerdigrisException VG-5500, or VG-6500 where only rights are missing
   */
  void check(Phase phase, Situation situation) {
    watch(phase).check(situation);
  }

  /** For a phase that asks again. */
  Watch watch(Phase phase) {
    return new Watch(phase);
  }

  /**
   * Asks before a phase, and again while it is at work: what others did to the catalog meanwhile is
   * found before it is swapped. Of the server no more is asked then, unless something blocks.
   */
  final class Watch {
    private final Phase phase;
    private final Set<String> told = new HashSet<>();
    private @Nullable ServerFacts facts;

    private Watch(Phase phase) {
      this.phase = phase;
    }

    /** Refuses where something blocks, and tells the rest. */
    void check(Situation situation) {
      if (applies(phase, situation)) {
        facts = facts(phase, situation);
        refuse(situation, facts);
      }
    }

    /**
     * The same for a newer snapshot, with what the server said before: rights, limits and
     * subscriptions of then. Only where something blocks is it asked once more, for what the audit
     * log tells. Tells only what is new.
     */
    void checkAgain(Situation situation) {
      ServerFacts known = facts;
      if (known == null || !applies(phase, situation)) {
        return;
      }
      boolean blocks = refusal(inspect(phase, situation, known)).isPresent();
      refuse(situation, blocks ? facts(phase, situation) : known);
    }

    private void refuse(Situation situation, ServerFacts known) {
      List<Finding> findings = inspect(phase, situation, known);
      refusal(findings)
          .ifPresent(
              problem -> {
                throw problem.exception();
              });
      tell(phase, findings.stream().filter(finding -> told.add(finding.note())).toList());
    }

    private Optional<Problem> refusal(List<Finding> findings) {
      return Preflight.refusal(phase, execution.config().deployment(), findings);
    }
  }

  /** What is found before a phase, with one more query. */
  List<Finding> inspect(Phase phase, Situation situation) {
    return applies(phase, situation)
        ? inspect(phase, situation, facts(phase, situation))
        : List.of();
  }

  /** The same with facts that were read before. */
  List<Finding> inspect(Phase phase, Situation now, ServerFacts facts) {
    Situation situation = before(phase, now);
    List<Finding> unread = new ArrayList<>();
    Optional<List<ModelOutline>> models = Optional.empty();
    if (phase == Phase.INIT && Preflight.applies(phase, situation)) {
      try {
        models = Optional.of(planning.outlines(situation));
      } catch (VerdigrisException e) {
        unread.add(Preflight.unreadable(execution.config().models().directory(), e.problem()));
      }
    }
    ProjectSinks project = ProjectSinks.NONE;
    try {
      project = planning.sinks();
    } catch (VerdigrisException e) {
      // Its own phase refuses it; where the models cannot be read either, that was told.
      unread.clear();
      unread.add(Preflight.unreadable(execution.config().models().directory(), e.problem()));
    }
    List<Finding> findings =
        new ArrayList<>(
            Preflight.inspect(
                phase,
                situation,
                facts,
                execution.config().accept(),
                models,
                execution.config().creation().greenClusters(),
                execution.config().sinks(),
                project));
    findings.addAll(unread);
    return findings;
  }

  private boolean applies(Phase phase, Situation situation) {
    return Preflight.applies(phase, before(phase, situation));
  }

  /** A first deployment is looked at with its placeholders, before they are made. */
  private Situation before(Phase phase, Situation situation) {
    return phase == Phase.INIT ? planning.founded(situation) : situation;
  }

  ServerFacts facts(Phase phase, Situation situation) {
    try (Session session = execution.sessions().open("preflight")) {
      return ServerFactsReader.read(session, situation.scope(), since(situation));
    } catch (SQLException e) {
      throw execution.failures(phase).of("what preflight asks of the server", e);
    }
  }

  /** The time of init, from when on the audit log is of interest. */
  private static String since(Situation situation) {
    String at = situation.facts().map(Marker::at).orElse("");
    try {
      return at.isEmpty() ? "" : Instant.parse(at).toString();
    } catch (DateTimeException e) {
      // Somebody wrote the marker by hand; without a time the log tells nothing.
      return "";
    }
  }

  /** A warning each, and what is only told in one line a rule. */
  private void tell(Phase phase, List<Finding> findings) {
    Map<Rule, List<Finding>> told = new EnumMap<>(Rule.class);
    for (Finding finding : findings) {
      if (finding.severity() == Severity.TELLS) {
        told.computeIfAbsent(finding.rule(), any -> new ArrayList<>()).add(finding);
      } else {
        note(phase, finding.note());
      }
    }
    told.forEach(
        (rule, some) ->
            note(
                phase,
                some.stream().limit(SHOWN).map(Finding::text).collect(Collectors.joining("; "))
                    + (some.size() > SHOWN ? "; and " + (some.size() - SHOWN) + " more" : "")));
  }

  private void note(Phase phase, String text) {
    execution.listener().on(new Event.Note(phase, text));
  }
}
