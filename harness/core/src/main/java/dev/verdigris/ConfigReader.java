package dev.verdigris;

import dev.verdigris.ConfigFile.Scalar;
import dev.verdigris.DeploymentConfig.Accept;
import dev.verdigris.DeploymentConfig.Await;
import dev.verdigris.DeploymentConfig.ClusterSize;
import dev.verdigris.DeploymentConfig.Creation;
import dev.verdigris.DeploymentConfig.Gate;
import dev.verdigris.DeploymentConfig.History;
import dev.verdigris.DeploymentConfig.LocalEngine;
import dev.verdigris.DeploymentConfig.Models;
import dev.verdigris.DeploymentConfig.Promote;
import dev.verdigris.DeploymentConfig.ServerAddress;
import dev.verdigris.DeploymentConfig.Timeouts;
import dev.verdigris.DeploymentConfig.Validation;
import dev.verdigris.gate.NamedWaiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link DeploymentConfig} of a file and the settings that override it.
 *
 * <p>Each key has its rule here and nowhere else, in the order of the documentation.
 */
final class ConfigReader {
  private static final int MOST_RETRIES = 1000;
  private static final int MOST_CONNECTIONS = 100;
  private static final int MOST_TESTS = 1_000_000;
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");
  private static final Pattern CLUSTER_SIZE =
      Pattern.compile("(.*[^ ]) *= *([^ =]+)(?: +x +([1-9][0-9]?))?");

  private final ConfigFile file;
  private final Settings settings;
  private final ConfigValues values;

  private ConfigReader(ConfigFile file, Settings settings, Path base) {
    this.file = file;
    this.settings = settings;
    this.values = new ConfigValues(file, settings, base);
  }

  static DeploymentConfig read(Path path, Settings settings) {
    SettingChecks.check(settings);
    Path parent = path.toAbsolutePath().normalize().getParent();
    Path base = parent == null ? path.toAbsolutePath() : parent;
    return new ConfigReader(ConfigFile.read(path), settings, base).config();
  }

  private DeploymentConfig config() {
    DeploymentName deployment = deployment();
    List<Scalar> schemas = names(ConfigKey.SCHEMAS, "schema");
    List<Scalar> clusters = names(ConfigKey.CLUSTERS, "cluster");
    if (schemas.isEmpty()) {
      throw ConfigMessages.noSchemas(file.place(ConfigKey.SCHEMAS));
    }
    ConfigNames.checkGreen("schema", texts(schemas), deployment);
    ConfigNames.checkGreen("cluster", texts(clusters), deployment);
    return new DeploymentConfig(
        deployment,
        database(),
        texts(schemas),
        texts(clusters),
        models(texts(clusters)),
        new Await(
            values.duration(ConfigKey.AWAIT_LAG_THRESHOLD, Duration.ofSeconds(1)),
            values.factor(ConfigKey.AWAIT_LAG_RELATIVE),
            values.duration(ConfigKey.AWAIT_STABLE_FOR, Duration.ZERO),
            values.duration(ConfigKey.AWAIT_TIMEOUT, Duration.ofMinutes(10))),
        new Timeouts(
            values.duration(ConfigKey.TIMEOUTS_STATEMENT, Duration.ofMinutes(1)),
            values.duration(ConfigKey.TIMEOUTS_SINK_CUTOVER, Duration.ofMinutes(1)),
            values.duration(ConfigKey.TIMEOUTS_VALIDATION, Duration.ofMinutes(10))),
        new Validation(connections()),
        new Promote(
            values.flag(ConfigKey.PROMOTE_KEEP_BLUE, true),
            values.number(ConfigKey.PROMOTE_RETRIES, MOST_RETRIES).orElse(20),
            bakeTime(),
            rollsBackOnSmokeFailure()),
        new Creation(values.flag(ConfigKey.CREATE, false), greenClusters(texts(clusters))),
        values.settingFlag(ConfigKey.CLEANUP_NOW),
        new SinkConfigReader(file, settings).decisions(),
        accept(),
        gate(),
        history(deployment, texts(schemas)),
        new ServerAddress(url()),
        localEngine(),
        values.base(),
        values.settingFlag(ConfigKey.DRY_RUN));
  }

  private @Nullable Duration bakeTime() {
    Optional<Scalar> value = values.value(ConfigKey.PROMOTE_BAKE_TIME, "a duration");
    if (value.isEmpty()) {
      return null;
    }
    if (!values.flag(ConfigKey.PROMOTE_KEEP_BLUE, true)) {
      throw ConfigMessages.bakeWithoutBlue(value.get().place());
    }
    return values.duration(ConfigKey.PROMOTE_BAKE_TIME, Duration.ZERO);
  }

  private boolean rollsBackOnSmokeFailure() {
    Optional<Scalar> value = values.value(ConfigKey.PROMOTE_ON_SMOKE_FAILURE, "rollback or keep");
    String text = value.map(Scalar::text).orElse("keep");
    if (!text.equals("rollback") && !text.equals("keep")) {
      throw ConfigMessages.wrongType(
          ConfigKey.PROMOTE_ON_SMOKE_FAILURE.path(),
          "rollback or keep",
          "\"" + text + "\"",
          value.map(Scalar::place).orElse(""));
    }
    return text.equals("rollback");
  }

  /**
   * Entries such as {@code compute = 100cc x 2}; the last sign counts, since names may have one.
   */
  private Map<String, ClusterSize> greenClusters(List<String> clusters) {
    Map<String, ClusterSize> sizes = new HashMap<>();
    for (Scalar entry :
        values.list(ConfigKey.GREEN_CLUSTERS, "a list of clusters with sizes").orElse(List.of())) {
      Matcher matcher = CLUSTER_SIZE.matcher(entry.text());
      if (!matcher.matches()) {
        throw ConfigMessages.badClusterSize(entry.text(), entry.place());
      }
      String name = matcher.group(1);
      if (!clusters.contains(name)) {
        throw ConfigMessages.clusterOutside(name, clusters, entry.place());
      }
      String factor = matcher.group(3);
      ClusterSize size =
          new ClusterSize(matcher.group(2), factor == null ? 1 : Integer.parseInt(factor));
      if (sizes.put(name, size) != null) {
        throw ConfigMessages.repeatedName(ConfigKey.GREEN_CLUSTERS.path(), name, entry.place());
      }
    }
    return sizes;
  }

  private DeploymentName deployment() {
    Scalar value =
        values
            .value(ConfigKey.DEPLOYMENT, "a name")
            .orElseThrow(() -> missing(ConfigKey.DEPLOYMENT, "deployment: pr_17"));
    try {
      return new DeploymentName(value.text());
    } catch (VerdigrisException e) {
      throw ConfigMessages.badDeployment(e, value.place());
    }
  }

  private String database() {
    Optional<Scalar> value = values.value(ConfigKey.DATABASE, "a name");
    value.ifPresent(name -> ConfigNames.check("database", name));
    return value.map(Scalar::text).orElse("materialize");
  }

  private List<Scalar> names(ConfigKey key, String kind) {
    Optional<List<Scalar>> list = values.list(key, "a list of names");
    if (list.isEmpty() && key == ConfigKey.SCHEMAS) {
      throw missing(key, "schemas: [flights]");
    }
    List<Scalar> names = list.orElse(List.of());
    for (int i = 0; i < names.size(); i++) {
      Scalar name = names.get(i);
      ConfigNames.check(kind, name);
      if (texts(names.subList(0, i)).contains(name.text())) {
        throw ConfigMessages.repeatedName(key.path(), name.text(), name.place());
      }
    }
    return names;
  }

  private Models models(List<String> clusters) {
    Optional<Scalar> cluster = values.value(ConfigKey.MODELS_CLUSTER, "a name");
    cluster.ifPresent(
        name -> {
          if (!clusters.contains(name.text())) {
            throw ConfigMessages.clusterOutside(name.text(), clusters, name.place());
          }
        });
    return new Models(
        values.path(ConfigKey.MODELS_DIRECTORY, "models"),
        cluster.map(Scalar::text).orElse(null),
        values.texts(ConfigKey.MODELS_SEARCH_PATH, "a list of names"));
  }

  private LocalEngine localEngine() {
    List<Path> seed =
        values.list(ConfigKey.LOCAL_ENGINE_SEED, "a list of files").orElse(List.of()).stream()
            .map(value -> values.resolve(ConfigKey.LOCAL_ENGINE_SEED, value))
            .toList();
    return new LocalEngine(values.path(ConfigKey.LOCAL_ENGINE_DATA, "target/verdigris"), seed);
  }

  /** An empty file means none. */
  private History history(DeploymentName deployment, List<String> schemas) {
    Optional<Scalar> schema = values.value(ConfigKey.HISTORY_SCHEMA, "a name");
    schema.ifPresent(
        name -> {
          ConfigNames.check("schema", name);
          boolean swapped =
              schemas.stream()
                  .anyMatch(
                      one -> name.text().equals(one) || name.text().equals(deployment.green(one)));
          if (swapped) {
            throw ConfigMessages.badName(
                "schema \"" + name.text() + "\"",
                "it is deployed, and a history in it would swap away",
                name.place());
          }
        });
    boolean none =
        values.value(ConfigKey.HISTORY_FILE, "a path").filter(v -> v.text().isEmpty()).isPresent();
    return new History(
        none ? null : values.path(ConfigKey.HISTORY_FILE, "target/verdigris-history.jsonl"),
        schema.map(Scalar::text).orElse(null));
  }

  /** An empty setting means the local engine, whatever the file says. */
  private @Nullable String url() {
    Optional<Scalar> value = values.value(ConfigKey.SERVER_URL, "a URL");
    if (value.isEmpty() || value.get().text().isEmpty()) {
      return null;
    }
    ServerUrl.check(value.get());
    return value.get().text();
  }

  private Accept accept() {
    return new Accept(
        accepted(ConfigKey.ACCEPT_READERS),
        accepted(ConfigKey.ACCEPT_VANISHING),
        accepted(ConfigKey.ACCEPT_COLUMNS),
        accepted(ConfigKey.ACCEPT_DRIFT),
        accepted(ConfigKey.ACCEPT_CHANGES));
  }

  private List<String> accepted(ConfigKey key) {
    return values.texts(key, "a list of names");
  }

  private Gate gate() {
    return new Gate(
        values.texts(ConfigKey.GATE_ACCEPTED_SKIPS, "a list of validations"),
        values.number(ConfigKey.GATE_ACCEPTED_TESTS, MOST_TESTS).orElse(null),
        values.duration(ConfigKey.GATE_MAXIMUM_AGE, Duration.ofHours(24)),
        values.texts(ConfigKey.GATE_OFF, "a list of validations"),
        values.texts(ConfigKey.GATE_WARN, "a list of validations"),
        values.list(ConfigKey.GATE_WAIVERS, "a list of waivers").orElse(List.of()).stream()
            .map(ConfigReader::waiver)
            .toList(),
        commit());
  }

  private static NamedWaiver waiver(Scalar value) {
    try {
      return NamedWaiver.parse(value.text());
    } catch (VerdigrisException e) {
      throw ConfigMessages.badWaiver(e, value.place());
    }
  }

  private String commit() {
    Optional<Settings.Value> value = settings.find(ConfigKey.COMMIT.setting());
    String text = value.map(Settings.Value::text).orElse("");
    if (!text.isEmpty() && !COMMIT.matcher(text).matches()) {
      throw ConfigMessages.badCommit(text, value.map(Settings.Value::source).orElse(""));
    }
    return text;
  }

  private int connections() {
    ConfigKey key = ConfigKey.VALIDATION_CONNECTIONS;
    int connections = values.number(key, MOST_CONNECTIONS).orElse(8);
    if (connections == 0) {
      throw ConfigMessages.outOfRange(
          key.path(),
          "0",
          1,
          MOST_CONNECTIONS,
          values.value(key, "a whole number").orElseThrow().place());
    }
    return connections;
  }

  private VerdigrisException missing(ConfigKey key, String example) {
    return ConfigMessages.missingKey(key.path(), key.setting(), file.name(), example);
  }

  private static List<String> texts(List<Scalar> values) {
    return values.stream().map(Scalar::text).toList();
  }
}
