package dev.verdigris.plan;

import dev.verdigris.DeploymentName;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.MarkerLine;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One schema or cluster of a deployment: what carries which of its names now.
 *
 * @param kind schema or cluster
 * @param of the production name
 * @param greenName green's name before the swap
 * @param production what carries the production name now
 * @param green what carries green's name now
 * @param marked what carries this deployment's marker
 * @param old what the marker says was blue, if it still exists
 * @param position where the marked one is
 */
public record Unit(
    Kind kind,
    String of,
    String greenName,
    Optional<Holder> production,
    Optional<Holder> green,
    Optional<Holder> marked,
    Optional<Holder> old,
    Position position) {

  /** Schema or cluster. */
  public enum Kind {
    /** A schema of the deployment's database. */
    SCHEMA,
    /** A cluster. */
    CLUSTER;

    /** As people read it. */
    public String label() {
      return this == SCHEMA ? "schema" : "cluster";
    }
  }

  /** Where a deployment's schema or cluster is. */
  public enum Position {
    /** Nothing has green's name and nothing is marked. */
    ABSENT,
    /** Something without a marker has green's name. */
    UNMARKED,
    /** Another deployment's has green's name. */
    FOREIGN,
    /** The marked one has green's name: before the swap; a cluster also after a rollback. */
    GREEN,
    /** The marked schema has the name that a rollback gives it: swapped, and swapped back. */
    ROLLED_BACK,
    /** The marked one has the production name: after the swap. */
    PROMOTED,
    /** The marked one has the name that cleanup gives it before it drops it. */
    RETIRED,
    /** A later deployment has taken the production name from the marked one. */
    SUPERSEDED,
    /** The marked one has a name that this deployment never gave it. */
    LOST
  }

  /**
   * A schema or cluster, whichever it is.
   *
   * @param id its id
   * @param name its name now
   * @param owner the role that owns it
   * @param comment its whole comment
   * @param markerLine what the last line of its comment says
   */
  public record Holder(
      String id, String name, String owner, String comment, MarkerLine markerLine) {
    static Holder of(Schema schema) {
      return new Holder(
          schema.id(), schema.name(), schema.owner(), schema.comment(), schema.marker());
    }

    static Holder of(Cluster cluster) {
      return new Holder(
          cluster.id(), cluster.name(), cluster.owner(), cluster.comment(), cluster.marker());
    }

    /** Its marker, if it has a valid one. */
    public Optional<Marker> marker() {
      return markerLine().marker();
    }

    /** Its comment without a valid marker. */
    String userText() {
      return marker().isPresent() ? markerLine().userText() : comment();
    }
  }

  /** The schemas of the deployment's database, or all clusters. */
  static List<Holder> holders(Snapshot snapshot, Scope scope, Kind kind) {
    return kind == Kind.CLUSTER
        ? snapshot.clusters().values().stream().map(Holder::of).toList()
        : snapshot.schemas().values().stream()
            .filter(schema -> schema.database().equals(scope.database()))
            .map(Holder::of)
            .toList();
  }

  private static Unit unit(Kind kind, Scope scope, String of, Collection<Holder> all) {
    String greenName = scope.green(of);
    Optional<Holder> production = named(all, of);
    Optional<Holder> green = named(all, greenName);
    List<Holder> marks = all.stream().filter(one -> marks(one, scope, of)).toList();
    Optional<Holder> marked = marks.stream().min(Comparator.comparing(Holder::id));
    Optional<Holder> old =
        marked
            .flatMap(Holder::marker)
            .flatMap(marker -> all.stream().filter(o -> o.id().equals(marker.blue())).findFirst());
    Position position =
        marks.size() > 1
            ? Position.LOST
            : marked
                .map(one -> position(one, scope, of, production, all))
                .orElseGet(() -> unmarked(green));
    return new Unit(kind, of, greenName, production, green, marked, old, position);
  }

  /** The marker that the marked one carries. */
  public Optional<Marker> marker() {
    return marked.flatMap(Holder::marker);
  }

  /** The name that cleanup gives to what it is about to drop: nothing else ever has it. */
  static String retired(DeploymentName deployment, String id) {
    return deployment + "_retired_" + id;
  }

  /** What a statement names it by, under another name. */
  public Target target(String database, String name) {
    return kind == Kind.SCHEMA ? new Target.OfSchema(database, name) : new Target.OfCluster(name);
  }

  /** The statement that gives one of its kind another comment. */
  String commentSql(String database, Holder holder, String text) {
    return new ChangeStep.Comment(target(database, holder.name()), text).sql();
  }

  /** For people: {@code schema "flights_pr_17"}. */
  String describe(String name) {
    return kind.label() + " " + Identifiers.quote(name);
  }

  private static Position unmarked(Optional<Holder> green) {
    if (green.isEmpty()) {
      return Position.ABSENT;
    }
    return green.get().markerLine() instanceof MarkerLine.None
        ? Position.UNMARKED
        : Position.FOREIGN;
  }

  private static Position position(
      Holder marked, Scope scope, String of, Optional<Holder> production, Collection<Holder> all) {
    if (marked.name().equals(of)) {
      return Position.PROMOTED;
    }
    if (marked.name().equals(scope.green(of))) {
      return Position.GREEN;
    }
    if (marked.name().equals(scope.rolledBack(of))) {
      return Position.ROLLED_BACK;
    }
    if (marked.name().equals(retired(scope.deployment(), marked.id()))) {
      return Position.RETIRED;
    }
    return production.map(top -> standsOn(top, marked.id(), all)).orElse(false)
        ? Position.SUPERSEDED
        : Position.LOST;
  }

  /** Whether {@code top} was made as the green of {@code id}, directly or over others. */
  private static boolean standsOn(Holder top, String id, Collection<Holder> all) {
    Optional<Holder> current = Optional.of(top);
    for (int depth = 0; current.isPresent() && depth <= all.size(); depth++) {
      Optional<String> blue = current.flatMap(Holder::marker).map(Marker::blue);
      if (blue.filter(id::equals).isPresent()) {
        return true;
      }
      current = blue.flatMap(next -> all.stream().filter(o -> o.id().equals(next)).findFirst());
    }
    return false;
  }

  /** What production stands on in the end, by the markers: the first without one. */
  Optional<Holder> ground(Collection<Holder> all) {
    Optional<Holder> current = production;
    for (int depth = 0; depth <= all.size(); depth++) {
      Optional<String> blue = current.flatMap(Holder::marker).map(Marker::blue);
      if (blue.isEmpty()) {
        return current;
      }
      current = blue.flatMap(next -> all.stream().filter(o -> o.id().equals(next)).findFirst());
    }
    return Optional.empty();
  }

  private static boolean marks(Holder one, Scope scope, String of) {
    return one.marker()
        .filter(marker -> marker.deployment().equals(scope.deployment().value()))
        .filter(marker -> marker.of().equals(of))
        // Green is never its own blue: such a marker was written for another one.
        .filter(marker -> !marker.blue().equals(one.id()))
        .isPresent();
  }

  private static Optional<Holder> named(Collection<Holder> all, String name) {
    return all.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** The units of a scope: schemas, then clusters, in the order of the configuration. */
  static List<Unit> all(Snapshot snapshot, Scope scope) {
    List<Holder> schemas = holders(snapshot, scope, Kind.SCHEMA);
    List<Holder> clusters = holders(snapshot, scope, Kind.CLUSTER);
    return Stream.concat(
            scope.schemas().stream().map(name -> unit(Kind.SCHEMA, scope, name, schemas)),
            scope.clusters().stream().map(name -> unit(Kind.CLUSTER, scope, name, clusters)))
        .toList();
  }
}
