package dev.verdigris.validations;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.catalog.Health;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Replica;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Judges what the server reports about one environment. What it does not report is never in order:
 * it is not known. Pure.
 */
final class HealthCheck {
  static final String HYDRATING = "hydrating";
  static final String LAG = "lag";
  static final String REPLICA = "replica";
  static final String OFFLINE = "offline";
  static final String STATUS = "status";

  /** Lag is reported in whole seconds only, so that less than one cannot be told apart. */
  private static final BigDecimal RESOLUTION = BigDecimal.ONE;

  private final EnvironmentCatalog catalog;
  private final Health health;

  HealthCheck(EnvironmentCatalog catalog, Health health) {
    this.catalog = catalog;
    this.health = health;
  }

  /** What a cluster computes and keeps, by name. */
  SortedMap<String, Item> computed() {
    SortedMap<String, Item> computed = new TreeMap<>(catalog.objects());
    computed.values().removeIf(item -> !EnvironmentCatalog.hydrates(item));
    return computed;
  }

  /**
   * Objects that are not hydrated.
   *
   * @param onAll whether every replica counts, or the best one
   */
  List<Observation> hydration(SortedMap<String, Item> objects, boolean onAll) {
    List<Observation> observations = new ArrayList<>();
    objects.forEach((name, item) -> hydration(name, item, onAll, observations));
    return observations;
  }

  private void hydration(String name, Item item, boolean onAll, List<Observation> observations) {
    String cluster = catalog.clusterName(item.clusterId());
    List<Replica> replicas =
        catalog.snapshot().cluster(item.clusterId()).map(Cluster::replicas).orElse(List.of());
    if (replicas.isEmpty()) {
      observations.add(
          Observation.fail(HYDRATING, name + "  cluster " + cluster + " has no replica"));
      return;
    }
    SortedMap<String, Boolean> reported =
        health.hydrated().getOrDefault(item.id(), new TreeMap<>());
    List<Observation> open = new ArrayList<>();
    for (Replica replica : replicas) {
      Boolean hydrated = reported.get(replica.id());
      String where = name + "  on replica " + cluster + "." + replica.name();
      if (hydrated == null) {
        open.add(Observation.unknown(where + "  not reported yet"));
      } else if (!hydrated) {
        open.add(Observation.fail(HYDRATING, where));
      }
    }
    if (onAll || open.size() == replicas.size()) {
      observations.addAll(open);
    }
  }

  /** Objects whose lag is larger than {@code most}. */
  List<Observation> lag(SortedMap<String, Item> objects, Duration most) {
    BigDecimal allowed = BigDecimal.valueOf(most.toMillis(), 3);
    List<Observation> observations = new ArrayList<>();
    objects.forEach(
        (name, item) -> {
          Optional<BigDecimal> lag = lag(item);
          if (lag.isEmpty()) {
            observations.add(Observation.unknown(name + "  its lag is not reported yet"));
          } else if (lag.get().compareTo(allowed) > 0) {
            observations.add(
                Observation.fail(
                    LAG, name + "  " + seconds(lag.get()) + ", allowed " + seconds(allowed)));
          }
        });
    return observations;
  }

  /** Objects that lag further behind than blue's of the same name, by more than a factor. */
  List<Observation> lagAgainst(SortedMap<String, Item> objects, HealthCheck blue, double factor) {
    SortedMap<String, Item> others = blue.computed();
    List<Observation> observations = new ArrayList<>();
    objects.forEach(
        (name, item) -> {
          Item other = others.get(name);
          if (other == null) {
            return;
          }
          Optional<BigDecimal> lag = lag(item);
          Optional<BigDecimal> of = blue.lag(other);
          if (lag.isEmpty() || of.isEmpty()) {
            observations.add(
                Observation.unknown(
                    name
                        + "  the lag of "
                        + (lag.isEmpty() ? "green" : "blue")
                        + " is not reported yet"));
            return;
          }
          BigDecimal allowed =
              of.get()
                  .multiply(BigDecimal.valueOf(factor))
                  .setScale(3, RoundingMode.HALF_UP)
                  .max(RESOLUTION);
          if (lag.get().compareTo(allowed) > 0) {
            observations.add(
                Observation.fail(
                    LAG,
                    name
                        + "  blue "
                        + seconds(of.get())
                        + "  green "
                        + seconds(lag.get())
                        + ", allowed "
                        + seconds(allowed)));
          }
        });
    return observations;
  }

  /** Zero for what never changes again: it has no lag, and says so by having no frontier. */
  private Optional<BigDecimal> lag(Item item) {
    BigDecimal lag = health.lags().get(item.id());
    if (lag != null) {
      return Optional.of(lag);
    }
    Optional<BigDecimal> frontier = health.frontiers().get(item.id());
    return frontier != null && frontier.isEmpty() ? Optional.of(BigDecimal.ZERO) : Optional.empty();
  }

  /** Replicas that are not online, or went offline within the last day. */
  List<Observation> replicas(Collection<String> clusterNames) {
    List<Observation> observations = new ArrayList<>();
    for (String name : clusterNames) {
      List<Replica> replicas = catalog.cluster(name).map(Cluster::replicas).orElse(List.of());
      if (replicas.isEmpty()) {
        observations.add(Observation.fail(REPLICA, name + " has no replica"));
      }
      for (Replica replica : replicas) {
        replica(name + "." + replica.name(), replica.id(), observations);
      }
    }
    return observations;
  }

  private void replica(String name, String id, List<Observation> observations) {
    List<Health.ReplicaProcess> processes = health.replicas().getOrDefault(id, List.of());
    if (processes.isEmpty()) {
      observations.add(Observation.unknown(name + "  nothing is reported of this replica yet"));
    }
    for (Health.ReplicaProcess process : processes) {
      if (!process.status().equals("online")) {
        observations.add(
            Observation.fail(
                REPLICA,
                name
                    + "  process "
                    + process.number()
                    + " is "
                    + process.status()
                    + because(process.reason())));
      }
    }
    health.offline().stream()
        .filter(event -> event.replicaId().equals(id))
        .forEach(
            event ->
                observations.add(
                    Observation.fail(
                        OFFLINE, name + "  at " + event.at() + because(event.reason()))));
  }

  /** Sources or sinks that do not run. */
  List<Observation> connectors(Collection<Item> items) {
    List<Observation> observations = new ArrayList<>();
    for (Item item : items) {
      String name = item.kind().label() + " " + catalog.name(item);
      Health.Connector connector = health.connectors().get(item.id());
      if (connector == null) {
        observations.add(Observation.unknown(name + "  no status is reported yet"));
      } else if (connector.status().equals("starting")) {
        observations.add(Observation.unknown(name + "  is starting"));
      } else if (!connector.status().equals("running")) {
        observations.add(
            Observation.fail(
                STATUS, name + "  " + connector.status() + because(connector.error())));
      }
    }
    return observations;
  }

  /** Those of {@code items} whose content is complete up to no later time than before. */
  List<Observation> standing(Collection<Item> items, Health before, Duration waited) {
    List<Observation> observations = new ArrayList<>();
    for (Item item : items) {
      Optional<BigDecimal> first = before.frontiers().get(item.id());
      Optional<BigDecimal> now = health.frontiers().get(item.id());
      String name = item.kind().label() + " " + catalog.name(item);
      if (first == null || now == null) {
        observations.add(Observation.unknown(name + "  its progress is not reported"));
      } else if (first.isPresent() && now.isPresent() && now.get().compareTo(first.get()) <= 0) {
        observations.add(
            Observation.fail(
                "standing",
                name + "  stands at " + now.get() + ", no progress within " + seconds(waited)));
      }
    }
    return observations;
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : " (" + reason + ")";
  }

  private static String seconds(Duration duration) {
    return seconds(BigDecimal.valueOf(duration.toMillis(), 3));
  }

  private static String seconds(BigDecimal seconds) {
    return seconds.setScale(3, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString() + " s";
  }
}
