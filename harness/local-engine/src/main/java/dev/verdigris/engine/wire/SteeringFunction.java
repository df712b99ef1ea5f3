package dev.verdigris.engine.wire;

import dev.verdigris.engine.Faults;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.fault.StatementFaults;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A function of the schema {@code verdigris_engine}, by which the internal port steers the engine.
 *
 * @param name without the schema
 * @param parameters their names; those in brackets may be left out
 * @param action what it does
 */
record SteeringFunction(
    String name, List<String> parameters, BiConsumer<Faults, Arguments> action) {
  static final Map<String, SteeringFunction> ALL =
      List.of(
              of("hydration_takes", (f, a) -> hydration(f, a), "object", "span"),
              of("cluster_hydration_takes", (f, a) -> cluster(f, a), "cluster", "span"),
              of("never_hydrates", (f, a) -> f.simulation().neverHydrates(a.text(0)), "object"),
              of(
                  "hydration_flaps",
                  (f, a) -> f.simulation().hydrationFlaps(a.text(0), a.span(1)),
                  "object",
                  "span"),
              of(
                  "status_is_held_back",
                  (f, a) -> f.simulation().statusIsHeldBack(a.text(0)),
                  "object"),
              of("lags", (f, a) -> f.simulation().lags(a.text(0), a.span(1)), "object", "span"),
              of(
                  "replica_is",
                  (f, a) ->
                      f.simulation().replicaIs(a.text(0), a.text(1), a.text(2), a.optional(3)),
                  "cluster",
                  "replica",
                  "status",
                  "[reason]"),
              of(
                  "source_is",
                  (f, a) -> f.simulation().sourceIs(a.text(0), a.text(1), a.optional(2)),
                  "source",
                  "status",
                  "[error]"),
              of("sink_stalls", (f, a) -> f.sinkStalls(a.text(0)), "sink"),
              of("sink_fails", (f, a) -> f.sinkFails(a.text(0), a.text(1)), "sink", "message"),
              of("sink_cutover_hangs", (f, a) -> f.sinkCutoverHangs(a.text(0)), "sink"),
              of(
                  "statements_are_slow",
                  (f, a) -> a.statements(f, 2).slow(a.span(1)),
                  "pattern",
                  "span",
                  "[times]",
                  "[skip]"),
              of(
                  "statements_fail",
                  (f, a) -> a.statements(f, 3).fail(a.text(1), a.text(2)),
                  "pattern",
                  "sqlstate",
                  "message",
                  "[times]",
                  "[skip]"),
              of(
                  "connections_drop_before",
                  (f, a) -> a.statements(f, 1).dropBefore(),
                  "pattern",
                  "[times]",
                  "[skip]"),
              of(
                  "connections_drop_after",
                  (f, a) -> a.statements(f, 1).dropAfter(),
                  "pattern",
                  "[times]",
                  "[skip]"),
              of(
                  "statements_take_effect_late",
                  (f, a) -> a.statements(f, 2).takeEffectLate(a.span(1)),
                  "pattern",
                  "span",
                  "[times]",
                  "[skip]"),
              of(
                  "ddl_comes_before",
                  (f, a) -> a.statements(f, 1).afterForeignDdl(),
                  "pattern",
                  "[times]",
                  "[skip]"),
              of("ddl_churns", (f, a) -> f.ddlChurns(a.span(0)), "span"),
              of("clock_jumps", (f, a) -> f.clockJumps(a.span(0)), "span"),
              of("restart", (f, a) -> restart(f)),
              of("reset", (f, a) -> reset(f, a), "[target]"))
          .stream()
          .collect(Collectors.toUnmodifiableMap(SteeringFunction::name, Function.identity()));

  private static SteeringFunction of(
      String name, BiConsumer<Faults, Arguments> action, String... parameters) {
    return new SteeringFunction(name, List.of(parameters), action);
  }

  private static void hydration(Faults faults, Arguments arguments) {
    if (arguments.isNever(1)) {
      faults.simulation().neverHydrates(arguments.text(0));
    } else {
      faults.simulation().hydrationTakes(arguments.text(0), arguments.span(1));
    }
  }

  private static void cluster(Faults faults, Arguments arguments) {
    if (arguments.isNever(1)) {
      faults.simulation().clusterNeverHydrates(arguments.text(0));
    } else {
      faults.simulation().clusterHydrationTakes(arguments.text(0), arguments.span(1));
    }
  }

  private static void reset(Faults faults, Arguments arguments) {
    String target = arguments.optional(0);
    if (target == null) {
      faults.reset();
    } else {
      faults.reset(target);
    }
  }

  /** In a thread of its own: the session that asks for it is among those that are cut. */
  private static void restart(Faults faults) {
    Thread thread = new Thread(faults::restart, "verdigris-restart");
    thread.setDaemon(true);
    thread.start();
  }

  /** As it is to be called. */
  String signature() {
    return SteeringSchema.NAME + "." + name + "(" + String.join(", ", parameters) + ")";
  }

  /** Does it. */
  void call(Faults faults, List<@Nullable String> values) {
    long required = parameters.stream().filter(p -> !p.startsWith("[")).count();
    boolean given =
        values.stream().limit(required).allMatch(v -> v != null) && values.size() >= required;
    if (!given || values.size() > parameters.size()) {
      throw SqlException.of("42883", "local engine: wrong arguments of " + name)
          .withHint("It is called as " + signature() + ".");
    }
    try {
      action.accept(faults, new Arguments(this, values));
    } catch (IllegalArgumentException e) {
      throw SqlException.of("22023", "local engine: " + e.getMessage());
    } catch (IllegalStateException e) {
      throw SqlException.internal("local engine: " + e.getMessage());
    }
  }

  /** The values of one call. */
  record Arguments(SteeringFunction function, List<@Nullable String> values) {
    @Nullable String optional(int index) {
      return index < values.size() ? values.get(index) : null;
    }

    String text(int index) {
      String value = optional(index);
      if (value == null) {
        throw new IllegalArgumentException(function.parameters().get(index) + " is missing");
      }
      return value;
    }

    boolean isNever(int index) {
      return text(index).equalsIgnoreCase("never");
    }

    Duration span(int index) {
      String text = text(index).toLowerCase(Locale.ROOT);
      return Durations.parse(text)
          .filter(span -> !text.matches("\\s*\\d+\\s*"))
          .filter(span -> span.toMillis() > 0 || span.isZero())
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "a span is a whole number and one of ms, s, min, h, d, such as 1500 ms, not "
                          + text));
    }

    private int number(int index, int otherwise) {
      String text = optional(index);
      if (text == null) {
        return otherwise;
      }
      if (!text.matches("\\d{1,9}")) {
        throw new IllegalArgumentException(
            function.parameters().get(index) + " is a number, not " + text);
      }
      return Integer.parseInt(text);
    }

    /** The statements that the first argument means; {@code times} and {@code skip} are last. */
    Faults.Statements statements(Faults faults, int index) {
      int times = number(index, 1);
      return faults
          .statements(text(0))
          .times(times == 0 ? StatementFaults.ALWAYS : times)
          .skipping(number(index + 1, 0));
    }
  }

  /** All of them as they are to be called, sorted. */
  static String signatures() {
    return Arrays.toString(
        ALL.values().stream().map(SteeringFunction::signature).sorted().toArray());
  }
}
