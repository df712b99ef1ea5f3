package dev.verdigris;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The keys of {@code verdigris.yaml} that hold a value. */
enum ConfigKey {
  DEPLOYMENT("deployment"),
  DATABASE("database"),
  SCHEMAS("schemas"),
  CLUSTERS("clusters"),
  MODELS_DIRECTORY("models.directory"),
  MODELS_CLUSTER("models.cluster"),
  MODELS_SEARCH_PATH("models.search_path"),
  AWAIT_LAG_THRESHOLD("await.lag_threshold"),
  AWAIT_LAG_RELATIVE("await.lag_relative"),
  AWAIT_STABLE_FOR("await.stable_for"),
  AWAIT_TIMEOUT("await.timeout"),
  TIMEOUTS_STATEMENT("timeouts.statement"),
  TIMEOUTS_SINK_CUTOVER("timeouts.sink_cutover"),
  TIMEOUTS_VALIDATION("timeouts.validation"),
  VALIDATION_CONNECTIONS("validation.connections"),
  PROMOTE_KEEP_BLUE("promote.keep_blue"),
  PROMOTE_RETRIES("promote.retries"),
  PROMOTE_BAKE_TIME("promote.bake_time"),
  PROMOTE_ON_SMOKE_FAILURE("promote.on_smoke_failure"),
  CREATE("create"),
  GREEN_CLUSTERS("green.clusters"),
  /** Holds names of sinks: what is below is no key of ours. */
  SINKS("sinks"),
  ACCEPT_READERS("accept.readers"),
  ACCEPT_VANISHING("accept.vanishing"),
  ACCEPT_COLUMNS("accept.columns"),
  ACCEPT_DRIFT("accept.drift"),
  ACCEPT_CHANGES("accept.changes"),
  GATE_ACCEPTED_SKIPS("gate.accepted_skips"),
  GATE_ACCEPTED_TESTS("gate.accepted_tests"),
  GATE_MAXIMUM_AGE("gate.maximum_age"),
  GATE_OFF("gate.off"),
  GATE_WARN("gate.warn"),
  GATE_WAIVERS("gate.waivers"),
  HISTORY_FILE("history.file"),
  HISTORY_SCHEMA("history.schema"),
  SERVER_URL("server.url", "verdigris.url"),
  LOCAL_ENGINE_DATA("local_engine.data"),
  LOCAL_ENGINE_SEED("local_engine.seed"),
  /** Only a setting: it is another one each time. */
  COMMIT("", "verdigris.commit"),
  /** Only a setting: one who does not want to wait says so each time. */
  CLEANUP_NOW("", "verdigris.cleanup.now"),
  /** Only a setting: a file that makes every run a dry run would be a trap. */
  DRY_RUN("", "verdigris.dryRun");

  private final String path;
  private final String setting;

  ConfigKey(String path) {
    this(path, "verdigris." + CamelCase.of(path));
  }

  ConfigKey(String path, String setting) {
    this.path = path;
    this.setting = setting;
  }

  static List<ConfigKey> all() {
    return Arrays.asList(values());
  }

  /** The key at a path of the file. */
  static Optional<ConfigKey> of(String path) {
    return all().stream().filter(key -> key.path.equals(path) && !path.isEmpty()).findFirst();
  }

  /** Whether a path holds further keys. */
  static boolean isSection(String path) {
    return all().stream().anyMatch(key -> key.path.startsWith(path + "."));
  }

  /** The names directly below a path, sorted; an empty one is the file itself. */
  static Set<String> below(String path) {
    String prefix = path.isEmpty() ? "" : path + ".";
    return all().stream()
        .map(ConfigKey::path)
        .filter(key -> !key.isEmpty() && key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()).split("[.]", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The path in the file, {@code await.lag_threshold}; empty where the file has none. */
  String path() {
    return path;
  }

  /** The setting that overrides it, {@code verdigris.await.lagThreshold}. */
  String setting() {
    return setting;
  }

  /** Apart, since an enum's constructor may not use the enum's own constants. */
  private static final class CamelCase {
    private static final Pattern UNDERSCORED = Pattern.compile("_([a-z])");

    private static String of(String path) {
      return UNDERSCORED.matcher(path).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }
  }
}
