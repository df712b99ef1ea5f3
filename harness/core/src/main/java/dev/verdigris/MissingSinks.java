package dev.verdigris;

import dev.verdigris.plan.Situation;
import dev.verdigris.project.ProjectSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sinks of the project that a promotion has still to create. They are no part of the state,
 * which the catalog alone tells. Nothing of the old environment is theirs, so that neither rollback
 * nor cleanup waits for them.
 *
 * @param names names of the sinks
 * @param unreadable why the project could not be asked
 */
record MissingSinks(List<String> names, Optional<Problem> unreadable) {
  private static final MissingSinks NONE = new MissingSinks(List.of(), Optional.empty());

  static MissingSinks of(Situation situation, DeploymentConfig config) {
    if (!situation.state().kind().inProduction()) {
      return NONE;
    }
    try {
      List<ProjectSink> missing = new Planning(config).sinks().missing(situation.snapshot());
      return new MissingSinks(
          missing.stream().map(sink -> sink.name().toString()).toList(), Optional.empty());
    } catch (VerdigrisException e) {
      return new MissingSinks(List.of(), Optional.of(e.problem()));
    }
  }

  /** What is left to do with them, before everything else. */
  NextSteps before(NextSteps next, DeploymentName deployment) {
    if (unreadable.isPresent()) {
      return new NextSteps(
          next.left()
              + "; whether sinks of the project are to be created is not known: "
              + unreadable.get().code()
              + " "
              + unreadable.get().summary(),
          next.phases(),
          next.commands());
    }
    return names.isEmpty() ? next : creating(next, deployment);
  }

  private NextSteps creating(NextSteps next, DeploymentName deployment) {
    String sinks = (names.size() == 1 ? "sink " : "sinks ") + String.join(", ", names);
    String promote = Phase.PROMOTE.label();
    List<NextSteps.Command> commands = new ArrayList<>(next.commands());
    List<Phase> phases = new ArrayList<>(next.phases());
    String purpose = "";
    if (phases.contains(Phase.PROMOTE)) {
      purpose = commands.remove(0).purpose() + " and ";
    } else {
      phases.add(0, Phase.PROMOTE);
    }
    commands.add(
        0,
        new NextSteps.Command(
            NextSteps.VERDIGRIS, promote, deployment, purpose + "creates " + sinks));
    String left =
        sinks + " of the project " + (names.size() == 1 ? "is" : "are") + " to be created";
    return new NextSteps(
        next.commands().isEmpty() ? left : left + "; " + next.left(), phases, commands);
  }
}
