package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The variables that the server knows, from the list that a real one gave, and what ALTER SYSTEM
 * set of them, which is kept with the engine's data.
 */
final class SystemVariables {
  private static final String LIST = "/dev/verdigris/engine/query/lists/settings.tsv";

  /** The one limit that statements keep to here; the others can be read. */
  private static final String MAX_REPLICAS = "max_replicas_per_cluster";

  private static final Set<String> REPORTED =
      Set.of(
          "DateStyle",
          "IntervalStyle",
          "TimeZone",
          "application_name",
          "client_encoding",
          "cluster",
          "cluster_replica",
          "database",
          "default_cluster_replication_factor",
          "integer_datetimes",
          "mz_version",
          "search_path",
          "server_version",
          "standard_conforming_strings");

  private static final Map<String, Variable.Kind> KINDS =
      Map.ofEntries(
          Map.entry("application_name", Variable.Kind.TEXT),
          Map.entry("auto_route_catalog_queries", Variable.Kind.BOOLEAN),
          Map.entry("client_encoding", Variable.Kind.CLIENT_ENCODING),
          Map.entry("client_min_messages", Variable.Kind.MESSAGE_LEVEL),
          Map.entry("cluster", Variable.Kind.TEXT),
          Map.entry("cluster_replica", Variable.Kind.TEXT),
          Map.entry("current_object_missing_warnings", Variable.Kind.BOOLEAN),
          Map.entry("database", Variable.Kind.TEXT),
          Map.entry("datestyle", Variable.Kind.DATE_STYLE),
          Map.entry("emit_introspection_query_notice", Variable.Kind.BOOLEAN),
          Map.entry("emit_timestamp_notice", Variable.Kind.BOOLEAN),
          Map.entry("emit_trace_id_notice", Variable.Kind.BOOLEAN),
          Map.entry("enable_session_rbac_checks", Variable.Kind.BOOLEAN),
          Map.entry("extra_float_digits", Variable.Kind.INTEGER),
          Map.entry("idle_in_transaction_session_timeout", Variable.Kind.DURATION),
          Map.entry("integer_datetimes", Variable.Kind.READ_ONLY),
          Map.entry("intervalstyle", Variable.Kind.FIXED),
          Map.entry("is_superuser", Variable.Kind.READ_ONLY),
          Map.entry("max_identifier_length", Variable.Kind.READ_ONLY),
          Map.entry("max_query_result_size", Variable.Kind.TEXT),
          Map.entry("mz_version", Variable.Kind.READ_ONLY),
          Map.entry("search_path", Variable.Kind.SEARCH_PATH),
          Map.entry("server_version", Variable.Kind.READ_ONLY),
          Map.entry("server_version_num", Variable.Kind.READ_ONLY),
          Map.entry("sql_safe_updates", Variable.Kind.BOOLEAN),
          Map.entry("standard_conforming_strings", Variable.Kind.FIXED),
          Map.entry("statement_timeout", Variable.Kind.DURATION),
          Map.entry("timezone", Variable.Kind.TIME_ZONE),
          Map.entry("transaction_isolation", Variable.Kind.ISOLATION),
          Map.entry("welcome_message", Variable.Kind.BOOLEAN));

  /** Features that are off by default and that the engine can do; no list shows them. */
  private static final Set<String> FEATURES =
      Set.of(
          "enable_load_generator_counter",
          "enable_envelope_debezium_in_subscribe",
          "enable_within_timestamp_order_by_in_subscribe");

  private final Map<String, Variable> definitions = new LinkedHashMap<>();
  private final Map<String, String> descriptions = new LinkedHashMap<>();
  private final Map<String, String> values = new ConcurrentHashMap<>();
  private final BiConsumer<String, @Nullable String> keeping;

  /**
   * Reads the list.
   *
   * @param kept what was set before
   * @param keeping is told of every change: a variable and its value, null: none any more
   */
  SystemVariables(Map<String, String> kept, BiConsumer<String, @Nullable String> keeping) {
    this.keeping = keeping;
    values.putAll(kept);
    for (String line : list().lines().skip(1).toList()) {
      String[] fields = line.split("\t", -1);
      String key = fields[0].toLowerCase(Locale.ROOT);
      Variable.Kind kind = KINDS.getOrDefault(key, Variable.Kind.SYSTEM);
      // The list was read in a session that had turned the message off.
      String initial = key.equals("welcome_message") ? "on" : fields[1];
      definitions.put(key, new Variable(fields[0], kind, REPORTED.contains(fields[0]), initial));
      descriptions.put(key, fields[2]);
    }
  }

  /** The definition of a variable, by its name in lower case. */
  @Nullable Variable definition(String key) {
    return definitions.get(key);
  }

  List<Variable> definitions() {
    return new ArrayList<>(definitions.values());
  }

  String description(Variable variable) {
    return descriptions.getOrDefault(variable.name().toLowerCase(Locale.ROOT), "");
  }

  /** What the server as a whole has for it. */
  String value(Variable variable) {
    return values.getOrDefault(variable.name(), variable.initial());
  }

  /** Whether a feature was switched on. */
  boolean feature(String flag) {
    return "on".equals(values.get(flag));
  }

  /** How many replicas a cluster may have. */
  int maximumReplicas() {
    return Integer.parseInt(value(Objects.requireNonNull(definition(MAX_REPLICAS))));
  }

  /** ALTER SYSTEM SET. */
  void set(String name, List<String> newValues) {
    if (FEATURES.contains(name)) {
      String value = onOff(newValues.get(0));
      values.put(name, value);
      keeping.accept(name, value);
      return;
    }
    Variable variable = alterable(name);
    String value =
        variable.kind() == Variable.Kind.SYSTEM
            ? String.join(", ", newValues.stream().map(this::onOff).toList())
            : variable.normalized(newValues);
    if (variable.name().equals(MAX_REPLICAS) && !value.matches("\\d{1,9}")) {
      throw VariableErrors.type(variable.name(), "unsigned integer");
    }
    values.put(variable.name(), value);
    keeping.accept(variable.name(), value);
  }

  /** ALTER SYSTEM RESET. */
  void reset(String name) {
    if (FEATURES.contains(name)) {
      values.remove(name);
      keeping.accept(name, null);
      return;
    }
    String variable = alterable(name).name();
    values.remove(variable);
    keeping.accept(variable, null);
  }

  /** ALTER SYSTEM RESET ALL. */
  void resetAll() {
    for (String variable : List.copyOf(values.keySet())) {
      values.remove(variable);
      keeping.accept(variable, null);
    }
  }

  /** What sessions that begin now have, as far as ALTER SYSTEM says something. */
  Map<String, String> forSessions() {
    Map<String, String> result = new LinkedHashMap<>();
    for (Variable variable : definitions.values()) {
      String value = values.get(variable.name());
      if (value != null && variable.kind() != Variable.Kind.SYSTEM) {
        result.put(variable.name(), value);
      }
    }
    return result;
  }

  private Variable alterable(String name) {
    Variable variable = definition(name.toLowerCase(Locale.ROOT));
    if (variable == null) {
      // Feature flags are not listed, yet a system user can set them.
      throw name.startsWith("enable_")
          ? SqlException.unsupported("the feature flag " + name)
          : VariableErrors.unknown(name);
    }
    boolean known =
        ofSessions(variable)
            || variable.name().equals("enable_rbac_checks")
            || variable.name().equals(MAX_REPLICAS)
            || variable.name().equals("max_connections");
    if (!known) {
      throw SqlException.unsupported("ALTER SYSTEM of " + variable.name());
    }
    return variable;
  }

  /** What every session has its own value of, for which the system's is but the first. */
  private static boolean ofSessions(Variable variable) {
    return switch (variable.kind()) {
      case SYSTEM, READ_ONLY, FIXED -> false;
      default -> true;
    };
  }

  private String onOff(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "t" -> "on";
      case "false", "f" -> "off";
      default -> value;
    };
  }

  private static String list() {
    try (InputStream in = SystemVariables.class.getResourceAsStream(LIST)) {
      if (in == null) {
        throw new IllegalStateException("the jar of the engine lacks " + LIST);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
