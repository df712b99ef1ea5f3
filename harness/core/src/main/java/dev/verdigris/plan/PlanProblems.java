package dev.verdigris.plan;

import dev.verdigris.DeploymentName;
import dev.verdigris.ExitCode;
import dev.verdigris.Nearest;
import dev.verdigris.Problem;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Marker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The texts of what a planner refuses. Nothing was changed when one of them is thrown. */
final class PlanProblems {
  private static final String UNTOUCHED = "nothing was changed";
  private static final int SHOWN = 5;

  private PlanProblems() {}

  static Problem unknown(Unit unit, String database, Collection<String> known) {
    String where = unit.kind() == Unit.Kind.SCHEMA ? " in database " + quoted(database) : "";
    Problem.Builder problem =
        Problem.of(
            ExitCode.CONFIGURATION,
            201,
            "CONFIGURATION",
            "there is no " + unit.describe(unit.of()) + where);
    Nearest.to(unit.of(), known)
        .ifPresent(name -> problem.detail("nearest", "did you mean " + quoted(name) + "?"));
    return problem
        .state(UNTOUCHED)
        .next("correct verdigris.yaml, or let a first deployment make it: create: true")
        .build();
  }

  static Problem projectSinks(List<String> refused) {
    return Problem.of(
            ExitCode.CONFLICT,
            750,
            "CONFLICT",
            "the project's sinks cannot be brought into production as they are written")
        .detail("sinks", String.join("\n", refused))
        .state("nothing was promoted; green stays up")
        .next("mend the file, or drop the sink and let the promotion create it anew; run again")
        .build();
  }

  /** A first deployment has nothing to copy a cluster's size from. */
  static Problem sizeless(Unit unit) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            552,
            "CONFIGURATION",
            "there is no " + unit.describe(unit.of()) + ", and its size is not configured")
        .state(UNTOUCHED)
        .next("name it in verdigris.yaml: green: {clusters: [" + unit.of() + " = 100cc x 1]}")
        .build();
  }

  /** Somebody would lose his stream. */
  static Problem subscribed(List<String> subscribers) {
    return Problem.of(
            ExitCode.CONFLICT, 553, "CONFLICT", "somebody subscribes to what would be dropped")
        .detail("readers", limited(subscribers))
        .state(UNTOUCHED)
        .next(
            "let them subscribe anew, to production's objects and on its clusters, or end their"
                + " sessions; then run again")
        .build();
  }

  static Problem nameTooLong(Unit unit, String longest, int bytes) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            202,
            "CONFIGURATION",
            "the longest name of the green of "
                + unit.describe(unit.of())
                + " would have "
                + bytes
                + " bytes, "
                + Identifiers.MAX_BYTES
                + " are allowed")
        .detail("name", longest)
        .state(UNTOUCHED)
        .next("choose a shorter name: -Dverdigris.deployment=...")
        .build();
  }

  static Problem commentTooLong(Unit unit, int bytes, int allowed) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            203,
            "CONFIGURATION",
            "the comment of "
                + unit.describe(unit.of())
                + " with our marker would have "
                + bytes
                + " bytes, "
                + allowed
                + " are allowed")
        .state(UNTOUCHED)
        .next("shorten the comment by " + (bytes - allowed) + " bytes")
        .build();
  }

  static Problem greenTaken(Unit unit, String owner, List<String> found) {
    return Problem.of(
            ExitCode.CONFLICT,
            201,
            "CONFLICT",
            unit.describe(unit.greenName()) + " exists and is not this deployment's")
        .detail("owner", owner)
        .detail("found", limited(found))
        .state(UNTOUCHED)
        .next(
            "choose another name: -Dverdigris.deployment=...; where it is this deployment's and a"
                + " marker was overwritten, docs/rollback.md tells how to write it back")
        .build();
  }

  static Problem greenOfAnother(Unit unit, Marker marker) {
    return Problem.of(
            ExitCode.CONFLICT,
            202,
            "CONFLICT",
            unit.describe(unit.greenName()) + " belongs to another deployment")
        .detail(
            "found",
            "marker of deployment "
                + marker.deployment()
                + " as the green of "
                + quoted(marker.of())
                + ", made by "
                + marker.by()
                + " at "
                + marker.at())
        .state(UNTOUCHED)
        .next("choose another name: -Dverdigris.deployment=...")
        .build();
  }

  static Problem blueReplaced(Unit unit, String made, String now) {
    Problem.Builder problem =
        Problem.of(
                ExitCode.CONFLICT,
                203,
                "CONFLICT",
                "production's "
                    + unit.describe(unit.of())
                    + " is another one than green was made from")
            .detail("compared", "green was made from " + made + ", production is " + now);
    unit.production()
        .flatMap(Unit.Holder::marker)
        .ifPresent(marker -> problem.detail("winner", marker.describe()));
    return problem
        .state(UNTOUCHED)
        .next("clean this deployment up (verdigris cleanup) and deploy again under a new name")
        .build();
  }

  static Problem foreignInSchema(String schema, List<String> objects) {
    return Problem.of(
            ExitCode.CONFLICT,
            204,
            "CONFLICT",
            "schema " + quoted(schema) + " holds objects that a swap would move away")
        .detail("found", limited(objects))
        .state(UNTOUCHED)
        .next("move them to a schema that is not deployed, then run again")
        .build();
  }

  static Problem foreignOnCluster(String cluster, List<String> objects) {
    return Problem.of(
            ExitCode.CONFLICT,
            205,
            "CONFLICT",
            "cluster " + quoted(cluster) + " runs objects that a swap would move away")
        .detail("found", limited(objects))
        .state(UNTOUCHED)
        .next("move them to a cluster that is not deployed, then run again")
        .build();
  }

  /** A cleanup drops what the deployment made, and nothing else. */
  static Problem foreignInDropped(String schema, List<String> objects) {
    return Problem.of(
            ExitCode.CONFLICT,
            560,
            "CONFLICT",
            "schema " + quoted(schema) + " would be dropped and holds what a deployment never made")
        .detail("found", limited(objects))
        .state(UNTOUCHED)
        .next("make them anew in another schema and drop these, then clean up again")
        .build();
  }

  /** The same of a cluster. */
  static Problem foreignOnDropped(String cluster, List<String> objects) {
    return Problem.of(
            ExitCode.CONFLICT,
            561,
            "CONFLICT",
            "cluster "
                + quoted(cluster)
                + " would be dropped and runs what a deployment never made there")
        .detail("found", limited(objects))
        .state(UNTOUCHED)
        .next("make them anew on another cluster and drop these, then clean up again")
        .build();
  }

  static Problem inconsistent(DeploymentName deployment, DeploymentState state) {
    return Problem.of(
            ExitCode.CONFLICT,
            206,
            "CONFLICT",
            "the catalog does not tell where deployment " + deployment + " stands")
        .detail("reason", state.reason())
        .state(UNTOUCHED)
        .next(state.remedy())
        .build();
  }

  /** Swapped and swapped back: the same again would only be swapped back again. */
  static Problem rolledBack(DeploymentName deployment, String phase, List<String> green) {
    return Problem.of(
            ExitCode.CONFLICT,
            550,
            "CONFLICT",
            phase + " is not possible: deployment " + deployment + " was rolled back")
        .detail("reason", "a rerun of the same models does not promote what was rolled back")
        .detail("green", "stands for a look as " + String.join(", ", green))
        .state(UNTOUCHED)
        .next(
            "change the models (run makes what changed anew, and validation starts anew), choose"
                + " another name (-Dverdigris.deployment=...), or clean it up")
        .build();
  }

  static Problem finished(DeploymentName deployment, DeploymentState state, String reason) {
    return Problem.of(
            ExitCode.CONFLICT,
            207,
            "CONFLICT",
            "deployment " + deployment + " is finished (" + state.kind().label() + ")")
        .detail("reason", reason)
        .state(UNTOUCHED)
        .next("choose a new name: -Dverdigris.deployment=...")
        .build();
  }

  static Problem wrongState(
      DeploymentName deployment, String phase, DeploymentState state, String next) {
    return Problem.of(
            ExitCode.CONFLICT,
            208,
            "CONFLICT",
            phase + " is not possible: deployment " + deployment + " is " + state.kind().label())
        .detail("reason", state.reason())
        .state(UNTOUCHED)
        .next(next)
        .build();
  }

  static Problem notValidated(DeploymentName deployment, DeploymentState state) {
    return Problem.of(
            ExitCode.NOTHING_VALIDATED,
            201,
            "NOTHING VALIDATED",
            "deployment " + deployment + " is " + state.kind().label() + ", not validated")
        .state("nothing was promoted")
        .next("validate first: run mvn verify")
        .build();
  }

  static Problem readFromOutside(String what, List<String> readers, String next) {
    return Problem.of(ExitCode.CONFLICT, 209, "CONFLICT", what + " is read from outside of it")
        .detail("readers", limited(readers))
        .state(UNTOUCHED)
        .next(next)
        .build();
  }

  static Problem sinkWithoutTarget(List<String> sinks) {
    return Problem.of(
            ExitCode.CONFLICT, 210, "CONFLICT", "a sink reads an object that green cannot replace")
        .detail("sinks", limited(sinks))
        .state("nothing was promoted; green stays up")
        .next("add the object to the models, or drop the sink, then run again")
        .build();
  }

  static Problem sinkWithoutKey(List<String> sinks) {
    return Problem.of(
            ExitCode.CONFLICT, 212, "CONFLICT", "a sink's key is not among green's columns")
        .detail("sinks", limited(sinks))
        .state("nothing was promoted; green stays up")
        .next("give the model the column back, or drop the sink, then run again")
        .build();
  }

  static Problem otherUnfinished(
      DeploymentName deployment,
      String phase,
      Situation theirs,
      DeploymentState state,
      String finish) {
    DeploymentName other = theirs.scope().deployment();
    Problem.Builder problem =
        Problem.of(
            ExitCode.CONFLICT,
            213,
            "CONFLICT",
            phase
                + " of deployment "
                + deployment
                + " has to wait: deployment "
                + other
                + " has the same production and is not finished");
    theirs
        .facts()
        .or(() -> theirs.units().stream().flatMap(unit -> unit.marker().stream()).findFirst())
        .ifPresent(marker -> problem.detail("other", marker.describe()));
    problem.detail("reason", other + " is " + state.kind().label() + ": " + state.reason());
    if (!state.pendingSinks().isEmpty()) {
      problem.detail("sinks", limited(state.pendingSinks()));
    }
    return problem.state(UNTOUCHED).next(finish + "; then run again").build();
  }

  static Problem earlierStands(Unit unit, Marker marker) {
    return Problem.of(
            ExitCode.CONFLICT,
            211,
            "CONFLICT",
            "the old environment of deployment " + marker.deployment() + " still stands")
        .detail(
            "reason",
            unit.kind().label()
                + " "
                + quoted(marker.of())
                + " of deployment "
                + marker.deployment()
                + " would be dropped, and only its marker tells what is to be cleaned up")
        .state(UNTOUCHED)
        .next(
            "clean deployment "
                + marker.deployment()
                + " up first: verdigris cleanup --deployment "
                + marker.deployment())
        .build();
  }

  private static String quoted(String name) {
    return Identifiers.quote(name);
  }

  static String limited(List<String> lines) {
    List<String> shown = new ArrayList<>(lines.subList(0, Math.min(SHOWN, lines.size())));
    if (lines.size() > SHOWN) {
      shown.add("and " + (lines.size() - SHOWN) + " more");
    }
    return String.join("\n", shown);
  }
}
