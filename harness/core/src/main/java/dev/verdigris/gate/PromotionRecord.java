package dev.verdigris.gate;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.verdigris.VerdigrisException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a promotion leaves on disk, for whoever asks afterwards whether <em>this</em> build
 * promoted. It names the processes that the promotion ran under: the one that promoted, its parent,
 * and so on. A build that finds itself among them after its own beginning knows that the record is
 * its own; nothing has to be handed down to the forked JVM for that.
 *
 * @param deploymentClass the class that owns the deployment, fully qualified; empty where there is
 *     none
 * @param deployment the deployment's name
 * @param promotedAt when its promotion was done, or found to be done already
 * @param processes ids of the process that promoted and of its ancestors, the nearest first
 * @param server where it was promoted
 * @param database the database of the schemas
 * @param production what carried production's names right after the promotion
 */
public record PromotionRecord(
    String deploymentClass,
    String deployment,
    Instant promotedAt,
    List<Long> processes,
    Place server,
    String database,
    List<Carrier> production) {

  private static final String SUFFIX = ".promotion.json";
  private static final int SCHEMA_VERSION = 1;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  /** Makes the lists immutable. */
  public PromotionRecord {
    processes = List.copyOf(processes);
    production = List.copyOf(production);
  }

  /**
   * Where a deployment was promoted.
   *
   * @param url the JDBC URL of a Materialize, without a secret; null for the local engine
   * @param localEngine the absolute directory of the local engine's data
   */
  public record Place(@Nullable String url, String localEngine) {}

  /**
   * A schema or cluster of production.
   *
   * @param kind {@code schema} or {@code cluster}
   * @param name the name that production has
   * @param id the id of what carries it
   */
  public record Carrier(String kind, String name, String id) {}

  /** The ids of this process and of its ancestors, the nearest first. */
  public static List<Long> thisProcess() {
    List<Long> ids = new ArrayList<>();
    Optional<ProcessHandle> at = Optional.of(ProcessHandle.current());
    while (at.isPresent()) {
      ids.add(at.get().pid());
      at = at.get().parent();
    }
    return ids;
  }

  /** The file of a deployment's record. */
  public static Path file(Path directory, String deployment) {
    return directory.resolve(deployment + SUFFIX);
  }

  /**
   * Writes the record; directories are made where absent.
   *
   * @throws VerdigrisException VG-7340 when that is not possible
   */
  public void write(Path file) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(next, GSON.toJson(Json.of(this)) + "\n");
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw PromotionProblems.notWritten(this, file, e).exception(e);
    }
  }

  /**
   * The records in a directory, in the order of their names; none where it does not exist.
   *
   * @throws VerdigrisException VG-2340 when one of them cannot be read
   */
  public static List<PromotionRecord> readAll(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .sorted()
          .map(PromotionRecord::read)
          .toList();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException e) {
      throw PromotionProblems.unreadable(directory, e).exception(e);
    }
  }

  private static PromotionRecord read(Path file) {
    try {
      return GSON.fromJson(Files.readString(file), Json.class).toRecord();
    } catch (IOException
        | JsonParseException
        | DateTimeException
        | NullPointerException
        | IllegalArgumentException e) {
      throw PromotionProblems.unreadable(file, e).exception(e);
    }
  }

  /** The file's content. */
  private record Json(
      int schemaVersion,
      String deploymentClass,
      String deployment,
      String promotedAt,
      List<Long> processes,
      @Nullable String url,
      String localEngine,
      String database,
      List<Carrier> production) {

    static Json of(PromotionRecord record) {
      return new Json(
          SCHEMA_VERSION,
          record.deploymentClass(),
          record.deployment(),
          record.promotedAt().toString(),
          record.processes(),
          record.server().url(),
          record.server().localEngine(),
          record.database(),
          record.production());
    }

    PromotionRecord toRecord() {
      if (schemaVersion != SCHEMA_VERSION) {
        throw new IllegalArgumentException("its schema is version " + schemaVersion);
      }
      return new PromotionRecord(
          deploymentClass,
          deployment,
          Instant.parse(promotedAt),
          processes,
          new Place(url, localEngine),
          database,
          production);
    }
  }
}
