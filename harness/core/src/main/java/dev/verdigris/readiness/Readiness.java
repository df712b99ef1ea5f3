package dev.verdigris.readiness;

import dev.verdigris.Problem;
import dev.verdigris.catalog.Replica;
import dev.verdigris.readiness.Status.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Compares what is expected with what is reported. Pure. */
final class Readiness {
  static final String HYDRATED = "hydrated";
  static final String LAG = "lag";
  static final String FRONTIER = "frontier";
  static final String REFRESH = "refresh";
  static final String REPLICA = "replica";
  static final String PLACED = "placed";
  static final String KILLED = "killed";
  static final String SOURCE = "source";

  /** So many within a day are no accident; the number is that of dbt-materialize. */
  static final int MANY_KILLS = 3;

  private static final Set<String> BEGINNING = Set.of("created", "starting");
  private static final Set<String> ENDED =
      Set.of("stalled", "failed", "dropped", "paused", "ceased");

  private final Expected expected;
  private final Status status;
  private final Requirements requirements;

  private Readiness(Expected expected, Status status, Requirements requirements) {
    this.expected = expected;
    this.status = status;
    this.requirements = requirements;
  }

  /** What is not ready, each with the reason; empty where everything is. */
  static List<String> pending(Expected expected, Status status, Requirements requirements) {
    return new Readiness(expected, status, requirements).pending();
  }

  /**
   * What no waiting heals.
   *
   * @param state tells where the deployment stands, asked only where there is something
   */
  static Optional<Problem> hopeless(Expected expected, Status status, Supplier<String> state) {
    List<String> kills = new ArrayList<>();
    expected
        .replicas()
        .forEach(
            (id, name) ->
                status.rows(KILLED, id).stream()
                    .filter(row -> Integer.parseInt(row.value()) >= MANY_KILLS)
                    .forEach(row -> kills.add(name + ": " + row.value() + " times")));
    if (!kills.isEmpty()) {
      return Optional.of(ReadinessProblems.killed(kills, state.get()));
    }
    List<String> ended = sources(expected, status, ENDED);
    return ended.isEmpty()
        ? Optional.empty()
        : Optional.of(ReadinessProblems.sourceStands(ended, state.get()));
  }

  /** Whether the clusters have other replicas than are expected, or none, or are gone. */
  static boolean isMoved(Expected expected, Status status) {
    return status.isTold()
        && expected.replicasByCluster().entrySet().stream()
            .anyMatch(
                cluster ->
                    !status.rows(PLACED, cluster.getKey()).stream()
                        .map(Row::part)
                        .collect(Collectors.toSet())
                        .equals(cluster.getValue()));
  }

  private List<String> pending() {
    List<String> pending = new ArrayList<>();
    for (ExpectedObject object : expected.objects()) {
      String reason = reason(object);
      if (!reason.isEmpty()) {
        pending.add(object.name() + ": " + reason);
      }
    }
    pending.addAll(sources(expected, status, BEGINNING));
    return pending;
  }

  /** {@code source raw.flights is stalled: broker is away}. */
  private static List<String> sources(Expected expected, Status status, Set<String> which) {
    List<String> lines = new ArrayList<>();
    expected
        .sources()
        .forEach(
            (id, name) ->
                status.rows(SOURCE, id).stream()
                    .filter(row -> which.contains(row.value()))
                    .map(
                        row ->
                            "source "
                                + name
                                + " is "
                                + row.value()
                                + (row.part().isEmpty() ? "" : ": " + row.part()))
                    .forEach(lines::add));
    return lines;
  }

  private String reason(ExpectedObject object) {
    for (Replica replica : object.replicas()) {
      Set<String> values = status.values(HYDRATED, object.id(), replica.id());
      String where = "on replica " + object.cluster() + "." + replica.name() + down(replica);
      if (values.isEmpty()) {
        return "not reported yet " + where;
      }
      if (!values.equals(Set.of("t"))) {
        return "hydrating " + where;
      }
      if (!down(replica).isEmpty()) {
        return "hydrated before " + where;
      }
    }
    return lag(object);
  }

  /** Whether a replica does not work now, as the end of a sentence. */
  private String down(Replica replica) {
    return status.rows(REPLICA, replica.id()).stream()
        .filter(row -> !row.value().equals("online") && !row.value().equals("ready"))
        .map(
            row ->
                ", which is " + row.value() + (row.part().isEmpty() ? "" : " (" + row.part() + ")"))
        .sorted()
        .findFirst()
        .orElse("");
  }

  private String lag(ExpectedObject object) {
    // It is behind its inputs on purpose, until its next refresh.
    if (!status.rows(REFRESH, object.id()).isEmpty()) {
      return "";
    }
    List<Row> lags = status.rows(LAG, object.id());
    if (lags.isEmpty() || lags.stream().anyMatch(row -> row.value().isEmpty())) {
      // Only what never changes again has no frontier, and never gets a lag.
      return status.values(FRONTIER, object.id(), "").equals(Set.of("t"))
          ? ""
          : "lag not known yet";
    }
    Row worst = lags.stream().max(Comparator.comparing(Readiness::seconds)).orElseThrow();
    BigDecimal blue = blue(object);
    BigDecimal allowed = requirements.allowed(blue);
    if (seconds(worst).compareTo(allowed) <= 0) {
      return "";
    }
    return "lag "
        + text(seconds(worst))
        + " s"
        + (worst.part().isEmpty() ? "" : " behind " + expected.name(worst.part()))
        + ", allowed "
        + text(allowed)
        + " s"
        + (blue.signum() == 0 || requirements.lagRelative().signum() == 0
            ? ""
            : " (blue's is " + text(blue) + " s)");
  }

  private BigDecimal blue(ExpectedObject object) {
    return status.rows(LAG, object.blueId()).stream()
        .filter(row -> !row.value().isEmpty())
        .map(Readiness::seconds)
        .max(Comparator.naturalOrder())
        .orElse(BigDecimal.ZERO);
  }

  private static BigDecimal seconds(Row lag) {
    return new BigDecimal(lag.value());
  }

  private static String text(BigDecimal seconds) {
    return seconds.stripTrailingZeros().toPlainString();
  }
}
