package dev.verdigris.validations;

import dev.verdigris.Relation;
import dev.verdigris.Sink;
import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.plan.SinkContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what a sink promises to the readers of its topic before and after a promotion. */
final class SinkCheck {
  static final String LOST = "lost";
  static final String KEY = "key";
  static final String CHANGED = "changed";

  private SinkCheck() {}

  /** What readers of the topic would notice; asks the server about the key once. */
  static List<Observation> contract(Sink blue, Sink green) {
    List<Observation> observations = new ArrayList<>();
    promises(green.name(), blue.contract(), green.contract(), observations);
    Optional<Relation> before = blue.relation();
    Optional<Relation> after = green.relation();
    if (after.isEmpty()) {
      observations.add(
          Observation.fail(
              LOST, green.relationName() + ", which " + green.environment() + " does not have"));
      return observations;
    }
    List<Column> columns = after.get().columns();
    before.ifPresent(
        old ->
            observations.addAll(
                ColumnComparison.of(old.name(), old.columns(), columns, Compatibility.BACKWARD)));
    if (after.get().kind() == ObjectKind.VIEW) {
      observations.add(
          Observation.fail(CHANGED, after.get().name() + " is a view now, which no sink can read"));
      return observations;
    }
    List<String> names = columns.stream().map(Column::name).toList();
    List<String> missing =
        green.contract().key().stream().filter(column -> !names.contains(column)).toList();
    if (!missing.isEmpty()) {
      observations.add(
          Observation.fail(
              KEY, "not in " + after.get().name() + " any more: " + String.join(", ", missing)));
      return observations;
    }
    green.unprovenKey().ifPresent(reason -> observations.add(Observation.fail(KEY, reason)));
    return observations;
  }

  static void promises(
      String sink, SinkContract blue, SinkContract green, List<Observation> observations) {
    changed(sink, "topic", blue.topic(), green.topic(), observations);
    changed(
        sink, "key", String.join(", ", blue.key()), String.join(", ", green.key()), observations);
    changed(sink, "format", blue.format(), green.format(), observations);
    changed(sink, "envelope", blue.envelope(), green.envelope(), observations);
  }

  private static void changed(
      String sink, String what, String before, String after, List<Observation> observations) {
    if (!before.equals(after)) {
      observations.add(
          Observation.fail(
              CHANGED, sink + "  " + what + "  blue " + shown(before) + "  green " + shown(after)));
    }
  }

  private static String shown(String text) {
    return text.isEmpty() ? "none" : text;
  }
}
