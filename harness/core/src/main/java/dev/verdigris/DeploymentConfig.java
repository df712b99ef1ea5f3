package dev.verdigris;

import dev.verdigris.cutover.SinkDecisions;
import dev.verdigris.gate.NamedWaiver;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one deployment is made of: the content of {@code verdigris.yaml}, with the settings that
 * override it.
 *
 * <p>Names of databases, schemas, clusters and objects are exact: {@code Flights} is not {@code
 * flights}, and nothing is ever folded or trimmed.
 *
 * @param deployment the deployment's name
 * @param database the database of the deployed schemas
 * @param schemas blue's schemas, at least one, without repetition
 * @param clusters blue's clusters, without repetition; may be empty
 * @param models where the SQL project is and what its names mean
 * @param await when green counts as ready
 * @param timeouts deadlines of our own, each ends with a cancel request
 * @param validation how validations read
 * @param promote how the swap is done
 * @param creation what the first deployment may make
 * @param cleanupNow whether a cleanup need not wait until the bake time is over
 * @param sinks what was decided about the cutover of sinks
 * @param accept what preflight finds and does not refuse
 * @param gate what the gate is lenient about, and what it asks of a verdict
 * @param history where is written down what was done
 * @param server the address of a real Materialize, if one is given
 * @param localEngine the engine that is used where no address is given
 * @param baseDirectory the absolute directory of the configuration file, which relative paths start
 *     from
 * @param dryRun whether only the plans are printed and nothing but reads is sent
 */
public record DeploymentConfig(
    DeploymentName deployment,
    String database,
    List<String> schemas,
    List<String> clusters,
    Models models,
    Await await,
    Timeouts timeouts,
    Validation validation,
    Promote promote,
    Creation creation,
    boolean cleanupNow,
    SinkDecisions sinks,
    Accept accept,
    Gate gate,
    History history,
    ServerAddress server,
    LocalEngine localEngine,
    Path baseDirectory,
    boolean dryRun) {

  /** The name of the file where a deployment is described. */
  public static final String FILE_NAME = "verdigris.yaml";

  /** Makes the lists immutable. */
  public DeploymentConfig {
    schemas = List.copyOf(schemas);
    clusters = List.copyOf(clusters);
  }

  /**
   * Reads a configuration file; system properties and the environment override it.
   *
   * @throws VerdigrisException VG-2001 to VG-2049 for everything that is missing, unknown, repeated
   *     or malformed, with file, line and column
   */
  public static DeploymentConfig load(Path file) {
    return load(file, Settings.system());
  }

  /**
   * Reads a configuration file; {@code settings} override it.
   *
   * @throws VerdigrisException VG-2001 to VG-2049 for everything that is missing, unknown, repeated
   *     or malformed, with file, line and column
   */
  public static DeploymentConfig load(Path file, Settings settings) {
    return ConfigReader.read(file, settings);
  }

  /** Green's name for one of blue's schemas or clusters. */
  public String green(String blue) {
    return deployment.green(blue);
  }

  /**
   * The SQL project.
   *
   * @param directory absolute; below it are {@code <schema>/<object>.sql}
   * @param cluster the cluster of models and indexes without {@code IN CLUSTER}; null: those are
   *     refused
   * @param searchPath the schemas that an unqualified name is looked up in, in this order; empty:
   *     unqualified names are refused
   */
  public record Models(Path directory, @Nullable String cluster, List<String> searchPath) {
    /** Makes the search path immutable. */
    public Models {
      searchPath = List.copyOf(searchPath);
    }
  }

  /**
   * When green counts as ready.
   *
   * @param lagThreshold the largest local lag that is accepted; 1 s unless configured
   * @param lagRelative how many times blue's lag is accepted too, where that is more; 0: only the
   *     threshold counts, as it does unless configured
   * @param stableFor how long green has to stay ready; zero, so that once is enough, unless
   *     configured
   * @param timeout how long green may take; 10 min unless configured
   */
  public record Await(
      Duration lagThreshold, BigDecimal lagRelative, Duration stableFor, Duration timeout) {}

  /**
   * Deadlines of our own, in addition to the server's.
   *
   * @param statement for one statement; 1 min unless configured
   * @param sinkCutover for one {@code ALTER SINK}; 1 min unless configured
   * @param validation for one validation test; 10 min unless configured
   */
  public record Timeouts(Duration statement, Duration sinkCutover, Duration validation) {}

  /**
   * How validations read.
   *
   * @param connections how many connections the assertions of all tests use at once, 1 to 100; one
   *     that waits for a change has one more; 8 unless configured
   */
  public record Validation(int connections) {}

  /**
   * How the swap is done.
   *
   * @param keepBlue whether the old environment is kept after the promotion; true unless configured
   * @param retries how often the swap is tried again after other sessions' DDL, 0 to 1000; 20
   *     unless configured
   * @param bakeTime how long the old environment has to stand after the promotion before a cleanup
   *     may drop it; null, as it is unless configured: until a cleanup is asked for
   * @param rollsBackOnSmokeFailure whether a smoke validation that fails after the swap rolls back;
   *     false unless configured: it is told, and production stays
   */
  public record Promote(
      boolean keepBlue,
      int retries,
      @Nullable Duration bakeTime,
      boolean rollsBackOnSmokeFailure) {}

  /**
   * What may be made that production does not have yet, and how green's clusters are made.
   *
   * @param create whether schemas and clusters that are absent in production are made there, empty,
   *     so that the first deployment goes the way of all others
   * @param greenClusters size and replicas of green's clusters by production's name, where they are
   *     not to be as blue has them
   */
  public record Creation(boolean create, Map<String, ClusterSize> greenClusters) {
    /** Nothing is made, and green's clusters are as blue's. */
    public static final Creation NONE = new Creation(false, Map.of());

    /** Makes the map immutable. */
    public Creation {
      greenClusters = Map.copyOf(greenClusters);
    }
  }

  /**
   * How large a cluster of green is.
   *
   * @param size as the server names sizes, for example {@code 100cc}
   * @param replicationFactor the number of replicas, 1 or more
   */
  public record ClusterSize(String size, int replicationFactor) {}

  /**
   * What preflight finds and does not refuse, by production's names: {@code flights.delays}, with
   * the database before it where it is another one. Each is shown as a warning instead.
   *
   * @param readers objects outside of the deployment that may go on reading the old environment
   * @param vanishing objects that the next version no longer has
   * @param columns objects, or single columns ({@code flights.delays.iata}), that may be lost or
   *     get another type
   * @param drift schemas, clusters and objects whose green may have other options, owners or grants
   * @param changes objects that may have changed in production since init
   */
  public record Accept(
      List<String> readers,
      List<String> vanishing,
      List<String> columns,
      List<String> drift,
      List<String> changes) {
    /** Nothing is accepted. */
    public static final Accept NOTHING =
        new Accept(List.of(), List.of(), List.of(), List.of(), List.of());

    /** Makes the lists immutable. */
    public Accept {
      readers = List.copyOf(readers);
      vanishing = List.copyOf(vanishing);
      columns = List.copyOf(columns);
      drift = List.copyOf(drift);
      changes = List.copyOf(changes);
    }
  }

  /**
   * What the gate is lenient about, and what it asks of a verdict. Validations are named as
   * messages tell them: {@code DelayValidation.keysAreUnique}, or a class for all of its tests.
   *
   * @param acceptedSkips validations that may be disabled or aborted
   * @param acceptedTests a number of tests that is accepted although it is smaller than that behind
   *     production; null: none is
   * @param maximumAge how old a verdict may be when it promotes; 24 h unless configured
   * @param off default validations that are not run
   * @param warn validations whose failure is only shown
   * @param waivers failures that somebody took upon himself
   * @param commit the commit that is to be promoted, 7 to 64 hexadecimal digits; empty: any
   */
  public record Gate(
      List<String> acceptedSkips,
      @Nullable Integer acceptedTests,
      Duration maximumAge,
      List<String> off,
      List<String> warn,
      List<NamedWaiver> waivers,
      String commit) {
    /** Makes the lists immutable. */
    public Gate {
      acceptedSkips = List.copyOf(acceptedSkips);
      off = List.copyOf(off);
      warn = List.copyOf(warn);
      waivers = List.copyOf(waivers);
    }
  }

  /**
   * Where is written down what was done, for people.
   *
   * @param file absolute; gets a line for each beginning and end of a phase; null: none
   * @param schema the schema of the table that gets a row for each promotion, rollback and cleanup;
   *     null: none
   */
  public record History(@Nullable Path file, @Nullable String schema) {}

  /**
   * The address of a real Materialize.
   *
   * @param url a JDBC URL without a password, or null where the local engine is to be used
   */
  public record ServerAddress(@Nullable String url) {}

  /**
   * The local engine's data.
   *
   * @param data absolute; the directory where the engine keeps its data
   * @param seed absolute; SQL files that are run in order when the data directory is new
   */
  public record LocalEngine(Path data, List<Path> seed) {
    /** Makes the list of files immutable. */
    public LocalEngine {
      seed = List.copyOf(seed);
    }
  }
}
