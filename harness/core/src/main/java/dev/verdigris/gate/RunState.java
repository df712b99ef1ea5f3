package dev.verdigris.gate;

import com.google.gson.JsonObject;
import dev.verdigris.VerdigrisException;
import dev.verdigris.plan.DeploymentState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a run stands or how it ended, in a file, since the console of an interrupted build may be
 * gone. The catalog is the truth and this file is for people: nothing is decided by it.
 *
 * @param deployment the deployment's name
 * @param deploymentClass the class that stands for it, or {@code command line}
 * @param status whether the run goes on, and how it ended
 * @param phase the phase that runs or ran last
 * @param promotion whether this run brought it to production
 * @param at when this was written
 * @param pid the process
 * @param state the state that was left, for people
 * @param next the next command or step, for people
 */
public record RunState(
    String deployment,
    String deploymentClass,
    Status status,
    String phase,
    Promotion promotion,
    Instant at,
    long pid,
    String state,
    String next) {

  /** The version of the file's schema. */
  public static final int SCHEMA_VERSION = 1;

  /** Whether a run goes on. */
  public enum Status {
    /** It runs; or its process was killed and nobody could say so. */
    RUNNING,
    /** It came to its end, with success or without. */
    ENDED,
    /** It was told to end by a signal. */
    INTERRUPTED
  }

  /** What is known of production. */
  public enum Promotion {
    /** This run did not begin to promote. */
    NOT_BEGUN,
    /** It began and did not tell how it ended: the catalog tells. */
    BEGUN,
    /** It began, and production is what it was. */
    NOT_PROMOTED,
    /** Production is this deployment. */
    PROMOTED
  }

  /**
   * Writes the state as JSON; directories are made where absent.
   *
   * @throws dev.verdigris.VerdigrisException VG-2304 when that is not possible
   */
  public void write(Path file) {
    JsonObject json = new JsonObject();
    json.addProperty("schemaVersion", SCHEMA_VERSION);
    json.addProperty("deployment", deployment);
    json.addProperty("deploymentClass", deploymentClass);
    json.addProperty("status", status.name());
    json.addProperty("phase", phase);
    json.addProperty("promotion", promotion.name());
    json.addProperty("at", at.toString());
    json.addProperty("pid", pid);
    json.addProperty("state", state);
    json.addProperty("next", next);
    JsonFiles.write(
        "run's state", json, file, "the run goes on: the catalog tells where it stands");
  }

  /**
   * Reads a state; empty where there is none.
   *
   * @throws dev.verdigris.VerdigrisException VG-2301 when the file is none or has a newer schema
   */
  public static Optional<RunState> read(Path file) {
    try {
      return Optional.of(
          JsonFiles.read(
              "run's state",
              SCHEMA_VERSION,
              file,
              json ->
                  new RunState(
                      json.get("deployment").getAsString(),
                      json.get("deploymentClass").getAsString(),
                      Status.valueOf(json.get("status").getAsString()),
                      json.get("phase").getAsString(),
                      Promotion.valueOf(json.get("promotion").getAsString()),
                      Instant.parse(json.get("at").getAsString()),
                      json.get("pid").getAsLong(),
                      json.get("state").getAsString(),
                      json.get("next").getAsString())));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /** Whether its process did not come to its end by itself. */
  public boolean cutShort() {
    return status != Status.ENDED;
  }

  /**
   * What is left of a run that was cut short, one sentence.
   *
   * @param now what the catalog tells
   */
  public String describe(DeploymentState now) {
    return "the last run "
        + (status == Status.INTERRUPTED ? "was interrupted" : "did not tell how it ended")
        + " in phase "
        + phase
        + " (process "
        + pid
        + ", "
        + at.truncatedTo(ChronoUnit.SECONDS)
        + "); the catalog tells: "
        + now.kind().label()
        + ", "
        + now.reason();
  }

  /** The state that was written last among those in a directory; ones that cannot be read aside. */
  public static Optional<RunState> latest(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .flatMap(RunState::readable)
          .max(Comparator.comparing(RunState::at));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private static Stream<RunState> readable(Path file) {
    try {
      return read(file).stream();
    } catch (VerdigrisException other) {
      return Stream.empty();
    }
  }
}
