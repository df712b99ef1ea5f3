package dev.verdigris;

import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.PromotePlanner;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is left to do with a deployment: in words, and the commands for it.
 *
 * @param left one sentence without a full stop
 * @param phases the phases that a deployment which goes well still has to take, in order
 * @param commands the commands that make sense now, the one that goes on first
 */
public record NextSteps(String left, List<Phase> phases, List<Command> commands) {

  private static final List<Phase> FROM_AWAIT = List.of(Phase.AWAIT, Phase.VALIDATE, Phase.PROMOTE);

  /** Makes the lists immutable. */
  public NextSteps {
    phases = List.copyOf(phases);
    commands = List.copyOf(commands);
  }

  /**
   * A command and what it does.
   *
   * @param program {@link #VERDIGRIS} or {@link #MAVEN}
   * @param arguments the first of them, for example {@code promote}
   * @param deployment the deployment that it is told of
   * @param purpose what it does, one phrase
   */
  public record Command(
      String program, String arguments, DeploymentName deployment, String purpose) {
    /** The whole command. */
    public String line() {
      String option = program.equals(MAVEN) ? " -Dverdigris.deployment=" : " --deployment ";
      return program + " " + arguments + option + deployment;
    }
  }

  /** The command line. */
  public static final String VERDIGRIS = "verdigris";

  /** What validates: the build. */
  public static final String MAVEN = "mvn";

  static NextSteps of(Situation situation, DeploymentState state, DeploymentConfig config) {
    DeploymentName deployment = config.deployment();
    boolean initialized =
        situation.units().stream().allMatch(unit -> unit.position() == Unit.Position.GREEN);
    boolean sinks = !state.pendingSinks().isEmpty();
    boolean keeps = config.promote().keepBlue();
    Steps steps = new Steps(deployment);
    String back = situation.hasSinksOnTransition() ? "brings its sinks back and " : "";
    Optional<Problem> overtaken = overtaken(situation, state);
    if (overtaken.isPresent()) {
      return steps
          .verdigris("cleanup", back + "drops green; deploy again under a new name")
          .of("nothing can be promoted: " + winner(overtaken.get()), List.of(Phase.CLEANUP));
    }
    return switch (state.kind()) {
      case ABSENT ->
          steps
              .verdigris("init", "makes green's schemas and clusters")
              .mvn("builds green as well, and validates it")
              .of(
                  "green has to be built, validated and promoted",
                  all(keeps, Phase.INIT, Phase.RUN));
      case BUILDING -> building(steps, initialized, keeps, "gives it up: " + back + "drops green");
      case BUILT ->
          steps
              .mvn("waits until green is ready and validates it")
              .verdigris("await", "only waits until green is ready")
              .verdigris("cleanup", "gives it up: " + back + "drops green")
              .of("green has to be ready, validated and promoted", all(keeps));
      case VALIDATED ->
          steps
              .verdigris("promote", "swaps it into production, if the verdict still fits")
              .verdigris("cleanup", "gives it up: " + back + "drops green")
              .of(
                  "the verdict has to be handed over to a promotion",
                  keeps ? List.of(Phase.PROMOTE) : List.of(Phase.PROMOTE, Phase.CLEANUP));
      case SINKS_PENDING ->
          steps
              .verdigris("promote", "cuts the sinks over")
              .verdigris("rollback", "swaps back")
              .of(
                  "sinks have to be cut over",
                  keeps ? List.of(Phase.PROMOTE) : List.of(Phase.PROMOTE, Phase.CLEANUP));
      case PROMOTED ->
          steps
              .verdigris("rollback", "swaps back while the old environment stands")
              .verdigris(
                  "cleanup",
                  config.promote().bakeTime() == null
                      ? "drops the old environment"
                      : "drops the old environment, once its bake time is over")
              .of(
                  "the old environment stands for a rollback until it is cleaned up",
                  List.of(Phase.CLEANUP));
      case ROLLED_BACK -> rolledBack(steps, sinks, situation.transitionSchema().isPresent());
      case CLEANING_UP ->
          steps
              .verdigris("cleanup", "drops what is left")
              .of("the cleanup has to be finished", List.of(Phase.CLEANUP));
      case SUPERSEDED ->
          situation.units().stream().anyMatch(unit -> unit.old().isPresent())
              ? steps
                  .verdigris("cleanup", "drops its old environment, before any later one's")
                  .of(
                      "a later deployment stands on top of it; its old environment still stands",
                      List.of(Phase.CLEANUP))
              : steps.of("nothing: a later deployment stands on top of it", List.of());
      case GONE -> steps.of("nothing is left to do", List.of());
      case INCONSISTENT ->
          steps.of(
              state.remedy().isEmpty()
                  ? "nothing is guessed: look at what the state names, and mend it by hand"
                  : state.remedy(),
              List.of());
    };
  }

  /** A green that waits for its promotion, and production is another since. */
  private static Optional<Problem> overtaken(Situation situation, DeploymentState state) {
    return switch (state.kind()) {
      case BUILDING, BUILT, VALIDATED -> PromotePlanner.overtaken(situation);
      default -> Optional.empty();
    };
  }

  private static String winner(Problem overtaken) {
    return overtaken.summary()
        + overtaken.detail("winner").map(winner -> ": it is now " + winner).orElse("");
  }

  private static NextSteps building(
      Steps steps, boolean initialized, boolean keeps, String cleanup) {
    return initialized
        ? steps
            .verdigris("run", "creates the models that green does not have yet")
            .mvn("builds green as well, and validates it")
            .verdigris("cleanup", cleanup)
            .of("green's models have to be created", all(keeps, Phase.RUN))
        : steps
            .verdigris("init", "makes the schemas and clusters that green does not have yet")
            .mvn("builds green as well, and validates it")
            .verdigris("cleanup", cleanup)
            .of("green's schemas and clusters are not complete", all(keeps, Phase.INIT, Phase.RUN));
  }

  private static NextSteps rolledBack(Steps steps, boolean sinks, boolean transition) {
    if (sinks) {
      return steps
          .verdigris("rollback", "brings the sinks back")
          .of("sinks still read green", List.of(Phase.ROLLBACK));
    }
    if (transition) {
      return steps
          .verdigris("rollback", "drops the transition of its sinks")
          .verdigris("cleanup", "drops it and green")
          .of("the transition of its sinks still stands", List.of(Phase.ROLLBACK));
    }
    return steps
        .verdigris("cleanup", "drops green")
        .mvn("takes green up again, once its models have changed")
        .of("green stands for a look", List.of(Phase.CLEANUP));
  }

  private static List<Phase> all(boolean keepsBlue, Phase... first) {
    List<Phase> phases = new ArrayList<>(List.of(first));
    phases.addAll(FROM_AWAIT);
    if (!keepsBlue) {
      phases.add(Phase.CLEANUP);
    }
    return phases;
  }

  /** What to do where the state could not be read. */
  static String ask(DeploymentName deployment) {
    return new Command(VERDIGRIS, "status", deployment, "").line() + " tells what is left to do";
  }

  /** All of it in one line: each command and what it does; where there is none, what is left. */
  public String text() {
    return commands.isEmpty()
        ? left
        : commands.stream()
            .map(command -> command.line() + " " + command.purpose())
            .collect(Collectors.joining("; "));
  }

  /** Collects commands. */
  private static final class Steps {
    private final DeploymentName deployment;
    private final List<Command> commands = new ArrayList<>();

    Steps(DeploymentName deployment) {
      this.deployment = deployment;
    }

    Steps verdigris(String command, String purpose) {
      commands.add(new Command(VERDIGRIS, command, deployment, purpose));
      return this;
    }

    Steps mvn(String purpose) {
      commands.add(new Command(MAVEN, "verify", deployment, purpose));
      return this;
    }

    NextSteps of(String left, List<Phase> phases) {
      return new NextSteps(left, phases, commands);
    }
  }
}
