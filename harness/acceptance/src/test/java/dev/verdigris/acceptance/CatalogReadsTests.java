package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Settings;
import dev.verdigris.gate.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many statements a deployment sends: only those that create or drop something, and the cheap
 * read of what was created, become more with the number of objects, and only those that cut a sink
 * over and ask for its key and its differences with the number of sinks; the catalog is read
 * equally often, and while something is waited for, one question a tick tells of all. The tables go
 * to {@code target/statements.md}; with {@code -Dverdigris.test.full=true} they have columns for
 * 1,000 objects and 50 sinks.
 */
class CatalogReadsTests {
  private static final boolean FULL = Boolean.getBoolean("verdigris.test.full");
  private static final List<Integer> SIZES = FULL ? List.of(10, 100, 1000) : List.of(10, 100);
  private static final List<Integer> SINKS = FULL ? List.of(1, 10, 50) : List.of(1, 10);

  private static final String CATALOG = "reads of the catalog";
  private static final String GREEN = "reads of green's relations";
  private static final String WRITES = "statements that change something";
  private static final String KEYS = "questions for a key";
  private static final String NAMES = "looks at a sink's names right before its ALTER SINK";
  private static final String TICKS = "questions while it waits, beyond one a tick";
  private static final int TICK_MILLIS = 100;

  /** Of a fifth of the objects each: a materialized view and an index; a view of the others. */
  private static final int MIX = 5;

  private final TestServer server = TestServer.shared();

  /**
   * What was counted, by phase and kind.
   *
   * @param heading of the column names
   * @param sizes the columns
   * @param rows the counts, one for each column
   */
  private record Table(String heading, List<Integer> sizes, Map<String, List<Integer>> rows) {
    static Table of(String heading, List<Integer> sizes) {
      return new Table(heading, sizes, new TreeMap<>());
    }

    void add(Map<String, Integer> counts) {
      int columns = rows.values().stream().mapToInt(List::size).max().orElse(0);
      Set<String> all = new TreeSet<>(rows.keySet());
      all.addAll(counts.keySet());
      int before = rows.isEmpty() ? 0 : columns;
      for (String what : all) {
        List<Integer> row =
            rows.computeIfAbsent(what, any -> new ArrayList<>(Collections.nCopies(before, 0)));
        row.add(counts.getOrDefault(what, 0));
      }
    }

    /** That a row grows by at most so many for each object or sink, and not at all for 0. */
    void assertGrowth(String what, int each) {
      List<Integer> counts = rows.getOrDefault(what, List.of());
      for (int i = 1; i < counts.size(); i++) {
        int most = counts.get(0) + each * (sizes.get(i) - sizes.get(0));
        assertThat(counts.get(i)).as("%s%n%s", what, text()).isLessThanOrEqualTo(most);
      }
    }

    String text() {
      StringBuilder text = new StringBuilder("| " + heading + " |");
      sizes.forEach(size -> text.append(String.format(Locale.ROOT, " %,d |", size)));
      text.append("\n|---|").append("---|".repeat(sizes.size())).append('\n');
      rows.forEach(
          (what, counts) -> {
            text.append("| ").append(what).append(" |");
            counts.forEach(count -> text.append(String.format(Locale.ROOT, " %,d |", count)));
            text.append('\n');
          });
      return text.toString();
    }
  }

  @Test
  void theCatalogIsReadEquallyOftenHoweverMuchIsDeployed(@TempDir Path directory) throws Exception {
    Table objects = Table.of("objects", SIZES);
    for (int size : SIZES) {
      String tag = Long.toString(ProcessHandle.current().pid(), 36) + "n" + size;
      server.execute("CREATE ROLE dash_" + tag);
      try {
        objects.add(counts(objects(tag, size, directory.resolve("of" + size))));
      } finally {
        drop(tag);
      }
    }
    Table sinks = Table.of("sinks", SINKS);
    if (!server.kafka().isEmpty()) {
      for (int size : SINKS) {
        String tag = Long.toString(ProcessHandle.current().pid(), 36) + "k" + size;
        try {
          sinks.add(counts(sinks(tag, size, directory.resolve("sinks" + size))));
        } finally {
          drop(tag);
        }
      }
    }
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/statements.md"), objects.text() + "\n" + sinks.text());
    assertThat(objects.rows()).containsKeys("init: " + CATALOG, "run: " + WRITES);
    assertThat(objects.rows()).containsKeys("promote: " + CATALOG, "cleanup: " + WRITES);
    // Created, commented and granted; dropped, an index with its relation.
    Map<String, Integer> growth = Map.of("run: " + WRITES, 3, "cleanup: " + WRITES, 1);
    objects
        .rows()
        .keySet()
        .forEach(
            what ->
                objects.assertGrowth(
                    what, growth.getOrDefault(what, what.endsWith(GREEN) ? 1 : 0)));
    // Onto the transition and off it; the differences, and whether it shows the same.
    Map<String, Integer> cutover =
        Map.of(
            "promote: " + NAMES, 2,
            "rollback: " + NAMES, 2,
            "promote: " + WRITES, 2,
            "rollback: " + WRITES, 2,
            "promote: " + KEYS, 1,
            "promote: " + GREEN, 4,
            "rollback: " + GREEN, 4);
    sinks.rows().keySet().forEach(what -> sinks.assertGrowth(what, cutover.getOrDefault(what, 0)));
    assertThat(List.of(objects, sinks))
        .allSatisfy(
            table ->
                assertThat(table.rows())
                    .allSatisfy(
                        (what, counts) -> {
                          if (what.endsWith(TICKS)) {
                            assertThat(counts).as(table.text()).containsOnly(0);
                          }
                        }));
  }

  private Map<String, Integer> counts(DeploymentConfig config) throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, AtomicInteger> ticks = new TreeMap<>();
    String[] phase = {"init"};
    try (TestServer.Relayed relayed = server.relayed()) {
      relayed
          .relay()
          .disturb(
              sent -> {
                if (isTick(sent.sql())) {
                  ticks.computeIfAbsent(phase[0], any -> new AtomicInteger()).incrementAndGet();
                } else {
                  synchronized (counts) {
                    counts.merge(phase[0] + ": " + kind(sent.sql()), 1, Integer::sum);
                  }
                }
                return false;
              },
              new Disturbance.Lost(false));
      Verdict[] verdict = new Verdict[1];
      try (DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder())) {
        Map<String, Runnable> phases = new LinkedHashMap<>();
        phases.put("init", run::init);
        phases.put("run", run::run);
        phases.put("await", run::await);
        phases.put("validate", () -> verdict[0] = Runs.validate(run));
        phases.put("promote", () -> run.promote(verdict[0]));
        phases.put("rollback", run::rollback);
        phases.put("cleanup", run::cleanup);
        phases.forEach(
            (name, step) -> {
              phase[0] = name;
              long start = System.nanoTime();
              step.run();
              long most = (System.nanoTime() - start) / 1_000_000 / TICK_MILLIS + 3;
              int asked = ticks.containsKey(name) ? ticks.get(name).get() : 0;
              counts.put(name + ": " + TICKS, (int) Math.max(0, asked - most));
            });
      }
    }
    counts.keySet().removeIf(what -> what.endsWith("session"));
    return counts;
  }

  /** How often these are asked is a matter of time. */
  private static boolean isTick(String sql) {
    return sql.startsWith("FETCH ")
        || sql.contains("mz_internal.mz_frontiers")
        || sql.contains("mz_internal.mz_sink_statuses");
  }

  private static String kind(String sql) {
    if (sql.startsWith("SET ")) {
      return "session";
    }
    if (Writes.isWrite(sql)) {
      return WRITES;
    }
    if (sql.startsWith("EXPLAIN ")) {
      return KEYS;
    }
    if (sql.startsWith("SELECT o.id, d.name, s.name, o.name, r.referenced_object_id FROM")) {
      return NAMES;
    }
    if (sql.contains("mz_internal.") || sql.contains("mz_catalog.")) {
      return CATALOG;
    }
    return sql.contains("app") ? GREEN : sql.contains("mz_") ? CATALOG : "session";
  }

  /** A production of two schemas with {@code size} objects, each with a grant and a comment. */
  private DeploymentConfig objects(String tag, int size, Path directory)
      throws SQLException, IOException {
    List<String> schemas = List.of("appa_" + tag, "appb_" + tag);
    List<String> sql = surroundings(tag);
    for (String schema : schemas) {
      sql.add("CREATE SCHEMA " + schema);
      Path models = Files.createDirectories(directory.resolve("models").resolve(schema));
      for (int i = 0; i < size / schemas.size(); i++) {
        String name = schema + ".v" + i;
        String query = " AS SELECT id + " + i + " AS id FROM raw_" + tag + ".t";
        if (i % MIX == 1) {
          String index = "CREATE INDEX i" + i;
          sql.add(
              index + " IN CLUSTER compute_" + tag + " ON " + schema + ".v" + (i - 1) + " (id)");
          Files.writeString(
              models.resolve("v" + (i - 1) + ".sql"),
              ";\n" + index + " ON v" + (i - 1) + " (id)",
              StandardOpenOption.APPEND);
          continue;
        }
        String kind = i % MIX == 0 ? "MATERIALIZED VIEW" : "VIEW";
        String cluster = i % MIX == 0 ? " IN CLUSTER compute_" + tag : "";
        sql.add("CREATE " + kind + " " + name + cluster + query);
        sql.add("GRANT SELECT ON TABLE " + name + " TO dash_" + tag);
        sql.add("COMMENT ON " + kind + " " + name + " IS 'number " + i + "'");
        Files.writeString(models.resolve("v" + i + ".sql"), "CREATE " + kind + " v" + i + query);
      }
    }
    // Its owner deploys: else giving each object away is one statement more.
    server.asDeployer().execute(sql.toArray(String[]::new));
    return config(tag, schemas, "", directory);
  }

  /** A production of one relation that {@code size} sinks read, each to be reconciled. */
  private DeploymentConfig sinks(String tag, int size, Path directory)
      throws SQLException, IOException {
    String schema = "appa_" + tag;
    String query =
        " AS SELECT DISTINCT ON (id) id, 1 AS version FROM raw_" + tag + ".t ORDER BY id, version";
    List<String> sql = surroundings(tag);
    sql.add("CREATE SCHEMA " + schema);
    sql.add("CREATE SCHEMA outb_" + tag);
    sql.add("CREATE CLUSTER outc_" + tag + " (SIZE = '25cc', REPLICATION FACTOR = 1)");
    sql.add("CREATE MATERIALIZED VIEW " + schema + ".v IN CLUSTER compute_" + tag + query);
    sql.add(
        "CREATE CONNECTION outb_"
            + tag
            + ".kafka TO KAFKA (BROKER '"
            + server.kafka()
            + "', SECURITY PROTOCOL PLAINTEXT)");
    StringBuilder decisions = new StringBuilder("sinks:\n");
    for (int i = 0; i < size; i++) {
      String sink = "outb_" + tag + ".k" + i;
      sql.add(
          "CREATE SINK "
              + sink
              + " IN CLUSTER outc_"
              + tag
              + " FROM "
              + schema
              + ".v INTO KAFKA CONNECTION outb_"
              + tag
              + ".kafka (TOPIC 't-"
              + tag
              + "-"
              + i
              + "') KEY (id) FORMAT JSON ENVELOPE UPSERT");
      decisions.append("  " + sink + ": reconciled\n");
    }
    Path models = Files.createDirectories(directory.resolve("models").resolve(schema));
    Files.writeString(
        models.resolve("v.sql"), "CREATE MATERIALIZED VIEW v" + query.replace("1 AS", "2 AS"));
    server.asDeployer().execute(sql.toArray(String[]::new));
    return config(tag, List.of(schema), decisions.toString(), directory);
  }

  private static List<String> surroundings(String tag) {
    return new ArrayList<>(
        List.of(
            "CREATE SCHEMA raw_" + tag,
            "CREATE TABLE raw_" + tag + ".t (id int)",
            "INSERT INTO raw_" + tag + ".t VALUES (1), (2)",
            "CREATE CLUSTER compute_" + tag + " (SIZE = '25cc', REPLICATION FACTOR = 1)"));
  }

  private static DeploymentConfig config(
      String tag, List<String> schemas, String more, Path directory) throws IOException {
    Path file = directory.resolve(DeploymentConfig.FILE_NAME);
    Files.writeString(
        file,
        """
        deployment: next_%s
        schemas: [%s]
        clusters: [compute_%s]
        models:
          directory: models
          cluster: compute_%s
        %s
        """
            .formatted(tag, String.join(", ", schemas), tag, tag, more));
    return DeploymentConfig.load(file, Settings.none());
  }

  private void drop(String tag) throws SQLException {
    TestServer system = server.asSystem();
    for (List<String> sink :
        server.query(
            "SELECT s.name, k.name FROM mz_sinks k JOIN mz_schemas s ON s.id = k.schema_id WHERE"
                + " s.name = 'outb_"
                + tag
                + "'")) {
      system.execute("DROP SINK " + sink.get(0) + "." + sink.get(1));
    }
    for (List<String> schema :
        server.query("SELECT name FROM mz_schemas WHERE name LIKE '%" + tag + "%'")) {
      system.execute("DROP SCHEMA IF EXISTS \"" + schema.get(0) + "\" CASCADE");
    }
    for (List<String> cluster :
        server.query("SELECT name FROM mz_clusters WHERE name LIKE '%" + tag + "%'")) {
      system.execute("DROP CLUSTER IF EXISTS \"" + cluster.get(0) + "\" CASCADE");
    }
    system.execute("DROP ROLE IF EXISTS dash_" + tag);
  }
}
