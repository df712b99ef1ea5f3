package dev.verdigris.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts the rows of {@link CatalogSql} together. */
final class SnapshotBuilder {
  private final String database;
  private final Map<String, List<List<String>>> rows = new HashMap<>();

  SnapshotBuilder(String database) {
    this.database = database;
  }

  /** Takes one row; a NULL is an empty text. */
  void add(String kind, List<String> values) {
    rows.computeIfAbsent(kind, any -> new ArrayList<>()).add(List.copyOf(values));
  }

  Snapshot build() {
    Map<String, String> roles = new HashMap<>();
    each("role", row -> roles.put(row.get(0), row.get(1)));
    List<String> session = rows.getOrDefault("session", List.of(List.of("", ""))).get(0);
    String role = session.get(0);
    return new Snapshot(
        database,
        role,
        memberships(role, roles),
        isTrue(session.get(1)),
        schemas(roles),
        clusters(roles),
        items(roles),
        defaults(roles));
  }

  private Set<String> memberships(String role, Map<String, String> roles) {
    Map<String, Set<String>> memberOf = new HashMap<>();
    each(
        "member",
        row ->
            memberOf
                .computeIfAbsent(name(roles, row.get(1)), any -> new HashSet<>())
                .add(name(roles, row.get(0))));
    Set<String> all = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(role));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      if (all.add(next)) {
        open.addAll(memberOf.getOrDefault(next, Set.of()));
      }
    }
    return all;
  }

  private Map<String, Schema> schemas(Map<String, String> roles) {
    Map<String, String> comments = comments("schema");
    Map<String, Schema> schemas = new LinkedHashMap<>();
    each(
        "schema",
        row ->
            schemas.put(
                row.get(0),
                new Schema(
                    row.get(0),
                    row.get(2),
                    row.get(1),
                    name(roles, row.get(3)),
                    Privileges.parse(row.get(4), roles),
                    comments.getOrDefault(row.get(0), ""))));
    return schemas;
  }

  private Map<String, Cluster> clusters(Map<String, String> roles) {
    Map<String, String> comments = comments("cluster");
    Map<String, String> schedules = new HashMap<>();
    each("schedule", row -> schedules.put(row.get(0), row.get(1)));
    Map<String, List<Replica>> replicas = new HashMap<>();
    each(
        "replica",
        row ->
            replicas
                .computeIfAbsent(row.get(2), any -> new ArrayList<>())
                .add(new Replica(row.get(0), row.get(1), row.get(3), row.get(4))));
    replicas.values().forEach(list -> list.sort(Comparator.comparing(Replica::name)));
    Map<String, Cluster> clusters = new LinkedHashMap<>();
    each(
        "cluster",
        row ->
            clusters.put(
                row.get(0),
                new Cluster(
                    row.get(0),
                    row.get(1),
                    name(roles, row.get(2)),
                    Privileges.parse(row.get(3), roles),
                    comments.getOrDefault(row.get(0), ""),
                    options(row, schedules.getOrDefault(row.get(0), "manual")),
                    replicas.getOrDefault(row.get(0), List.of()))));
    return clusters;
  }

  private static ClusterOptions options(List<String> row, String schedule) {
    boolean managed = isTrue(row.get(4));
    return new ClusterOptions(
        managed,
        row.get(5),
        row.get(6).isEmpty() ? 0 : Integer.parseInt(row.get(6)),
        zones(row.get(7)),
        isTrue(row.get(8)),
        row.get(9),
        schedule);
  }

  private static List<String> zones(String list) {
    String inner = list.strip().replaceAll("^\\{|\\}$", "");
    return inner.isEmpty() ? List.of() : List.of(inner.replace("\"", "").split(",", -1));
  }

  private Map<String, Item> items(Map<String, String> roles) {
    Map<String, Set<String>> dependsOn = new HashMap<>();
    each(
        "dependency",
        row -> dependsOn.computeIfAbsent(row.get(0), any -> new HashSet<>()).add(row.get(1)));
    Map<String, String> definitions = new HashMap<>();
    each("definition", row -> definitions.put(row.get(0), row.get(1)));
    Map<String, SortedMap<Integer, Column>> columns = new HashMap<>();
    each(
        "column",
        row ->
            columns
                .computeIfAbsent(row.get(0), any -> new TreeMap<>())
                .put(
                    Integer.valueOf(row.get(2)),
                    new Column(row.get(1), row.get(3), isTrue(row.get(4)))));
    Map<String, String> comments = comments("");
    Map<String, Map<String, String>> columnComments = columnComments(columns);
    Map<String, Item> items = new LinkedHashMap<>();
    each(
        "object",
        row ->
            items.put(
                row.get(0),
                new Item(
                    row.get(0),
                    row.get(2),
                    row.get(1),
                    ObjectKind.of(row.get(3)),
                    name(roles, row.get(4)),
                    row.get(5),
                    Privileges.parse(row.get(6), roles),
                    comments.getOrDefault(row.get(0), ""),
                    columnComments.getOrDefault(row.get(0), Map.of()),
                    List.copyOf(
                        columns.getOrDefault(row.get(0), Collections.emptySortedMap()).values()),
                    definitions.getOrDefault(row.get(0), ""),
                    dependsOn.getOrDefault(row.get(0), Set.of()))));
    return items;
  }

  /** Comments of whole things; ids are unique per kind only, so that the kind counts. */
  private Map<String, String> comments(String kind) {
    Map<String, String> comments = new HashMap<>();
    each(
        "comment",
        row -> {
          boolean object = ObjectKind.of(row.get(1)) != ObjectKind.OTHER;
          if (row.get(2).isEmpty() && (kind.isEmpty() ? object : row.get(1).equals(kind))) {
            comments.put(row.get(0), row.get(3));
          }
        });
    return comments;
  }

  private Map<String, Map<String, String>> columnComments(
      Map<String, SortedMap<Integer, Column>> columns) {
    Map<String, Map<String, String>> comments = new HashMap<>();
    each(
        "comment",
        row -> {
          boolean object = ObjectKind.of(row.get(1)) != ObjectKind.OTHER;
          Column column =
              !object || row.get(2).isEmpty() || !columns.containsKey(row.get(0))
                  ? null
                  : columns
                      .getOrDefault(row.get(0), Collections.emptySortedMap())
                      .get(Integer.valueOf(row.get(2)));
          if (column != null && !row.get(3).isEmpty()) {
            comments
                .computeIfAbsent(row.get(0), any -> new HashMap<>())
                .put(column.name(), row.get(3));
          }
        });
    return comments;
  }

  private Map<String, List<DefaultPrivilege>> defaults(Map<String, String> roles) {
    Map<String, List<DefaultPrivilege>> defaults = new HashMap<>();
    each(
        "default",
        row -> {
          String owner = Privileges.role(row.get(1), roles);
          String grantee = Privileges.role(row.get(3), roles);
          for (String privilege : Privileges.words(row.get(4))) {
            if (!owner.isEmpty() && !grantee.isEmpty()) {
              defaults
                  .computeIfAbsent(row.get(0), any -> new ArrayList<>())
                  .add(new DefaultPrivilege(owner, row.get(2), grantee, privilege));
            }
          }
        });
    defaults.values().forEach(list -> list.sort(Comparator.comparing(DefaultPrivilege::toString)));
    return defaults;
  }

  private void each(String kind, java.util.function.Consumer<List<String>> action) {
    rows.getOrDefault(kind, List.of()).forEach(action);
  }

  /** A system role has no name among users; its id stands for it then. */
  private static String name(Map<String, String> roles, String id) {
    return roles.getOrDefault(id, id);
  }

  private static boolean isTrue(String text) {
    return text.equals("t") || text.equals("true");
  }
}
