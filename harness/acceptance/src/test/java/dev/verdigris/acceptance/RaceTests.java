package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Phase;
import dev.verdigris.Settings;
import dev.verdigris.acceptance.PhaseWorker.Death;
import dev.verdigris.acceptance.Racer.End;
import dev.verdigris.acceptance.Racer.Order;
import dev.verdigris.engine.catalog.Simulation;
import dev.verdigris.plan.DeploymentState.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes promote two deployments at the same time, with random delays, and are killed at
 * random moments. In every other round both have the same schema and cluster; in the others they
 * overlap in part, each with one more schema of its own. {@code -Dverdigris.test.full=true} runs
 * 200 rounds, {@code -Dverdigris.test.races=N} that many, {@code -Dverdigris.seed=N} the same ones
 * again.
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
  private final String left = "racel_" + tag;
  private final String shared = "races_" + tag;
  private final String right = "racer_" + tag;
  private final String cluster = "racec_" + tag;
  private final String raw = "raceraw_" + tag;
  private final long seed = Long.getLong("verdigris.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<String> failures = new ArrayList<>();

  @TempDir private Path directory;

  /**
   * What one deployment's green is.
   *
   * @param ids of its schemas and its cluster, by production's name
   * @param at when it was made
   */
  private record Green(String deployment, Path project, Map<String, String> ids, String at) {}

  @Test
  void exactlyOneWinsAndTheOtherIsToldWho() throws Exception {
    Path same = project("same", List.of(shared));
    Path first = project("first", List.of(left, shared));
    Path second = project("second", List.of(shared, right));
    create();
    int both = 0;
    int overlapping = 0;
    int killed = 0;
    try (Racer one = new Racer(server);
        Racer two = new Racer(server)) {
      List<Green> before = List.of();
      for (int round = 1; round <= ROUNDS; round++) {
        boolean inPart = round % 2 == 1;
        Green a = build("r" + round + "a", inPart ? first : same);
        Green b = build("r" + round + "b", inPart ? second : same);
        int harmed = random.nextInt(6);
        Order orderOfA = order(a, harmed > 1);
        Order orderOfB = order(b, harmed != 1 && harmed != 2);
        CompletableFuture<?> executioner = race(one, orderOfA, harmed > 1);
        CompletableFuture<?> other = race(two, orderOfB, harmed != 1 && harmed != 2);
        End endOfA = one.end();
        End endOfB = two.end();
        executioner.cancel(false);
        other.cancel(false);
        boolean met = endOfA.met(endOfB);
        both += met ? 1 : 0;
        overlapping += met && inPart ? 1 : 0;
        killed += (endOfA.died() ? 1 : 0) + (endOfB.died() ? 1 : 0);
        check(round, a, one.endAtLast(orderOfA, endOfA), b, two.endAtLast(orderOfB, endOfB));
        cleanUp(a, b);
        checkFinished(round, before);
        before = List.of(a, b);
      }
    } finally {
      leave();
    }
    String line =
        "RACES rounds="
            + ROUNDS
            + " both="
            + both
            + " inpart="
            + overlapping
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
      assertThat(overlapping).as(line).isGreaterThanOrEqualTo(MUST_MEET / 3);
      assertThat(killed).as(line).isGreaterThanOrEqualTo(MUST_MEET);
    }
  }

  /** A project of some schemas; only what is in the shared one runs on the cluster. */
  private Path project(String name, List<String> schemas) throws IOException {
    Path project = Files.createDirectories(directory.resolve(name));
    Files.createDirectories(project.resolve(".git"));
    Files.writeString(project.resolve(".git/HEAD"), COMMIT + "\n");
    for (String schema : schemas) {
      Path models = Files.createDirectories(project.resolve("models").resolve(schema));
      Files.writeString(models.resolve("v.sql"), "CREATE " + relation(schema, "v") + ";\n");
    }
    Files.writeString(
        project.resolve(DeploymentConfig.FILE_NAME),
        """
        deployment: none
        schemas: [%s]
        clusters: [%s]
        models:
          cluster: %s
        """
            .formatted(String.join(", ", schemas), cluster, cluster));
    return project;
  }

  private String relation(String schema, String name) {
    String kind = schema.equals(shared) ? "MATERIALIZED VIEW " : "VIEW ";
    return kind + name + " AS SELECT count(*) AS a FROM " + raw + ".t";
  }

  private void create() throws SQLException {
    server.execute(
        "CREATE SCHEMA " + raw,
        "CREATE TABLE " + raw + ".t (a int NOT NULL)",
        "CREATE CLUSTER " + cluster + " (SIZE = '25cc', REPLICATION FACTOR = 1)");
    for (String schema : List.of(left, shared, right)) {
      server.execute(
          "CREATE SCHEMA " + schema,
          "SET cluster = " + cluster,
          "CREATE " + relation(schema, schema + ".v"));
    }
    if (server.isLocal()) {
      server.engine().simulation().hydrationTakes(Duration.ofMillis(1));
    }
  }

  private DeploymentRun open(Path project, String deployment) {
    return DeploymentRun.open(
        DeploymentConfig.load(
            project.resolve(DeploymentConfig.FILE_NAME),
            Settings.none().withOverrides(Map.of("verdigris.deployment", deployment))),
        server,
        new Recorder());
  }

  private Green build(String deployment, Path project) throws SQLException {
    DeploymentConfig config;
    try (DeploymentRun run = open(project, deployment)) {
      config = run.config();
      Runs.validated(run).write(PhaseWorker.verdict(project, deployment));
    }
    Map<String, String> ids = new TreeMap<>();
    for (String name : config.schemas()) {
      ids.put(name, schemaId(name + "_" + deployment));
    }
    ids.put(cluster, clusterId(cluster + "_" + deployment));
    String comment =
        one(
            "SELECT c.comment FROM mz_internal.mz_comments c JOIN mz_schemas s ON s.id = c.id"
                + " WHERE c.object_type = 'schema' AND s.name = '"
                + shared
                + "_"
                + deployment
                + "'");
    return new Green(
        deployment, project, ids, comment.replaceFirst("(?s).*\"at\":\"([^\"]*)\".*", "$1"));
  }

  private Order order(Green green, boolean lives) {
    return new Order(
        Phase.PROMOTE,
        green.deployment(),
        green.project(),
        random.nextInt(MOST_DELAY),
        random.nextInt(MOST_LINGER),
        lives ? Death.NEVER : DEATHS.get(random.nextInt(DEATHS.size())));
  }

  /** Begins; what ends it later by force is the result. */
  private CompletableFuture<?> race(Racer racer, Order order, boolean lives) throws IOException {
    int life = random.nextInt(MOST_LIFE_MILLIS);
    racer.begin(order);
    if (lives || order.death() != Death.NEVER) {
      return new CompletableFuture<>();
    }
    return CompletableFuture.runAsync(
        racer::kill, CompletableFuture.delayedExecutor(life, TimeUnit.MILLISECONDS));
  }

  private void check(int round, Green a, End endOfA, Green b, End endOfB) throws SQLException {
    Map<String, String> production = production();
    String story =
        "round "
            + round
            + ", seed "
            + seed
            + ": "
            + production
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
    boolean isA = production.entrySet().containsAll(a.ids().entrySet());
    boolean isB = production.entrySet().containsAll(b.ids().entrySet());
    Green winner = isA ? a : b;
    Green loser = isA ? b : a;
    boolean nothingOfTheLoser =
        loser.ids().entrySet().stream().noneMatch(production.entrySet()::contains);
    if (isA == isB || !nothingOfTheLoser) {
      failures.add("not exactly one is in production: " + story);
      return;
    }
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

  private Map<String, String> production() throws SQLException {
    Map<String, String> ids = new TreeMap<>();
    for (String schema : List.of(left, shared, right)) {
      ids.put(schema, schemaId(schema));
    }
    ids.put(cluster, clusterId(cluster));
    return ids;
  }

  private void cleanUp(Green a, Green b) throws SQLException {
    boolean isA = schemaId(shared).equals(a.ids().get(shared));
    for (Green green : isA ? List.of(b, a) : List.of(a, b)) {
      try (DeploymentRun run = open(green.project(), green.deployment())) {
        run.cleanup();
      }
    }
  }

  /** What the last round's winner has in production still, if it has, another one stands beside. */
  private void checkFinished(int round, List<Green> before) {
    for (Green green : before) {
      try (DeploymentRun run = open(green.project(), green.deployment())) {
        Kind kind = run.state().kind();
        if (kind != Kind.GONE && kind != Kind.ABSENT) {
          failures.add("behind round " + round + " " + green.deployment() + " is " + run.state());
        }
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

  private String schemaId(String name) throws SQLException {
    return one("SELECT id FROM mz_schemas WHERE name = '" + name + "'");
  }

  private String clusterId(String name) throws SQLException {
    return one("SELECT id FROM mz_clusters WHERE name = '" + name + "'");
  }

  private String one(String sql) throws SQLException {
    List<List<String>> rows = server.query(sql);
    return rows.size() == 1 ? rows.get(0).get(0) : rows.toString();
  }
}
