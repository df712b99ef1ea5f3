package dev.verdigris;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What overrides {@code verdigris.yaml}, in this order: flags of a command line or overrides of a
 * program, JUnit configuration parameters, system properties {@code verdigris.*}, environment
 * variables {@code VERDIGRIS_*}.
 *
 * <p>The setting of the key {@code await.lag_threshold} is {@code verdigris.await.lagThreshold}, in
 * the environment {@code VERDIGRIS_AWAIT_LAG_THRESHOLD}.
 */
public final class Settings {
  private static final String OVERRIDE = "override";
  private static final String CONFIGURATION_PARAMETER = "JUnit configuration parameter";
  private static final String SYSTEM_PROPERTY = "system property";

  private final Map<String, String> overrides;
  private final Map<String, String> configurationParameters;
  private final Map<String, String> systemProperties;
  private final Map<String, String> environment;

  private Settings(
      Map<String, String> overrides,
      Map<String, String> configurationParameters,
      Map<String, String> systemProperties,
      Map<String, String> environment) {
    this.overrides = Map.copyOf(overrides);
    this.configurationParameters = Map.copyOf(configurationParameters);
    this.systemProperties = Map.copyOf(systemProperties);
    this.environment = Map.copyOf(environment);
  }

  /** A setting that was found. */
  record Value(String text, String source) {}

  /** Those of this process: its system properties and its environment. */
  public static Settings system() {
    Map<String, String> properties = new LinkedHashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      String value = System.getProperty(name);
      if (value != null) {
        properties.put(name, value);
      }
    }
    return of(properties, System.getenv());
  }

  /** No settings at all: the file alone counts. */
  public static Settings none() {
    return of(Map.of(), Map.of());
  }

  /** Settings from these system properties and this environment. */
  public static Settings of(Map<String, String> systemProperties, Map<String, String> environment) {
    return new Settings(Map.of(), Map.of(), systemProperties, environment);
  }

  /** The same with overrides, which win over everything; names as {@code verdigris.deployment}. */
  public Settings withOverrides(Map<String, String> values) {
    return new Settings(values, configurationParameters, systemProperties, environment);
  }

  /** The same with JUnit configuration parameters; names as {@code verdigris.deployment}. */
  public Settings withConfigurationParameters(Map<String, String> values) {
    return new Settings(overrides, values, systemProperties, environment);
  }

  /** Every name that {@code verdigris.yaml} can be overridden by, sorted. */
  public static List<String> names() {
    return ConfigKey.all().stream().map(ConfigKey::setting).sorted().toList();
  }

  /** The setting of every key of {@code verdigris.yaml}, by the key's path, sorted. */
  public static SortedMap<String, String> keys() {
    SortedMap<String, String> keys = new TreeMap<>();
    ConfigKey.all().stream()
        .filter(key -> !key.path().isEmpty())
        .forEach(key -> keys.put(key.path(), key.setting()));
    return keys;
  }

  /** The value of the setting {@code name}, for example {@code verdigris.deployment}. */
  public Optional<String> get(String name) {
    return find(name).map(Value::text);
  }

  Optional<Value> find(String name) {
    for (Map.Entry<String, Map<String, String>> layer : properties().entrySet()) {
      String text = layer.getValue().get(name);
      if (text != null) {
        return Optional.of(new Value(text, layer.getKey() + " " + name));
      }
    }
    String variable = variable(name);
    // CI systems define variables that are empty where a value is not set.
    return Optional.ofNullable(environment.get(variable))
        .filter(text -> !text.isEmpty())
        .map(text -> new Value(text, "environment variable " + variable));
  }

  /** Everything but the environment, by what it is called. */
  Map<String, Map<String, String>> properties() {
    Map<String, Map<String, String>> properties = new LinkedHashMap<>();
    properties.put(OVERRIDE, overrides);
    properties.put(CONFIGURATION_PARAMETER, configurationParameters);
    properties.put(SYSTEM_PROPERTY, systemProperties);
    return properties;
  }

  Map<String, String> environment() {
    return environment;
  }

  /** {@code verdigris.await.lagThreshold} as {@code VERDIGRIS_AWAIT_LAG_THRESHOLD}. */
  static String variable(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
