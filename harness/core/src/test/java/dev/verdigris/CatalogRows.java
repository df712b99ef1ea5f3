package dev.verdigris;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rows that Materialize's catalog tells a snapshot by, as the queries of {@code catalog} and
 * {@code preflight} ask for them.
 *
 * @param catalog the snapshot
 */
record CatalogRows(Snapshot catalog) {
  private static final Map<String, String> LETTERS =
      Map.of("USAGE", "U", "CREATE", "C", "SELECT", "r");

  /** One kind of what is asked whether it still stands. */
  private static final Pattern STANDING =
      Pattern.compile(
          "SELECT '(item|schema|cluster)'::text, id FROM \\S+ WHERE id IN (\\([^)]*\\))");

  /** Whether a query asks which ids still stand. */
  static boolean asksWhatStands(String sql) {
    return STANDING.matcher(sql).lookingAt();
  }

  /** What a snapshot is read from. */
  List<String[]> all() {
    List<String[]> rows = new ArrayList<>();
    add(rows, "session", catalog.role(), "f");
    TreeSet<String> roles = new TreeSet<>();
    catalog.schemas().values().forEach(s -> roles.addAll(names(s.owner(), s.grants())));
    catalog.clusters().values().forEach(c -> roles.addAll(names(c.owner(), c.grants())));
    catalog.items().values().forEach(i -> roles.addAll(names(i.owner(), i.grants())));
    roles.forEach(role -> add(rows, "role", "u:" + role, role));
    for (Schema s : catalog.schemas().values()) {
      add(rows, "schema", s.id(), s.name(), s.database(), "u:" + s.owner(), acl(s.grants()));
      comment(rows, s.id(), "schema", s.comment());
    }
    for (Cluster c : catalog.clusters().values()) {
      add(
          rows,
          "cluster",
          c.id(),
          c.name(),
          "u:" + c.owner(),
          acl(c.grants()),
          "t",
          c.options().size(),
          String.valueOf(c.options().replicationFactor()),
          "",
          "f",
          c.options().introspectionInterval());
      comment(rows, c.id(), "cluster", c.comment());
      c.replicas().forEach(r -> add(rows, "replica", r.id(), r.name(), c.id(), r.size(), ""));
    }
    for (Item i : catalog.items().values()) {
      add(
          rows,
          "object",
          i.id(),
          i.name(),
          i.schemaId(),
          i.kind().catalogName(),
          "u:" + i.owner(),
          i.clusterId(),
          acl(i.grants()));
      add(rows, "definition", i.id(), i.definition());
      for (int p = 1; p <= i.columns().size(); p++) {
        var column = i.columns().get(p - 1);
        add(rows, "column", i.id(), column.name(), String.valueOf(p), column.type(), "f");
      }
      if (i.columns().isEmpty() && i.kind().isRelation()) {
        add(rows, "column", i.id(), "iata", "1", "text", "f");
      }
      i.dependsOn().forEach(id -> add(rows, "dependency", i.id(), id));
      comment(rows, i.id(), i.kind().catalogName(), i.comment());
    }
    return rows;
  }

  /** Rights are checked; our role may make schemas and clusters. */
  List<String[]> facts() {
    List<String[]> rows = new ArrayList<>();
    add(rows, "setting", "enable_rbac_checks", "on");
    add(rows, "setting", "max_clusters", "25");
    add(rows, "database", "s1", "{u:" + catalog.role() + "=UC/s1}");
    add(rows, "system", "u:" + catalog.role() + "=N/s1");
    add(rows, "role", "u:" + catalog.role(), catalog.role());
    return rows;
  }

  /** The schemas or clusters with a comment, which a query has. */
  List<String[]> commented(String sql) {
    String text =
        sql.substring(sql.indexOf("c.comment = '") + 13, sql.length() - 1).replace("''", "'");
    List<String[]> rows = new ArrayList<>();
    if (sql.contains("'schema'")) {
      catalog.schemas().values().stream()
          .filter(schema -> schema.comment().equals(text))
          .forEach(schema -> rows.add(new String[] {schema.id(), schema.name()}));
    } else {
      catalog.clusters().values().stream()
          .filter(cluster -> cluster.comment().equals(text))
          .forEach(cluster -> rows.add(new String[] {cluster.id(), cluster.name()}));
    }
    return rows;
  }

  /** What is still there of the ids that stand in a query, by kind. */
  List<String[]> standing(String sql) {
    List<String[]> rows = new ArrayList<>();
    Matcher branch = STANDING.matcher(sql);
    while (branch.find()) {
      Set<String> ids =
          switch (branch.group(1)) {
            case "item" -> catalog.items().keySet();
            case "schema" -> catalog.schemas().keySet();
            default -> catalog.clusters().keySet();
          };
      ids.stream()
          .filter(id -> branch.group(2).contains("'" + id + "'"))
          .forEach(id -> rows.add(new String[] {branch.group(1), id}));
    }
    return rows;
  }

  /** The names of the objects whose ids stand in a query, and what each of them depends on. */
  List<String[]> named(String sql) {
    return catalog.items().values().stream()
        .filter(item -> sql.contains("'" + item.id() + "'"))
        .flatMap(
            item ->
                item.dependsOn().stream()
                    .map(
                        id ->
                            new String[] {
                              item.id(),
                              "materialize",
                              catalog.schema(item.schemaId()).orElseThrow().name(),
                              item.name(),
                              id
                            }))
        .toList();
  }

  private static SortedSet<String> names(String owner, SortedSet<Grant> grants) {
    SortedSet<String> names =
        grants.stream().map(Grant::grantee).collect(Collectors.toCollection(TreeSet::new));
    names.add(owner);
    return names;
  }

  private static String acl(SortedSet<Grant> grants) {
    Map<String, String> letters = new TreeMap<>();
    grants.forEach(g -> letters.merge(g.grantee(), LETTERS.get(g.privilege()), String::concat));
    return letters.entrySet().stream()
        .map(entry -> "u:" + entry.getKey() + "=" + entry.getValue() + "/u1")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static void comment(List<String[]> rows, String id, String kind, String text) {
    if (!text.isEmpty()) {
      add(rows, "comment", id, kind, "", text);
    }
  }

  private static void add(List<String[]> rows, String... values) {
    rows.add(Arrays.copyOf(values, 11));
  }
}
