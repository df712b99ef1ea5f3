package dev.verdigris.catalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stored statements without what changes by itself. A swap renames the schemas in them, the server
 * adds the time that a materialized view starts at, and a cutover counts a sink's version up.
 */
public final class Definitions {

  /** {@code [u12 AS "db"."schema"."name"]} in stored statements. */
  private static final Pattern REFERENCE =
      Pattern.compile("\\[(u\\d+) AS (?:\"(?:[^\"]|\"\")*\"\\.?)+\\]");

  /** {@code [u2 AS "db"."schema"."name"]}, with the names apart. */
  private static final Pattern NAMED =
      Pattern.compile("\\[u\\d+ AS ((?:\"(?:[^\"]|\"\")*\"\\.?)+)\\]");

  private static final Pattern ON_CLUSTER = Pattern.compile("(?<=IN CLUSTER )\\[([^\\]]+)\\]");

  private static final Pattern AS_OF =
      Pattern.compile("\\s+AS OF\\s+\\d+(?:::\\S+)?\\s*;?\\s*$", Pattern.CASE_INSENSITIVE);

  private static final Pattern ONLY_VERSION =
      Pattern.compile("\\s*WITH \\(VERSION = \\d+\\)\\s*$", Pattern.CASE_INSENSITIVE);

  private static final Pattern VERSION =
      Pattern.compile("(?:, VERSION = \\d+(?=[,)])|(?<=\\()VERSION = \\d+, )");

  private Definitions() {}

  /**
   * The stored statement of an object with references as ids and with its schema's id in place of
   * its own moving name; empty where the snapshot has none.
   */
  public static String of(Snapshot snapshot, Item item) {
    String text = REFERENCE.matcher(item.definition()).replaceAll("[$1]");
    text = AS_OF.matcher(text).replaceAll("");
    if (item.kind() == ObjectKind.SINK) {
      text = ONLY_VERSION.matcher(text).replaceAll("");
      text = VERSION.matcher(text).replaceAll("");
    }
    return text.replace(snapshot.sqlName(item), "[" + item.schemaId() + "]." + item.name());
  }

  /** The stored statement for people: with names for ids, and without the time it starts at. */
  public static String text(Snapshot snapshot, Item item) {
    String text = NAMED.matcher(item.definition()).replaceAll("$1");
    text =
        ON_CLUSTER
            .matcher(text)
            .replaceAll(
                on ->
                    Matcher.quoteReplacement(
                        snapshot
                            .cluster(on.group(1))
                            .map(cluster -> Identifiers.quote(cluster.name()))
                            .orElse(on.group())));
    return AS_OF.matcher(text).replaceAll("");
  }
}
