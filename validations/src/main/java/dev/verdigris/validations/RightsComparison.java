package dev.verdigris.validations;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.DefaultPrivilege;
import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.MarkerLine;
import dev.verdigris.catalog.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/** Compares owners, grants, default privileges and comments of what both sides have. Pure. */
final class RightsComparison {
  static final String OWNER = "owner";
  static final String REVOKED = "revoked";
  static final String GRANTED = "granted";
  static final String COMMENT = "comment";

  private final EnvironmentCatalog blue;
  private final EnvironmentCatalog green;
  private final List<Observation> observations = new ArrayList<>();

  private RightsComparison(EnvironmentCatalog blue, EnvironmentCatalog green) {
    this.blue = blue;
    this.green = green;
  }

  /** Owners, grants and default privileges. */
  static List<Observation> rights(EnvironmentCatalog blue, EnvironmentCatalog green) {
    RightsComparison comparison = new RightsComparison(blue, green);
    comparison.compareRights();
    return comparison.observations;
  }

  /** Comments of schemas, clusters, objects and columns; a marker's line is no part of one. */
  static List<Observation> comments(EnvironmentCatalog blue, EnvironmentCatalog green) {
    RightsComparison comparison = new RightsComparison(blue, green);
    comparison.compareComments();
    return comparison.observations;
  }

  /** Something that both sides have. */
  private interface Pair<T> {
    void compare(String name, T blue, T green);
  }

  private void schemas(Pair<Schema> pair) {
    blue.schemas()
        .forEach(
            (name, id) -> {
              Schema before = blue.snapshot().schemas().get(id);
              Schema after = green.snapshot().schemas().get(green.schemas().getOrDefault(name, ""));
              if (before != null && after != null) {
                pair.compare("schema " + name, before, after);
              }
            });
  }

  private void clusters(Pair<Cluster> pair) {
    blue.clusters()
        .keySet()
        .forEach(
            name ->
                blue.cluster(name)
                    .ifPresent(
                        before ->
                            green
                                .cluster(name)
                                .ifPresent(
                                    after -> pair.compare("cluster " + name, before, after))));
  }

  private void items(Pair<Item> pair) {
    SortedMap<String, Item> after = green.objects();
    blue.objects()
        .forEach(
            (name, item) -> {
              Item now = after.get(name);
              if (now != null) {
                pair.compare(name, item, now);
              }
            });
  }

  private void compareRights() {
    schemas(
        (name, before, after) -> {
          owner(name, before.owner(), after.owner());
          grants(
              name, words(before.grants(), before.owner()), words(after.grants(), after.owner()));
          grants(name + ", by default", defaults(blue, before), defaults(green, after));
        });
    clusters(
        (name, before, after) -> {
          owner(name, before.owner(), after.owner());
          grants(
              name, words(before.grants(), before.owner()), words(after.grants(), after.owner()));
        });
    items(
        (name, before, after) -> {
          owner(name, before.owner(), after.owner());
          grants(
              name, words(before.grants(), before.owner()), words(after.grants(), after.owner()));
        });
  }

  private void owner(String name, String before, String after) {
    if (!before.equals(after)) {
      observations.add(Observation.fail(OWNER, name + "  blue " + before + "  green " + after));
    }
  }

  private void grants(String name, Collection<String> before, Collection<String> after) {
    before.stream()
        .filter(grant -> !after.contains(grant))
        .forEach(grant -> observations.add(Observation.fail(REVOKED, name + "  " + grant)));
    after.stream()
        .filter(grant -> !before.contains(grant))
        .forEach(grant -> observations.add(Observation.fail(GRANTED, name + "  " + grant)));
  }

  /** An owner has every right, granted or not. */
  private static Collection<String> words(Collection<Grant> grants, String owner) {
    TreeSet<String> words = new TreeSet<>();
    grants.stream()
        .filter(grant -> !grant.grantee().equals(owner))
        .forEach(grant -> words.add(grant.privilege() + " to " + grant.grantee()));
    return words;
  }

  private static Collection<String> defaults(EnvironmentCatalog catalog, Schema schema) {
    TreeSet<String> words = new TreeSet<>();
    for (DefaultPrivilege one : catalog.snapshot().defaultsOf(schema.id())) {
      words.add(
          one.privilege()
              + " on every "
              + one.objectType()
              + " of "
              + one.owner()
              + " to "
              + one.grantee());
    }
    return words;
  }

  private void compareComments() {
    schemas((name, before, after) -> comment(name, text(before.marker()), text(after.marker())));
    clusters((name, before, after) -> comment(name, text(before.marker()), text(after.marker())));
    items(
        (name, before, after) -> {
          comment(name, before.comment(), after.comment());
          Map<String, String> now = after.columnComments();
          TreeSet<String> columns = new TreeSet<>(before.columnComments().keySet());
          columns.addAll(now.keySet());
          for (String column : columns) {
            comment(
                name + "." + column,
                before.columnComments().getOrDefault(column, ""),
                now.getOrDefault(column, ""));
          }
        });
  }

  private static String text(MarkerLine line) {
    return line.userText();
  }

  private void comment(String name, String before, String after) {
    if (!before.equals(after)) {
      observations.add(
          Observation.fail(COMMENT, name + "  blue " + shown(before) + "  green " + shown(after)));
    }
  }

  private static String shown(String comment) {
    return comment.isEmpty() ? "none" : "\"" + comment.replace("\n", "\\n") + "\"";
  }
}
