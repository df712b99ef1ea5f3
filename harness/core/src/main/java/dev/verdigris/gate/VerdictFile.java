package dev.verdigris.gate;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The verdict as a JSON file, and its digest. */
final class VerdictFile {
  private static final String WHAT = "verdict";

  private VerdictFile() {}

  static String digest(Verdict verdict) {
    return Digests.sha256(JsonFiles.text(json(verdict)));
  }

  static void write(Verdict verdict, Path file) {
    JsonFiles.write(WHAT, withDigest(verdict), file, "nothing was promoted; green stays up");
  }

  static Verdict read(Path file) {
    try {
      return JsonFiles.read(WHAT, Verdict.SCHEMA_VERSION, file, json -> checked(json, file));
    } catch (NoSuchFileException e) {
      throw GateProblems.noVerdict(file).exception(e);
    }
  }

  private static Verdict checked(JsonObject json, Path file) {
    Verdict verdict = verdict(json);
    if (!json.get("digest").getAsString().equals(verdict.digest())) {
      throw GateProblems.unreadable(WHAT, file, "its digest does not match its content")
          .exception();
    }
    return verdict;
  }

  private static JsonObject withDigest(Verdict verdict) {
    JsonObject json = json(verdict);
    json.addProperty("digest", digest(verdict));
    json.addProperty("promotes", verdict.blocked().isEmpty());
    return json;
  }

  private static JsonObject json(Verdict verdict) {
    JsonObject json = new JsonObject();
    json.addProperty("schemaVersion", Verdict.SCHEMA_VERSION);
    json.addProperty("deployment", verdict.evidence().deployment());
    json.addProperty("commit", verdict.evidence().commit());
    json.addProperty("tree", verdict.evidence().tree().name());
    json.addProperty("startedAt", verdict.evidence().startedAt().toString());
    json.addProperty("finishedAt", verdict.evidence().finishedAt().toString());
    JsonObject versions = new JsonObject();
    verdict.evidence().versions().forEach(versions::addProperty);
    json.add("versions", versions);
    json.addProperty("environmentUnchanged", verdict.unchanged());
    json.addProperty("fingerprint", verdict.fingerprint().digest());
    JsonArray environment = new JsonArray();
    verdict.fingerprint().lines().forEach(environment::add);
    json.add("environment", environment);
    JsonArray expected = new JsonArray();
    verdict.evidence().expected().forEach(expected::add);
    json.add("expected", expected);
    JsonArray executed = new JsonArray();
    for (Executed one : verdict.evidence().executed()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("id", one.id());
      entry.addProperty("name", one.name());
      entry.addProperty("outcome", one.outcome().name());
      entry.addProperty("took", one.took().toString());
      entry.addProperty("message", one.message());
      JsonArray readAt = new JsonArray();
      one.readAt().forEach(readAt::add);
      entry.add("readAt", readAt);
      entry.addProperty("accepted", one.accepted());
      entry.addProperty("byDefault", one.byDefault());
      executed.add(entry);
    }
    json.add("executed", executed);
    return json;
  }

  private static Verdict verdict(JsonObject json) {
    List<Executed> executed = new ArrayList<>();
    for (JsonElement element : json.getAsJsonArray("executed")) {
      JsonObject entry = element.getAsJsonObject();
      executed.add(
          new Executed(
              entry.get("id").getAsString(),
              entry.get("name").getAsString(),
              Outcome.valueOf(entry.get("outcome").getAsString()),
              Duration.parse(entry.get("took").getAsString()),
              entry.get("message").getAsString(),
              strings(entry.getAsJsonArray("readAt")),
              entry.get("accepted").getAsBoolean(),
              entry.get("byDefault").getAsBoolean()));
    }
    SortedMap<String, String> versions = new TreeMap<>();
    json.getAsJsonObject("versions")
        .entrySet()
        .forEach(entry -> versions.put(entry.getKey(), entry.getValue().getAsString()));
    Evidence evidence =
        new Evidence(
            json.get("deployment").getAsString(),
            json.get("commit").getAsString(),
            WorkingTree.valueOf(json.get("tree").getAsString()),
            Instant.parse(json.get("startedAt").getAsString()),
            Instant.parse(json.get("finishedAt").getAsString()),
            strings(json.getAsJsonArray("expected")),
            executed,
            versions);
    return new Verdict(
        Fingerprint.of(strings(json.getAsJsonArray("environment"))),
        evidence,
        json.get("environmentUnchanged").getAsBoolean());
  }

  private static List<String> strings(JsonArray array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.getAsString()));
    return strings;
  }
}
