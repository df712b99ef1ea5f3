package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A session variable, and what values it takes.
 *
 * @param name as the server writes it
 * @param kind what values it takes
 * @param reported whether clients are told of each change by ParameterStatus
 * @param initial what it is before anybody sets it, as SHOW prints it
 */
record Variable(String name, Kind kind, boolean reported, String initial) {

  /** What values a variable takes. */
  enum Kind {
    TEXT,
    SEARCH_PATH,
    BOOLEAN,
    INTEGER,
    DURATION,
    ISOLATION,
    CLIENT_ENCODING,
    MESSAGE_LEVEL,
    DATE_STYLE,
    TIME_ZONE,
    FIXED,
    READ_ONLY,
    /** Of the whole server: can be shown, and only ALTER SYSTEM sets it. */
    SYSTEM
  }

  private static final Set<String> TRUE = Set.of("true", "t", "on", "yes", "1");
  private static final Set<String> FALSE = Set.of("false", "f", "off", "no", "0");
  private static final List<String> LEVELS =
      List.of(
          "debug5", "debug4", "debug3", "debug2", "debug1", "log", "notice", "warning", "error");
  static final List<String> ISOLATION_LEVELS =
      List.of(
          "read uncommitted",
          "read committed",
          "repeatable read",
          "serializable",
          "strict serializable");

  /**
   * The value as SHOW prints it.
   *
   * @param values what SET said; not empty
   * @throws SqlException in Materialize's words where the variable does not take them
   */
  String normalized(List<String> values) {
    if (kind == Kind.SEARCH_PATH) {
      return String.join(", ", values.stream().map(Variable::displayed).toList());
    }
    if (kind == Kind.READ_ONLY) {
      throw VariableErrors.readOnly(name);
    }
    if (kind == Kind.SYSTEM) {
      throw VariableErrors.unknown(name);
    }
    if (kind == Kind.DATE_STYLE) {
      return dateStyle(String.join(", ", values));
    }
    if (values.size() > 1) {
      throw VariableErrors.several(name, values);
    }
    return single(values.get(0));
  }

  private String single(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return switch (kind) {
      case BOOLEAN -> bool(lower);
      case INTEGER -> integer(value);
      case DURATION -> Durations.display(Durations.parse(value).orElseThrow(this::noDuration));
      case ISOLATION -> isolation(value);
      case CLIENT_ENCODING -> {
        if (!Set.of("utf8", "utf-8", "unicode").contains(lower)) {
          throw VariableErrors.notAmong(name, value, "UTF8");
        }
        yield "UTF8";
      }
      case MESSAGE_LEVEL -> {
        String level = lower.equals("debug") ? "debug2" : lower;
        if (!LEVELS.contains(level) && !level.equals("info")) {
          throw VariableErrors.notAmong(name, value, String.join(", ", LEVELS));
        }
        yield level;
      }
      case TIME_ZONE -> {
        if (!Set.of("utc", "gmt", "z", "0", "+00:00", "+00").contains(lower)) {
          throw VariableErrors.invalid(name, value);
        }
        yield lower.equals("gmt") ? "GMT" : "UTC";
      }
      case FIXED -> {
        if (!value.equalsIgnoreCase(initial)) {
          throw VariableErrors.fixed(name, initial);
        }
        yield initial;
      }
      default -> value;
    };
  }

  /** A schema's name in a search path: quoted where it could not stand without. */
  private static String displayed(String identifier) {
    return identifier.matches("[a-z_][a-z0-9_$]*")
        ? identifier
        : '"' + identifier.replace("\"", "\"\"") + '"';
  }

  private SqlException noDuration() {
    return VariableErrors.type(name, "duration");
  }

  private String bool(String lower) {
    if (TRUE.contains(lower)) {
      return "on";
    }
    if (FALSE.contains(lower)) {
      return "off";
    }
    throw VariableErrors.type(name, "boolean");
  }

  private String integer(String value) {
    try {
      return Integer.toString(Integer.parseInt(value));
    } catch (NumberFormatException e) {
      throw VariableErrors.type(name, "integer");
    }
  }

  /** Weaker levels are run as serializable; {@link #isUpgraded} tells of them. */
  private String isolation(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    if (!ISOLATION_LEVELS.contains(lower)) {
      throw VariableErrors.notAmong(name, value, String.join(", ", ISOLATION_LEVELS));
    }
    return isUpgraded(lower) ? "serializable" : lower;
  }

  static boolean isUpgraded(String level) {
    return ISOLATION_LEVELS.indexOf(level.toLowerCase(Locale.ROOT)) < 3;
  }

  private String dateStyle(String value) {
    boolean fits =
        Arrays.stream(value.split(",", -1))
            .map(part -> part.strip().toLowerCase(Locale.ROOT))
            .allMatch(part -> part.equals("iso") || part.equals("mdy"));
    if (!fits) {
      throw VariableErrors.fixed(name, initial);
    }
    return initial;
  }

  /** The value of a variable of kind DURATION. */
  static Duration duration(String shown) {
    return Durations.parse(shown).orElse(Duration.ZERO);
  }
}
