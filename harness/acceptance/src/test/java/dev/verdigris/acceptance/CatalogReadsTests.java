package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Settings;
import dev.verdigris.gate.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many statements a deployment sends: only those that create something, and the cheap read of
 * what was created, become more with the number of objects; the catalog is read equally often. The
 * table goes to {@code target/statements.md}; with {@code -Dverdigris.test.full=true} it has a
 * column for 1,000 objects.
 */
class CatalogReadsTests {
  private static final List<Integer> SIZES =
      Boolean.getBoolean("verdigris.test.full") ? List.of(10, 100, 1000) : List.of(10, 100);

  private static final String CATALOG = "reads of the catalog";
  private static final String GREEN = "reads of green's relations";
  private static final String WRITES = "statements that change something";

  private final TestServer server = TestServer.shared();

  @Test
  void theCatalogIsReadEquallyOftenHoweverMuchIsDeployed(@TempDir Path directory) throws Exception {
    Map<String, List<Integer>> table = new TreeMap<>();
    for (int size : SIZES) {
      Map<String, Integer> counts = counts(size, directory.resolve("of" + size));
      counts.forEach((what, n) -> table.computeIfAbsent(what, any -> new ArrayList<>()).add(n));
    }
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/statements.md"), text(table));
    table.forEach(
        (what, counts) -> {
          assertThat(counts).as(what).hasSameSizeAs(SIZES);
          for (int i = 0; i < SIZES.size(); i++) {
            if (what.endsWith(CATALOG)) {
              assertThat(counts.get(i)).as(text(table)).isEqualTo(counts.get(0)).isPositive();
            } else {
              int more = SIZES.get(i) - SIZES.get(0);
              assertThat(counts.get(i)).as(text(table)).isLessThanOrEqualTo(counts.get(0) + more);
            }
          }
        });
    assertThat(table).containsKeys("init: " + CATALOG, "run: " + WRITES, "promote: " + CATALOG);
  }

  private static String text(Map<String, List<Integer>> table) {
    StringBuilder text = new StringBuilder("| objects |");
    SIZES.forEach(size -> text.append(String.format(Locale.ROOT, " %,d |", size)));
    text.append("\n|---|").append("---|".repeat(SIZES.size())).append('\n');
    table.forEach(
        (what, counts) -> {
          text.append("| ").append(what).append(" |");
          counts.forEach(count -> text.append(String.format(Locale.ROOT, " %,d |", count)));
          text.append('\n');
        });
    return text.toString();
  }

  private Map<String, Integer> counts(int size, Path directory) throws Exception {
    String tag = Long.toString(ProcessHandle.current().pid(), 36) + "n" + size;
    DeploymentConfig config = create(tag, size, directory);
    Map<String, Integer> counts = new TreeMap<>();
    String[] phase = {"init"};
    try (TestServer.Relayed relayed = server.relayed()) {
      relayed
          .relay()
          .disturb(
              sent -> {
                counts.merge(phase[0] + ": " + kind(sent.sql()), 1, Integer::sum);
                return false;
              },
              new Disturbance.Lost(false));
      try (DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder())) {
        run.init();
        phase[0] = "run";
        run.run();
        phase[0] = "await";
        run.await();
        phase[0] = "validate";
        Verdict verdict = Runs.validate(run);
        phase[0] = "promote";
        run.promote(verdict);
        phase[0] = "rollback";
        run.rollback();
        phase[0] = "cleanup";
        run.cleanup();
      }
    } finally {
      drop(tag);
    }
    counts.keySet().removeIf(what -> what.endsWith("session"));
    return counts;
  }

  private static String kind(String sql) {
    if (sql.startsWith("SET ")) {
      return "session";
    }
    if (Writes.isWrite(sql)) {
      return WRITES;
    }
    if (sql.contains("mz_")) {
      return CATALOG;
    }
    return sql.contains("app") ? GREEN : "session";
  }

  private DeploymentConfig create(String tag, int size, Path directory)
      throws SQLException, IOException {
    List<String> schemas = List.of("appa_" + tag, "appb_" + tag);
    List<String> sql = new ArrayList<>();
    sql.add("CREATE SCHEMA raw_" + tag);
    sql.add("CREATE TABLE raw_" + tag + ".t (id int)");
    sql.add("CREATE CLUSTER compute_" + tag + " (SIZE = '25cc', REPLICATION FACTOR = 1)");
    for (String schema : schemas) {
      sql.add("CREATE SCHEMA " + schema);
      Path models = Files.createDirectories(directory.resolve("models").resolve(schema));
      for (int i = 0; i < size / schemas.size(); i++) {
        String kind = i == 0 ? "MATERIALIZED VIEW" : "VIEW";
        String query = " AS SELECT id + " + i + " AS id FROM raw_" + tag + ".t";
        String cluster = i == 0 ? " IN CLUSTER compute_" + tag : "";
        sql.add("CREATE " + kind + " " + schema + ".v" + i + cluster + query);
        Files.writeString(models.resolve("v" + i + ".sql"), "CREATE " + kind + " v" + i + query);
      }
    }
    // Its owner deploys: else giving each object away is one statement more.
    server.asDeployer().execute(sql.toArray(String[]::new));
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
        """
            .formatted(tag, String.join(", ", schemas), tag, tag));
    return DeploymentConfig.load(file, Settings.none());
  }

  private void drop(String tag) throws SQLException {
    for (List<String> schema :
        server.query("SELECT name FROM mz_schemas WHERE name LIKE '%" + tag + "%'")) {
      server.asSystem().execute("DROP SCHEMA IF EXISTS \"" + schema.get(0) + "\" CASCADE");
    }
    for (List<String> cluster :
        server.query("SELECT name FROM mz_clusters WHERE name LIKE '%" + tag + "%'")) {
      server.asSystem().execute("DROP CLUSTER IF EXISTS \"" + cluster.get(0) + "\" CASCADE");
    }
  }
}
