package dev.verdigris;

import dev.verdigris.ConfigFile.Entry;
import dev.verdigris.ConfigFile.Scalar;
import dev.verdigris.cutover.SinkDecision;
import dev.verdigris.cutover.SinkDecisions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what was decided about sinks. In the file each has an entry, in the short form or with
 * keys; a setting has the short form of each, with commas between: {@code sinks.delays: reconciled,
 * sinks.routes: plain stale=10}.
 *
 * @param file the file
 * @param settings what overrides it
 */
record SinkConfigReader(ConfigFile file, Settings settings) {
  private static final String WANTED = "plain or reconciled";

  SinkDecisions decisions() {
    Map<String, SinkDecision> decisions = new LinkedHashMap<>();
    Optional<Settings.Value> setting = settings.find(ConfigKey.SINKS.setting());
    if (setting.isPresent()) {
      for (String part : setting.get().text().split(",", -1)) {
        if (!part.isBlank()) {
          fromSetting(part.strip(), setting.get().source(), decisions);
        }
      }
      return new SinkDecisions(decisions);
    }
    for (Entry entry : file.entries(ConfigKey.SINKS, WANTED)) {
      decisions.put(entry.name(), decision(entry));
    }
    return new SinkDecisions(decisions);
  }

  private static void fromSetting(String part, String source, Map<String, SinkDecision> decisions) {
    int colon = part.lastIndexOf(':');
    if (colon < 0) {
      throw ConfigMessages.wrongType(
          ConfigKey.SINKS.path(), "sink: " + WANTED, "\"" + part + "\"", source);
    }
    String name = part.substring(0, colon).strip();
    decisions.put(
        name,
        decision(
            new Entry(name, source, Map.of("", new Scalar(part.substring(colon + 1), source)))));
  }

  private static SinkDecision decision(Entry entry) {
    Scalar whole = entry.values().get("");
    try {
      if (whole != null) {
        return SinkDecision.parse(whole.text());
      }
      Map<String, String> values = new LinkedHashMap<>();
      entry.values().forEach((key, value) -> values.put(key, value.text()));
      return SinkDecision.of(values);
    } catch (IllegalArgumentException e) {
      throw ConfigMessages.badSink(
          entry.name(),
          String.valueOf(e.getMessage()),
          whole == null ? entry.place() : whole.place());
    }
  }
}
