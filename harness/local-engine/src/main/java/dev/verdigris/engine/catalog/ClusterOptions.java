package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Option;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The options of {@code CREATE CLUSTER} and {@code ALTER CLUSTER … SET}. */
final class ClusterOptions {
  static final String DEFAULT_INTERVAL = "00:00:01";

  private static final List<String> SIZES =
      List.of("25cc", "50cc", "100cc", "200cc", "300cc", "400cc");
  private static final List<String> ONLY_MANAGED =
      List.of("SIZE", "REPLICATION FACTOR", "INTROSPECTION DEBUGGING", "INTROSPECTION INTERVAL");

  private final Options options;
  private final List<Option> all;

  ClusterOptions(List<Option> options) {
    all = options;
    this.options = new Options(options);
    refuse();
  }

  private void refuse() {
    if (options.has("AVAILABILITY ZONES")) {
      throw SqlException.preview(
          "MANAGED, AVAILABILITY ZONES syntax", "enable_managed_cluster_availability_zones");
    }
    if (options.has("WORKLOAD CLASS")) {
      throw SqlException.internal("WORKLOAD CLASS not supported for non-system users");
    }
    options
        .find("SCHEDULE")
        .ifPresent(
            schedule -> {
              if (schedule.value() instanceof Option.Value.Schedule value && value.onRefresh()) {
                throw SqlException.preview(
                    "`SCHEDULE = ON REFRESH` cluster option", "enable_cluster_schedule_refresh");
              }
            });
    if (options.has("DISK")) {
      throw SqlException.unsupported("the cluster option DISK");
    }
  }

  /** Whether the statement says so; empty if it says nothing. */
  Optional<Boolean> managed() {
    return options.flag("MANAGED");
  }

  /** The replicas of an unmanaged cluster, if the statement lists them. */
  Optional<List<Option.Replica>> replicas() {
    return options
        .find("REPLICAS")
        .map(o -> ((Option.Value.Replicas) java.util.Objects.requireNonNull(o.value())).replicas());
  }

  Optional<String> size() {
    Optional<String> size = options.string("SIZE");
    size.ifPresent(ClusterOptions::checkSize);
    return size;
  }

  /**
   * Fails if anything is set that only a managed cluster has.
   *
   * @param hasReplicas whether it is known what replicas the cluster has
   */
  void requireNoneOfManaged(boolean hasReplicas) {
    if (!hasReplicas) {
      throw SqlException.internal("REPLICAS must be specified for unmanaged clusters");
    }
    for (Option option : all) {
      if (ONLY_MANAGED.contains(option.name())) {
        throw SqlException.internal(option.name() + " not supported for unmanaged clusters");
      }
    }
  }

  /** A configuration with what the statement sets. */
  Cluster.Managed applyTo(Cluster.Managed before) {
    return new Cluster.Managed(
        size().orElse(before.size()),
        options.number("REPLICATION FACTOR").orElse(before.replicationFactor()),
        options.flag("INTROSPECTION DEBUGGING").orElse(before.introspectionDebugging()),
        interval(before.introspectionInterval()));
  }

  private @Nullable String interval(@Nullable String before) {
    Optional<Option> option = options.find("INTROSPECTION INTERVAL");
    if (option.isEmpty()) {
      return before;
    }
    Expr literal = Options.literal(option.get());
    String text =
        literal instanceof Expr.StringLiteral string
            ? string.value()
            : literal instanceof Expr.IntervalLiteral interval
                ? interval.value()
                : literal instanceof Expr.NumberLiteral number ? number.text() : "0";
    long seconds = IntervalText.seconds("INTROSPECTION INTERVAL", text);
    return seconds == 0 ? null : IntervalText.clock(seconds);
  }

  static void checkSize(String size) {
    if (!SIZES.contains(size)) {
      throw SqlException.internal("unknown cluster replica size " + size)
          .withHint("Valid cluster replica sizes are: " + String.join(", ", SIZES));
    }
  }
}
