package dev.verdigris.plan;

import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Unit.Holder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The markers with one name. Deployments of other projects may have it, too, in the same database
 * or beside it: which markers belong together is told by what runs on what, and by who made them
 * when and from what. A deployment has one lead: where there is no other one, all are of it.
 *
 * @param snapshot the catalog
 * @param marks all of them, those of other databases' schemas among them
 */
record SameNamed(Snapshot snapshot, List<Mark> marks) {

  /**
   * A schema or cluster that carries the name in its marker.
   *
   * @param kind schema or cluster
   * @param id its id
   * @param database the schema's database; empty for a cluster
   * @param marker its marker
   */
  record Mark(Unit.Kind kind, String id, String database, Marker marker) {
    boolean isIn(Scope scope) {
      return kind == Unit.Kind.CLUSTER || database.equals(scope.database());
    }
  }

  /** Makes the list immutable. */
  SameNamed {
    marks = List.copyOf(marks);
  }

  /** All markers, whatever name they have; transitions are no part of what they are about. */
  static List<Mark> all(Snapshot snapshot) {
    Stream<Mark> schemas =
        snapshot.schemas().values().stream()
            .flatMap(schema -> mark(Unit.Kind.SCHEMA, Holder.of(schema), schema.database()));
    Stream<Mark> clusters =
        snapshot.clusters().values().stream()
            .flatMap(cluster -> mark(Unit.Kind.CLUSTER, Holder.of(cluster), ""));
    return Stream.concat(schemas, clusters).toList();
  }

  private static Stream<Mark> mark(Unit.Kind kind, Holder holder, String database) {
    return holder.marker().stream()
        .filter(marker -> !Transition.marks(marker))
        .map(marker -> new Mark(kind, holder.id(), database, marker));
  }

  /** Those that are of the same deployment as one of them. */
  List<Mark> with(Mark one) {
    if (leads(marks) <= 1) {
      return marks;
    }
    Set<String> runsOn = runsOn();
    BiPredicate<Mark, Mark> objects =
        (a, b) -> runsOn.contains(a.id() + " " + b.id()) || runsOn.contains(b.id() + " " + a.id());
    BiPredicate<Mark, Mark> beginning = SameNamed::madeTogether;
    return Stream.of(objects.or(beginning), beginning)
        .map(link -> connected(one, link))
        .filter(found -> leads(found) <= 1)
        .findFirst()
        .orElseGet(() -> connected(one, objects));
  }

  private List<Mark> connected(Mark one, BiPredicate<Mark, Mark> link) {
    List<Mark> found = new ArrayList<>(List.of(one));
    List<Mark> left = new ArrayList<>(marks);
    left.remove(one);
    for (int at = 0; at < found.size(); at++) {
      Mark from = found.get(at);
      List<Mark> more = left.stream().filter(to -> link.test(from, to)).toList();
      found.addAll(more);
      left.removeAll(more);
    }
    return found;
  }

  /** Ids of a schema and a cluster on which some of its objects run. */
  private Set<String> runsOn() {
    return snapshot.items().values().stream()
        .filter(item -> !item.clusterId().isEmpty())
        .map(item -> item.schemaId() + " " + item.clusterId())
        .collect(Collectors.toSet());
  }

  private static boolean madeTogether(Mark a, Mark b) {
    return a.marker().at().equals(b.marker().at())
        && a.marker().by().equals(b.marker().by())
        && a.marker().commit().equals(b.marker().commit());
  }

  private static long leads(Collection<Mark> marks) {
    return marks.stream().filter(mark -> mark.marker().lead()).count();
  }
}
