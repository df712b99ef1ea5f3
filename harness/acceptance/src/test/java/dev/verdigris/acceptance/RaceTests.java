package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Settings;
import dev.verdigris.acceptance.PromotionWorker.Death;
import dev.verdigris.acceptance.Racer.End;
import dev.verdigris.engine.catalog.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes promote two deployments of the same schemas at the same time, with random delays,
 * and are killed at random moments. {@code -Dverdigris.test.full=true} runs 200 rounds, {@code
 * -Dverdigris.test.races=N} that many, {@code -Dverdigris.seed=N} the same ones again.
 */
class RaceTests {
  private static final String COMMIT = "c0ffee".repeat(7).substring(0, 40);
  private static final boolean FULL = Boolean.getBoolean("verdigris.test.full");
  private static final int ROUNDS = Integer.getInteger("verdigris.test.races", FULL ? 200 : 2);
  private static final List<Death> DEATHS = List.of(Death.values());
  private static final int MUST_MEET = 50;
  private static final int MOST_DELAY = 25_000;
  private static final int MOST_LINGER = 150_000;
  private static final int MOST_LIFE_MILLIS = 400;

  private final TestServer server = TestServer.shared();
  private final String tag =
      Long.toString(ProcessHandle.current().pid(), 36)
          + Long.toString(System.nanoTime() & 0xFFFFFF, 36);
  private final String schema = "races_" + tag;
  private final String cluster = "racec_" + tag;
  private final String raw = "raceraw_" + tag;
  private final long seed = Long.getLong("verdigris.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<String> failures = new ArrayList<>();

  @TempDir private Path directory;

  /** What one deployment's green is. */
  private record Green(String deployment, String schemaId, String clusterId, String at) {}

  @Test
  void exactlyOneWinsAndTheOtherIsToldWho() throws Exception {
    write();
    server.execute(
        "CREATE SCHEMA " + raw,
        "CREATE TABLE " + raw + ".t (a int NOT NULL)",
        "CREATE SCHEMA " + schema,
        "CREATE CLUSTER " + cluster + " (SIZE = '25cc', REPLICATION FACTOR = 1)",
        "CREATE MATERIALIZED VIEW "
            + schema
            + ".v IN CLUSTER "
            + cluster
            + " AS SELECT 1::bigint AS a");
    if (server.isLocal()) {
      server.engine().simulation().hydrationTakes(Duration.ofMillis(1));
    }
    int both = 0;
    int killed = 0;
    try (Racer one = new Racer(server, directory);
        Racer two = new Racer(server, directory)) {
      for (int round = 1; round <= ROUNDS; round++) {
        Green a = build("r" + round + "a");
        Green b = build("r" + round + "b");
        int harmed = random.nextInt(6);
        CompletableFuture<?> executioner = race(one, a, harmed > 1);
        CompletableFuture<?> other = race(two, b, harmed != 1 && harmed != 2);
        End first = one.end();
        End second = two.end();
        executioner.cancel(false);
        other.cancel(false);
        both += first.met(second) ? 1 : 0;
        killed += (first.died() ? 1 : 0) + (second.died() ? 1 : 0);
        check(round, a, again(one, a, first), b, again(two, b, second));
        cleanUp(a, b);
      }
    } finally {
      leave();
    }
    String line =
        "RACES rounds="
            + ROUNDS
            + " both="
            + both
            + " killed="
            + killed
            + " seed="
            + seed
            + " failed="
            + failures.size();
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", "races.txt"), line + "\n");
    assertThat(failures).as(line).isEmpty();
    if (FULL) {
      assertThat(both).as(line).isGreaterThanOrEqualTo(MUST_MEET);
      assertThat(killed).as(line).isGreaterThanOrEqualTo(MUST_MEET);
    }
  }

  private void write() throws IOException {
    Files.createDirectories(directory.resolve(".git"));
    Files.writeString(directory.resolve(".git/HEAD"), COMMIT + "\n");
    Path models = Files.createDirectories(directory.resolve("models").resolve(schema));
    Files.writeString(
        models.resolve("v.sql"),
        "CREATE MATERIALIZED VIEW v AS SELECT count(*) AS a FROM " + raw + ".t;\n");
    Files.writeString(
        directory.resolve(DeploymentConfig.FILE_NAME),
        """
        deployment: none
        schemas: [%s]
        clusters: [%s]
        models:
          cluster: %s
          search_path: [%s, %s]
        """
            .formatted(schema, cluster, cluster, schema, raw));
  }

  private DeploymentRun open(String deployment) {
    return DeploymentRun.open(
        DeploymentConfig.load(
            directory.resolve(DeploymentConfig.FILE_NAME),
            Settings.none().withOverrides(Map.of("verdigris.deployment", deployment))),
        server,
        new Recorder());
  }

  private Green build(String deployment) throws SQLException {
    try (DeploymentRun run = open(deployment)) {
      Runs.validated(run).write(PromotionWorker.verdict(directory, deployment));
    }
    String comment =
        one(
            "SELECT c.comment FROM mz_internal.mz_comments c JOIN mz_schemas s ON s.id = c.id"
                + " WHERE c.object_type = 'schema' AND s.name = '"
                + schema
                + "_"
                + deployment
                + "'");
    return new Green(
        deployment,
        one("SELECT id FROM mz_schemas WHERE name = '" + schema + "_" + deployment + "'"),
        one("SELECT id FROM mz_clusters WHERE name = '" + cluster + "_" + deployment + "'"),
        comment.replaceFirst("(?s).*\"at\":\"([^\"]*)\".*", "$1"));
  }

  /** Begins; what ends it later by force is the result. */
  private CompletableFuture<?> race(Racer racer, Green green, boolean lives) throws IOException {
    Death death = lives ? Death.NEVER : DEATHS.get(random.nextInt(DEATHS.size()));
    int life = random.nextInt(MOST_LIFE_MILLIS);
    racer.promote(
        green.deployment(), random.nextInt(MOST_DELAY), random.nextInt(MOST_LINGER), death);
    if (lives || death != Death.NEVER) {
      return new CompletableFuture<>();
    }
    return CompletableFuture.runAsync(
        racer::kill, CompletableFuture.delayedExecutor(life, TimeUnit.MILLISECONDS));
  }

  /** Who was killed runs again. */
  private static End again(Racer racer, Green green, End end) throws Exception {
    if (!end.died()) {
      return end;
    }
    racer.promote(green.deployment(), 0, 0, Death.NEVER);
    return racer.end();
  }

  private void check(int round, Green a, End endOfA, Green b, End endOfB) throws SQLException {
    String schemaId = one("SELECT id FROM mz_schemas WHERE name = '" + schema + "'");
    String clusterId = one("SELECT id FROM mz_clusters WHERE name = '" + cluster + "'");
    String story =
        "round "
            + round
            + ", seed "
            + seed
            + ": "
            + schemaId
            + " "
            + clusterId
            + "\n"
            + a
            + " "
            + endOfA.exit()
            + " "
            + endOfA.message()
            + "\n"
            + b
            + " "
            + endOfB.exit()
            + " "
            + endOfB.message();
    boolean isA = schemaId.equals(a.schemaId()) && clusterId.equals(a.clusterId());
    boolean isB = schemaId.equals(b.schemaId()) && clusterId.equals(b.clusterId());
    if (isA == isB) {
      failures.add("not exactly one is in production: " + story);
      return;
    }
    Green winner = isA ? a : b;
    End won = isA ? endOfA : endOfB;
    End lost = isA ? endOfB : endOfA;
    String named =
        "winner    deployment "
            + winner.deployment()
            + ", made by "
            + server.deployer()
            + " at "
            + winner.at()
            + " from commit "
            + COMMIT;
    if (won.exit() != 0 || lost.exit() != 5 || !lost.message().contains(named)) {
      failures.add("not told as it is (" + named + "): " + story);
    }
  }

  private void cleanUp(Green a, Green b) throws SQLException {
    String schemaId = one("SELECT id FROM mz_schemas WHERE name = '" + schema + "'");
    boolean isA = schemaId.equals(a.schemaId());
    for (Green green : isA ? List.of(b, a) : List.of(a, b)) {
      try (DeploymentRun run = open(green.deployment())) {
        run.cleanup();
      }
    }
  }

  private void leave() throws SQLException {
    for (List<String> name :
        server.query(
            "SELECT name FROM mz_schemas WHERE name LIKE '%" + tag + "%' ORDER BY 1 DESC")) {
      server.asSystem().execute("DROP SCHEMA " + name.get(0) + " CASCADE");
    }
    for (List<String> name :
        server.query("SELECT name FROM mz_clusters WHERE name LIKE '%" + tag + "%'")) {
      server.asSystem().execute("DROP CLUSTER " + name.get(0) + " CASCADE");
    }
    if (server.isLocal()) {
      server.engine().simulation().hydrationTakes(Simulation.DEFAULT_HYDRATION);
    }
  }

  private String one(String sql) throws SQLException {
    List<List<String>> rows = server.query(sql);
    return rows.size() == 1 ? rows.get(0).get(0) : rows.toString();
  }
}
