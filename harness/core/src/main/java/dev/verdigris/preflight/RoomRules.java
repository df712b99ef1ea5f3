package dev.verdigris.preflight;

import static java.math.BigDecimal.ZERO;

import dev.verdigris.DeploymentConfig.ClusterSize;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Replica;
import dev.verdigris.plan.CreateStep;
import dev.verdigris.plan.InitPlanner;
import dev.verdigris.plan.Unit;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether the server's limits leave room for green; asked while green is not made yet. */
final class RoomRules {
  private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"|([^\",\\s]+)");

  private final Inspection in;
  private final Listing out;

  private RoomRules(Inspection in, Listing out) {
    this.in = in;
    this.out = out;
  }

  static void find(Inspection in, Listing out) {
    RoomRules rules = new RoomRules(in, out);
    rules.clusters();
    rules.schemas();
    rules.materializedViews();
    rules.objects();
  }

  private void clusters() {
    List<Unit> absent = absent(Unit.Kind.CLUSTER);
    limit(
        Rule.ROOM_CLUSTERS,
        "clusters",
        "max_clusters",
        in.snapshot().clusters().size(),
        absent.size());
    BigDecimal credits = ZERO;
    for (Unit unit : absent) {
      Cluster blue = in.blueCluster(unit).orElse(null);
      if (blue != null) {
        Optional<ClusterSize> given = Optional.ofNullable(in.sized().get(unit.of()));
        // Exactly what init will create: blue's size, or the configured one.
        CreateStep.OfCluster green = InitPlanner.greenCluster(unit.greenName(), blue, given);
        List<String> sizes = sizes(green);
        limitOf(
            Rule.ROOM_REPLICAS,
            "cluster " + unit.greenName(),
            "max_replicas_per_cluster",
            "replicas",
            0,
            sizes.size());
        named(green).forEach(size -> allowed(unit, blue, given.isPresent(), size));
        // Sizes that the server does not know count nothing.
        credits = credits.add(sizes.stream().map(this::price).reduce(ZERO, BigDecimal::add));
      }
    }
    if (credits.signum() > 0) {
      credits(credits);
    }
  }

  /** The size of each replica. */
  private static List<String> sizes(CreateStep.OfCluster cluster) {
    return cluster.options().managed()
        ? Collections.nCopies(cluster.options().replicationFactor(), cluster.options().size())
        : cluster.replicas().stream().map(Replica::size).toList();
  }

  /** A managed cluster without replicas has a size, too. */
  private static Set<String> named(CreateStep.OfCluster cluster) {
    return cluster.options().managed()
        ? Set.of(cluster.options().size())
        : new TreeSet<>(sizes(cluster));
  }

  private BigDecimal price(String size) {
    return in.facts().credits().getOrDefault(size, ZERO);
  }

  private void credits(BigDecimal more) {
    BigDecimal used =
        in.snapshot().clusters().values().stream()
            .flatMap(cluster -> cluster.replicas().stream())
            .map(replica -> price(replica.size()))
            .reduce(ZERO, BigDecimal::add);
    String text = in.facts().settings().getOrDefault("max_credit_consumption_rate", "");
    BigDecimal most = decimal(text);
    if (most != null && used.add(more).compareTo(most) > 0) {
      out.add(
          Rule.ROOM_CREDITS,
          "credits an hour",
          "",
          "green needs "
              + more.stripTrailingZeros().toPlainString()
              + ", "
              + used.stripTrailingZeros().toPlainString()
              + " are used and max_credit_consumption_rate is "
              + text,
          raise(
              "max_credit_consumption_rate", used.add(more).stripTrailingZeros().toPlainString()));
    }
  }

  private static @Nullable BigDecimal decimal(String text) {
    return text.matches("[0-9]{1,18}(\\.[0-9]{1,18})?") ? new BigDecimal(text) : null;
  }

  /** An empty list allows every size that there is. */
  private void allowed(Unit unit, Cluster blue, boolean configured, String size) {
    String text = in.facts().settings().getOrDefault("allowed_cluster_replica_sizes", "");
    Matcher matcher = NAME.matcher(text);
    boolean any = false;
    while (matcher.find()) {
      any = true;
      if (size.equals(matcher.group(1)) || size.equals(matcher.group(2))) {
        return;
      }
    }
    if (any) {
      out.add(
          Rule.ROOM_SIZE,
          "cluster " + unit.of(),
          blue.owner(),
          (configured ? "green's size " : "its size ")
              + size
              + " is none of allowed_cluster_replica_sizes: "
              + text,
          configured
              ? "name another size in green.clusters"
              : "ALTER CLUSTER " + blue.sqlName() + " SET (SIZE = '…')");
    }
  }

  private void schemas() {
    long existing =
        in.snapshot().schemas().values().stream()
            .filter(schema -> schema.database().equals(in.database()))
            .count();
    limit(
        Rule.ROOM_SCHEMAS,
        "schemas of database " + in.database(),
        "max_schemas_per_database",
        existing,
        absent(Unit.Kind.SCHEMA).size());
  }

  private void materializedViews() {
    long existing =
        in.snapshot().items().values().stream().filter(RoomRules::isMaterialized).count();
    long more = 0;
    for (Unit unit : in.units(Unit.Kind.SCHEMA).toList()) {
      long made =
          unit.marked().stream()
              .flatMap(green -> in.snapshot().itemsIn(green.id()).stream())
              .filter(RoomRules::isMaterialized)
              .count();
      more += Math.max(0, planned(unit, true) - made);
    }
    limit(
        Rule.ROOM_MATERIALIZED_VIEWS,
        "materialized views",
        "max_materialized_views",
        existing,
        more);
  }

  private void objects() {
    for (Unit unit : in.units(Unit.Kind.SCHEMA).toList()) {
      limitOf(
          Rule.ROOM_OBJECTS,
          "schema " + unit.greenName(),
          "max_objects_per_schema",
          "objects",
          0,
          planned(unit, false));
    }
  }

  /** How many objects green's schema will have: the models, or as many as blue has. */
  private long planned(Unit unit, boolean materialized) {
    if (in.greenIsBuilt()) {
      return 0;
    }
    if (in.models().isPresent()) {
      return in.models().get().stream()
          .filter(model -> model.schema().equals(unit.of()))
          .mapToLong(
              model ->
                  materialized
                      ? (model.kind() == ObjectKind.MATERIALIZED_VIEW ? 1 : 0)
                      : 1 + model.indexes().size())
          .sum();
    }
    return unit.production().stream()
        .flatMap(blue -> in.snapshot().itemsIn(blue.id()).stream())
        .filter(item -> materialized ? isMaterialized(item) : item.kind().isDeployed())
        .count();
  }

  private static boolean isMaterialized(Item item) {
    return item.kind() == ObjectKind.MATERIALIZED_VIEW;
  }

  private List<Unit> absent(Unit.Kind kind) {
    return in.units(kind).filter(unit -> unit.position() == Unit.Position.ABSENT).toList();
  }

  private void limit(Rule rule, String what, String setting, long existing, long more) {
    limitOf(rule, what, setting, "more", existing, more);
  }

  private void limitOf(
      Rule rule, String object, String setting, String unit, long existing, long more) {
    BigDecimal most = decimal(in.facts().settings().getOrDefault(setting, ""));
    if (more > 0 && most != null && BigDecimal.valueOf(existing + more).compareTo(most) > 0) {
      out.add(
          rule,
          object,
          "",
          "green needs "
              + more
              + " "
              + unit
              + (existing > 0 ? ", " + existing + " exist" : "")
              + " and "
              + setting
              + " is "
              + most.toPlainString(),
          raise(setting, String.valueOf(existing + more)));
    }
  }

  private static String raise(String setting, String to) {
    return "drop what is not needed, or by mz_system: ALTER SYSTEM SET " + setting + " = " + to;
  }
}
