package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.DeploymentRun;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a consumer of the sink's topic sees of a promotion. */
class SinkTests {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestServer server = TestServer.shared();

  @BeforeEach
  void needsABroker() {
    assumeThat(server.kafka()).as("a broker: -Dverdigris.test.kafka").isNotEmpty();
  }

  @Test
  void consumerSeesEveryChangeOnceInTheFormOfItsTime(@TempDir Path directory) throws Exception {
    try (Production production = Production.create(server, directory).withSink();
        DeploymentRun run =
            DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      try (Topic topic = new Topic(server.kafka(), production.topic)) {
        String snapshotSea = "{\"iata\":\"SEA\"} {\"iata\":\"SEA\",\"flights\":2,\"delay\":6}";
        String snapshotSfo = "{\"iata\":\"SFO\"} {\"iata\":\"SFO\",\"flights\":1,\"delay\":0}";
        await().atMost(PATIENCE).until(() -> topic.poll().size() >= 2);
        assertThat(topic.texts()).containsExactlyInAnyOrder(snapshotSea, snapshotSfo);

        insert(production, "(4, -2, 'SFO', 'SEA')");
        String oldForm = "{\"iata\":\"SFO\"} {\"iata\":\"SFO\",\"flights\":2,\"delay\":-2}";
        await().atMost(PATIENCE).until(() -> topic.texts().size() >= 3);
        assertThat(topic.texts()).last().isEqualTo(oldForm);

        run.promote(Runs.validated(run));
        assertThat(topic.texts()).hasSize(3);

        insert(production, "(5, -3, 'SEA', 'SFO')");
        String newForm = "{\"iata\":\"SEA\"} {\"iata\":\"SEA\",\"flights\":3,\"delay\":10}";
        await().atMost(PATIENCE).until(() -> topic.texts().size() >= 4);
        assertThat(topic.texts()).hasSize(4).last().isEqualTo(newForm);
      }
    }
  }

  @Test
  void noChangeIsLostOrRepeatedWhileTheSinkIsCutOver(@TempDir Path directory) throws Exception {
    try (Production production = Production.create(server, directory).withSink();
        DeploymentRun run =
            DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      var verdict = Runs.validated(run);
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger written = new AtomicInteger();
      Thread writer = writer(production, stop, written);
      await().atMost(PATIENCE).until(() -> written.get() > 20);
      run.promote(verdict);
      int atPromotion = written.get();
      await().atMost(PATIENCE).until(() -> written.get() > atPromotion + 20);
      stop.set(true);
      writer.join();
      try (Topic topic = new Topic(server.kafka(), production.topic)) {
        await().atMost(PATIENCE).until(() -> lastCount(topic) == 2 + written.get());
        assertOneSwitch(topic);
      }
    }
  }

  /**
   * Every insert adds one flight to SEA that left a minute early: the old definition counts it, the
   * new one does not. So the count orders the records, and the delay tells which definition sent
   * it.
   */
  private static void assertOneSwitch(Topic topic) {
    int count = 1;
    boolean switched = false;
    for (Topic.Change change : topic.poll()) {
      if (!change.key().contains("SEA")) {
        continue;
      }
      int next = change.json().get("flights").getAsInt();
      int delay = change.json().get("delay").getAsInt();
      assertThat(next).as("records in order, none twice").isGreaterThan(count);
      count = next;
      boolean oldForm = delay == 6 - (next - 2);
      boolean newForm = delay == 10;
      assertThat(oldForm || newForm).as(change.text()).isTrue();
      assertThat(switched && !newForm).as("old form after the new one: " + change.text()).isFalse();
      switched = newForm;
    }
    assertThat(switched).as("changes after the cutover come in the new form").isTrue();
  }

  private Thread writer(Production production, AtomicBoolean stop, AtomicInteger written) {
    Thread thread =
        new Thread(
            () -> {
              try (Connection connection = server.connect();
                  Statement statement = connection.createStatement()) {
                while (!stop.get()) {
                  statement.execute(
                      "INSERT INTO "
                          + production.raw
                          + ".flights VALUES ("
                          + (100 + written.get())
                          + ", -1, 'SEA', 'SFO')");
                  written.incrementAndGet();
                }
              } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
              }
            },
            "writer");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static int lastCount(Topic topic) {
    List<Topic.Change> changes =
        topic.poll().stream().filter(change -> change.key().contains("SEA")).toList();
    return changes.isEmpty() ? 0 : changes.get(changes.size() - 1).json().get("flights").getAsInt();
  }

  private void insert(Production production, String row) throws Exception {
    server.execute("INSERT INTO " + production.raw + ".flights VALUES " + row);
  }
}
