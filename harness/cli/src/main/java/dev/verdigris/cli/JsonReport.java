package dev.verdigris.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.verdigris.NextSteps;
import dev.verdigris.Problem;
import dev.verdigris.Standing;
import dev.verdigris.gate.RunState;
import dev.verdigris.history.PastPhase;
import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Renders a report as one JSON document, as {@code command-output.schema.json} says: every key is
 * always there, and null where there is nothing to tell.
 */
final class JsonReport {
  /** The version of the document's schema. */
  static final int SCHEMA_VERSION = 1;

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private JsonReport() {}

  static String render(Report report) {
    JsonObject json = new JsonObject();
    json.addProperty("schemaVersion", SCHEMA_VERSION);
    json.addProperty("command", report.command());
    json.addProperty("exitCode", report.exit().value());
    json.addProperty("deployment", report.opened().map(Report.Opened::deployment).orElse(null));
    json.addProperty("server", report.opened().map(Report.Opened::server).orElse(null));
    json.addProperty("dryRun", report.dryRun());
    json.add("phases", array(report.phases(), JsonReport::phase));
    json.add("plans", array(report.plans(), JsonReport::plan));
    json.add("state", orNull(report.standing().map(Standing::state).map(JsonReport::state)));
    json.add("left", orNull(report.standing().map(one -> text(one.next().left()))));
    json.add(
        "next",
        array(
            report.standing().map(one -> one.next().commands()).orElse(List.of()),
            command -> command(command, report)));
    json.add(
        "remainingPhases",
        array(
            report.standing().map(one -> one.next().phases()).orElse(List.of()),
            phase -> text(phase.label())));
    json.add("lastRun", orNull(report.lastRun().map(JsonReport::lastRun)));
    json.add("history", orNull(report.history().map(past -> array(past, JsonReport::past))));
    json.add("problem", orNull(report.problem().map(JsonReport::problem)));
    return GSON.toJson(json);
  }

  private static JsonElement phase(Report.PhaseReport phase) {
    JsonObject json = new JsonObject();
    json.addProperty("phase", phase.phase().label());
    json.addProperty("tookMs", phase.took().toMillis());
    json.addProperty("text", phase.text());
    json.add("statements", array(phase.statements(), JsonReport::text));
    json.add("notes", array(phase.notes(), JsonReport::text));
    return json;
  }

  private static JsonElement plan(Plan plan) {
    JsonObject json = new JsonObject();
    json.addProperty("phase", plan.phase().label());
    json.addProperty("summary", plan.summary());
    json.add("steps", array(plan.steps(), JsonReport::step));
    json.add("notes", array(plan.notes(), JsonReport::text));
    return json;
  }

  private static JsonElement step(Step step) {
    JsonObject json = new JsonObject();
    json.addProperty("verb", step.verb());
    json.addProperty("sql", step.sql());
    json.addProperty("inSwapTransaction", step.transactional());
    return json;
  }

  private static JsonElement state(DeploymentState state) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", state.kind().name());
    json.addProperty("label", state.kind().label());
    json.addProperty("reason", state.reason());
    json.addProperty("inProduction", state.kind().inProduction());
    json.add("pendingSinks", array(state.pendingSinks(), JsonReport::text));
    return json;
  }

  private static JsonElement command(NextSteps.Command command, Report report) {
    JsonObject json = new JsonObject();
    json.addProperty("command", CommandLines.of(command, report));
    json.addProperty("purpose", command.purpose());
    return json;
  }

  private static JsonElement lastRun(RunState run) {
    JsonObject json = new JsonObject();
    json.addProperty("status", run.status().name());
    json.addProperty("phase", run.phase());
    json.addProperty("promotion", run.promotion().name());
    json.addProperty("at", run.at().toString());
    json.addProperty("by", run.deploymentClass());
    json.addProperty("state", run.state());
    json.addProperty("next", run.next());
    return json;
  }

  private static JsonElement past(PastPhase phase) {
    JsonObject json = new JsonObject();
    json.addProperty("at", phase.at());
    json.addProperty("ended", phase.ended());
    json.addProperty("deployment", phase.deployment());
    json.addProperty("phase", phase.phase());
    json.addProperty("tookMs", phase.tookMs());
    json.addProperty("by", phase.by());
    json.addProperty("commit", phase.commit());
    json.addProperty("verdict", phase.verdict());
    json.addProperty("tests", phase.tests());
    json.add("renamed", phase.renamed());
    json.add("sinks", phase.sinks());
    json.add("keys", array(phase.keys(), JsonReport::text));
    json.addProperty("exitCode", phase.ended() ? Integer.valueOf(phase.exitCode()) : null);
    json.addProperty("code", phase.code());
    json.addProperty("text", phase.text());
    json.addProperty("state", phase.state());
    return json;
  }

  private static JsonElement problem(Problem problem) {
    JsonObject json = new JsonObject();
    json.addProperty("code", problem.code());
    json.addProperty("kind", problem.kind());
    json.addProperty("summary", problem.summary());
    json.add(
        "details",
        array(
            problem.details(),
            detail -> {
              JsonObject one = new JsonObject();
              one.addProperty("label", detail.label());
              one.addProperty("text", detail.text());
              return one;
            }));
    return json;
  }

  private static JsonElement orNull(Optional<JsonElement> element) {
    return element.orElse(JsonNull.INSTANCE);
  }

  private static JsonElement text(String text) {
    return new JsonPrimitive(text);
  }

  private static <T> JsonArray array(List<T> values, Function<T, JsonElement> element) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(element.apply(value)));
    return array;
  }
}
