package dev.verdigris.gate;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The verdict as a JSON file, and its digest. */
final class VerdictFile {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private VerdictFile() {}

  static String digest(Verdict verdict) {
    return Digests.sha256(GSON.toJson(json(verdict)));
  }

  static void write(Verdict verdict, Path file) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(next, GSON.toJson(withDigest(verdict)) + "\n");
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw GateProblems.notWritten(file, e).exception(e);
    }
  }

  static Verdict read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw GateProblems.noVerdict(file).exception(e);
    } catch (IOException e) {
      throw GateProblems.unreadable(file, String.valueOf(e.getMessage())).exception(e);
    }
    try {
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      int version = json.get("schemaVersion").getAsInt();
      if (version != Verdict.SCHEMA_VERSION) {
        throw GateProblems.unreadable(
                file,
                "its schema is version "
                    + version
                    + ", this Verdigris reads version "
                    + Verdict.SCHEMA_VERSION)
            .exception();
      }
      Verdict verdict = verdict(json);
      if (!json.get("digest").getAsString().equals(verdict.digest())) {
        throw GateProblems.unreadable(file, "its digest does not match its content").exception();
      }
      return verdict;
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | UnsupportedOperationException
        | NullPointerException
        | DateTimeException e) {
      throw GateProblems.unreadable(file, "it is not a verdict").exception(e);
    }
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
    json.addProperty("startedAt", verdict.evidence().startedAt().toString());
    json.addProperty("finishedAt", verdict.evidence().finishedAt().toString());
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
              entry.get("message").getAsString()));
    }
    Evidence evidence =
        new Evidence(
            json.get("deployment").getAsString(),
            json.get("commit").getAsString(),
            Instant.parse(json.get("startedAt").getAsString()),
            Instant.parse(json.get("finishedAt").getAsString()),
            strings(json.getAsJsonArray("expected")),
            executed);
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
