package dev.verdigris.plan;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.plan.Unit.Holder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares two situations by what a swap depends on: who has which name, and the sinks. */
public final class Differences {
  private Differences() {}

  /** What is not as it was planned with, one line each; empty where all is. */
  public static List<String> between(Situation planned, Situation now) {
    List<String> lines = ofNames(planned, now);
    for (int i = 0; i < planned.units().size(); i++) {
      compareMarkers(planned.units().get(i), now.units().get(i), lines);
    }
    compareSinks(Cutovers.toGreen(planned), Cutovers.toGreen(now), lines);
    compareSinks(Cutovers.toOld(planned), Cutovers.toOld(now), lines);
    return lines;
  }

  /** The schemas and clusters whose names lead elsewhere, one line each. */
  public static List<String> ofNames(Situation planned, Situation now) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < planned.units().size(); i++) {
      Unit before = planned.units().get(i);
      Unit after = now.units().get(i);
      compare(before, before.of(), before.production(), after.production(), lines);
      compare(before, before.greenName(), before.green(), after.green(), lines);
      compare(before, "the marked one", before.marked(), after.marked(), lines);
      compare(before, "the old one", before.old(), after.old(), lines);
    }
    return lines;
  }

  /** Whether every schema and cluster that {@code steps} rename has its new name. */
  public static boolean done(List<Step> steps, Situation planned, Situation now) {
    Situation expected = planned;
    for (Step step : steps) {
      expected = Situation.of(expected.scope(), step.after(expected.snapshot()));
    }
    return names(expected).equals(names(now));
  }

  /** The marker of another deployment that was promoted since, on top of what production was. */
  public static Optional<Marker> overtaken(Situation planned, Situation now) {
    for (int i = 0; i < planned.units().size(); i++) {
      String before = id(planned.units().get(i).production());
      Optional<Marker> other =
          now.units()
              .get(i)
              .production()
              .flatMap(Holder::marker)
              .filter(marker -> marker.blue().equals(before))
              .filter(marker -> !marker.deployment().equals(now.scope().deployment().value()));
      if (other.isPresent()) {
        return other;
      }
    }
    return Optional.empty();
  }

  private static Set<String> names(Situation situation) {
    TreeSet<String> names = new TreeSet<>();
    for (Unit unit : situation.units()) {
      for (Optional<Holder> holder : List.of(unit.marked(), unit.old(), unit.production())) {
        holder.ifPresent(
            one -> names.add(unit.kind() + " " + unit.of() + " " + one.id() + " " + one.name()));
      }
    }
    return names;
  }

  private static void compare(
      Unit unit, String name, Optional<Holder> before, Optional<Holder> after, List<String> lines) {
    if (!id(before).equals(id(after))) {
      lines.add(
          unit.kind().label() + " " + name + " was " + text(before) + " and is " + text(after));
    }
  }

  /** What was built and validated stands in the marker: another run may have changed it. */
  private static void compareMarkers(Unit before, Unit after, List<String> lines) {
    boolean same = id(before.marked()).equals(id(after.marked()));
    if (same && !before.marker().equals(after.marker())) {
      lines.add(
          "the marker of "
              + before.describe(before.marked().map(Holder::name).orElse(before.greenName()))
              + " was "
              + before.marker().map(Marker::line).orElse("absent")
              + " and is "
              + after.marker().map(Marker::line).orElse("absent"));
    }
  }

  private static void compareSinks(
      List<Cutovers> before, List<Cutovers> after, List<String> lines) {
    TreeSet<String> planned = new TreeSet<>();
    before.forEach(one -> planned.add(describe(one)));
    TreeSet<String> now = new TreeSet<>();
    after.forEach(one -> now.add(describe(one)));
    for (String one : planned) {
      if (!now.contains(one)) {
        lines.add(one + ": no longer so");
      }
    }
    for (String one : now) {
      if (!planned.contains(one)) {
        lines.add(one + ": new");
      }
    }
  }

  private static String describe(Cutovers one) {
    return "sink "
        + one.sink().name()
        + " reads "
        + one.from().name()
        + " ("
        + one.from().id()
        + "), to be replaced by "
        + one.to().map(Item::id).orElse("nothing");
  }

  private static String id(Optional<Holder> holder) {
    return holder.map(Holder::id).orElse("");
  }

  private static String text(Optional<Holder> holder) {
    return holder.map(Holder::id).orElse("absent");
  }
}
