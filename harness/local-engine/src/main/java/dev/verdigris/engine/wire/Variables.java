package dev.verdigris.engine.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one session. What a transaction sets is undone if it is rolled back; what it
 * sets LOCAL is undone in any case.
 */
final class Variables {
  private final SystemVariables system;
  private final Map<String, String> atStart;
  private final Map<String, String> defaults = new HashMap<>();
  private final Map<String, List<String>> defaultLists = new HashMap<>();
  private final Map<String, List<String>> lists = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();
  private @Nullable Map<String, String> before;
  private @Nullable Map<String, List<String>> listsBefore;
  private final Map<String, String> local = new LinkedHashMap<>();

  Variables(SystemVariables system) {
    this.system = system;
    atStart = system.forSessions();
    String path = atStart.get("search_path");
    List<String> schemas = path == null ? List.of("public") : SearchPath.parse(path);
    defaultLists.put("search_path", schemas);
    lists.put("search_path", schemas);
  }

  /** The variable of that name, in any case. */
  Variable variable(String name) {
    Variable variable = system.definition(name.toLowerCase(Locale.ROOT));
    if (variable == null) {
      throw VariableErrors.unknown(name);
    }
    return variable;
  }

  /** The value as SHOW prints it. */
  String get(String name) {
    Variable variable = variable(name);
    String key = variable.name();
    String value = local.get(key);
    if (value == null) {
      value = values.get(key);
    }
    return value != null ? value : initial(variable);
  }

  List<String> searchPath() {
    return Objects.requireNonNull(lists.get("search_path"));
  }

  /** Sets for this session, or until the end of the transaction. */
  void set(String name, List<String> newValues, boolean isLocal) {
    Variable variable = variable(name);
    String value = variable.normalized(newValues);
    if (isLocal) {
      local.put(variable.name(), value);
      return;
    }
    local.remove(variable.name());
    values.put(variable.name(), value);
    if (variable.kind() == Variable.Kind.SEARCH_PATH) {
      lists.put(variable.name(), List.copyOf(newValues));
    }
  }

  /** Sets the value that RESET goes back to: what the connection began with. */
  void setDefault(String name, List<String> newValues) {
    set(name, newValues, false);
    Variable variable = variable(name);
    defaults.put(variable.name(), Objects.requireNonNull(values.get(variable.name())));
    defaultLists.put(variable.name(), List.copyOf(newValues));
  }

  /** Back to the default. */
  void reset(String name) {
    Variable variable = variable(name);
    switch (variable.kind()) {
      case READ_ONLY -> throw VariableErrors.readOnly(variable.name());
      case SYSTEM -> throw VariableErrors.unknown(name);
      default -> {
        local.remove(variable.name());
        values.remove(variable.name());
        if (variable.kind() == Variable.Kind.SEARCH_PATH) {
          lists.put(variable.name(), defaultLists.getOrDefault(variable.name(), List.of("public")));
        }
      }
    }
  }

  /** Everything back to the defaults. */
  void resetAll() {
    values.clear();
    local.clear();
    lists.put("search_path", defaultLists.getOrDefault("search_path", List.of("public")));
  }

  /** Remembers what is to come back if the transaction is rolled back. */
  void begin() {
    before = Map.copyOf(values);
    listsBefore = Map.copyOf(lists);
  }

  /**
   * Ends the transaction.
   *
   * @return the reported variables whose values changed by that
   */
  List<Variable> end(boolean committed) {
    Map<String, String> shown = reportedValues();
    if (!committed && before != null && listsBefore != null) {
      values.clear();
      values.putAll(before);
      lists.clear();
      lists.putAll(listsBefore);
    }
    local.clear();
    before = null;
    listsBefore = null;
    List<Variable> changed = new ArrayList<>();
    for (Variable variable : system.definitions()) {
      if (variable.reported() && !get(variable.name()).equals(shown.get(variable.name()))) {
        changed.add(variable);
      }
    }
    return changed;
  }

  /** Undoes what was set LOCAL. */
  void forgetLocal() {
    local.clear();
  }

  /** All variables, for SHOW ALL. */
  List<Variable> all() {
    return system.definitions();
  }

  String description(Variable variable) {
    return system.description(variable);
  }

  private Map<String, String> reportedValues() {
    Map<String, String> shown = new HashMap<>();
    for (Variable variable : system.definitions()) {
      if (variable.reported()) {
        shown.put(variable.name(), get(variable.name()));
      }
    }
    return shown;
  }

  private String initial(Variable variable) {
    String ofSession = defaults.get(variable.name());
    if (ofSession != null) {
      return ofSession;
    }
    if (variable.kind() == Variable.Kind.SYSTEM) {
      return system.value(variable);
    }
    return atStart.getOrDefault(variable.name(), variable.initial());
  }

  /** Whether a value is one that turns something on. */
  boolean isOn(String name) {
    return get(name).equals("on");
  }
}
