package dev.verdigris;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Refuses settings that are nearly one of ours, and secrets where others can see them. Names that
 * are like none of ours are left alone: other parts of a build have settings of their own.
 */
final class SettingChecks {
  private static final String PREFIX = "verdigris.";
  private static final int ALIKE = 2;

  private SettingChecks() {}

  static void check(Settings settings) {
    List<String> names = Settings.names();
    settings
        .properties()
        .forEach(
            (source, values) ->
                new TreeMap<>(values)
                    .keySet()
                    .forEach(
                        name -> {
                          if (name.startsWith(PREFIX)) {
                            checkProperty(source, name, names);
                          }
                        }));
    List<String> variables = names.stream().map(Settings::variable).toList();
    for (String name : new TreeMap<>(settings.environment()).keySet()) {
      if (name.startsWith("VERDIGRIS_") && !name.equals("VERDIGRIS_PASSWORD")) {
        checkVariable(name, variables);
      }
    }
  }

  private static void checkProperty(String source, String name, List<String> names) {
    if (name.toLowerCase(Locale.ROOT).endsWith("password")) {
      throw ConfigMessages.secretSetting(source + " " + name);
    }
    meant(name, names)
        .ifPresent(
            nearest -> {
              throw ConfigMessages.unknownSetting(source + " " + name, nearest);
            });
  }

  private static void checkVariable(String name, List<String> variables) {
    meant(name, variables)
        .ifPresent(
            nearest -> {
              throw ConfigMessages.unknownSetting("environment variable " + name, nearest);
            });
  }

  private static Optional<String> meant(String name, List<String> known) {
    if (known.contains(name)) {
      return Optional.empty();
    }
    for (ConfigKey key : ConfigKey.all()) {
      String path = PREFIX + key.path();
      if (name.equals(path)) {
        return Optional.of(key.setting());
      }
      if (name.equals(Settings.variable(path))) {
        return Optional.of(Settings.variable(key.setting()));
      }
    }
    return Nearest.to(name, known).filter(nearest -> Nearest.distance(name, nearest) <= ALIKE);
  }
}
