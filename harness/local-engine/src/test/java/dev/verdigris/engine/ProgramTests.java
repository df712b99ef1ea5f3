package dev.verdigris.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** The engine as a program: killed, started twice, and where it cannot be started. */
@Timeout(180)
class ProgramTests {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  private Process start(Path data, int port, int internalPort) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.verdigris.engine.Main",
            "--port",
            "" + port,
            "--internal-port",
            "" + internalPort,
            "--data",
            data.toString())
        .redirectError(directory.resolve("errors").toFile())
        .start();
  }

  private static int portOf(String line) {
    return Integer.parseInt(line.replaceAll(".*:(\\d+).*", "$1"));
  }

  private static String run(String... arguments) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(text, true, StandardCharsets.UTF_8);
    List<String> all = new ArrayList<>(List.of("--port", "0", "--internal-port", "0"));
    all.addAll(List.of(arguments));
    int code = Main.run(all.toArray(String[]::new), stream, stream);
    return code + " " + text.toString(StandardCharsets.UTF_8);
  }

  @Test
  void killedItLeavesNoProcessAndNoPortAndLosesNothing() throws Exception {
    Path data = directory.resolve("data");
    String ids =
        "SELECT string_agg(id || name, ',' ORDER BY id) FROM mz_objects WHERE id LIKE 'u%'";
    String comment =
        "SELECT comment FROM mz_internal.mz_comments WHERE object_type = 'schema' AND comment LIKE"
            + " '%verdigris/1%'";
    int port;
    int internalPort;
    String before;
    Process first = start(data, 0, 0);
    try (BufferedReader out = first.inputReader(StandardCharsets.UTF_8)) {
      port = portOf(String.valueOf(out.readLine()));
      internalPort = portOf(String.valueOf(out.readLine()));
      String broker = String.valueOf(out.readLine()).substring("kafka ".length());
      try (Connection client = connect(port, "materialize");
          Connection system = connect(internalPort, "mz_system")) {
        execute(
            client,
            "CREATE SCHEMA s",
            "COMMENT ON SCHEMA s IS 'mine\nverdigris/1 {\"deployment\":\"pr_17\"}'",
            "CREATE TABLE t (id int, v text)",
            "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL PLAINTEXT)"
                .formatted(broker),
            "CREATE SINK out FROM t INTO KAFKA CONNECTION k (TOPIC 'out') KEY (id) NOT ENFORCED"
                + " FORMAT JSON ENVELOPE UPSERT",
            "INSERT INTO t VALUES (1, 'before')");
        execute(system, "ALTER SYSTEM SET max_connections = 123");
        await().atMost(PATIENCE).until(() -> values(broker).size() == 1);
        before = text(client, ids);
        assertThat(run("--data", data.toString()))
            .startsWith("6 VG-6410 LOCAL ENGINE  another engine runs on " + data)
            .contains("process " + first.pid() + ", SQL on 127.0.0.1:" + port);
        long postmaster = postmaster(data);
        List<ProcessHandle> children = first.descendants().toList();
        assertThat(children).extracting(ProcessHandle::pid).contains(postmaster);
        first.destroyForcibly();
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
      }
    } finally {
      first.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }
    Process second = start(data, port, internalPort);
    try (BufferedReader out = second.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine())
          .as(Files.readString(directory.resolve("errors")))
          .contains("127.0.0.1:" + port);
      out.readLine();
      String broker = String.valueOf(out.readLine()).substring("kafka ".length());
      try (Connection client = connect(port, "materialize");
          Connection system = connect(internalPort, "mz_system")) {
        assertThat(text(client, ids)).isEqualTo(before);
        assertThat(text(client, comment)).contains("{\"deployment\":\"pr_17\"}");
        assertThat(text(system, "SHOW max_connections")).isEqualTo("123");
        execute(client, "INSERT INTO t VALUES (2, 'after')");
        await().atMost(PATIENCE).until(() -> values(broker).size() >= 2);
        assertThat(values(broker)).containsExactly("before", "after");
      }
    } finally {
      // Without a kill: what it leaves behind would write into a directory that is being deleted.
      second.destroy();
      assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void toldToEndItEndsSubscriptionsWithoutAStackTrace() throws Exception {
    Process engine = start(directory.resolve("data"), 0, 0);
    List<Connection> clients = new ArrayList<>();
    try (BufferedReader out = engine.inputReader(StandardCharsets.UTF_8)) {
      int port = portOf(String.valueOf(out.readLine()));
      out.readLine();
      out.readLine();
      for (int i = 0; i < 6; i++) {
        Connection client = connect(port, "materialize");
        clients.add(client);
        CopyOut rows =
            client
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (SUBSCRIBE (SELECT count(*) FROM mz_tables)) TO STDOUT");
        assertThat(rows.readFromCopy()).isNotEmpty();
      }
      engine.destroy();
      assertThat(engine.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(directory.resolve("errors")).content().doesNotContain("\tat ");
    } finally {
      engine.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
      for (Connection client : clients) {
        client.close();
      }
    }
  }

  @Test
  void aPortInUseIsTold() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "" + taken.getLocalPort();
      assertThat(run("--port", port).split(" ", 2))
          .containsExactly(
              "6",
              """
              VG-6412 LOCAL ENGINE  cannot listen on ports %s and 0
                said      Address already in use
                state     nothing was started
                next      end what listens there, or give other ports; 0 takes a free one
              """
                  .formatted(port));
    }
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsTold() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThat(run("--data", file.resolve("data").toString()))
        .startsWith("6 VG-6411 LOCAL ENGINE  cannot keep data in " + file.resolve("data"))
        .contains("nothing was started");
    assertThat(run("--data", "/proc/verdigris"))
        .startsWith("6 VG-6411 LOCAL ENGINE  cannot keep data in /proc/verdigris");
  }

  @Test
  void aDiskThatIsFullIsToldAtTheStartAndWhileItRuns() throws Exception {
    Path small = mounted("8m");
    try {
      assertThat(run("--data", small.resolve("data").toString()))
          .startsWith("6 VG-64")
          .contains("No space left on device");
    } finally {
      unmount(small);
    }
    Path larger = mounted("120m");
    try (LocalEngine engine = LocalEngine.builder().dataDirectory(larger.resolve("data")).start();
        Connection client = DriverManager.getConnection(engine.url());
        Connection other = DriverManager.getConnection(engine.url())) {
      execute(client, "CREATE TABLE filling (a text)", "CREATE TABLE small (a int)");
      execute(client, "INSERT INTO small VALUES (1)");
      String message = "";
      for (int i = 0; i < 200 && message.isEmpty(); i++) {
        try {
          execute(
              client,
              "INSERT INTO filling SELECT md5(x::text) FROM generate_series(1, 300000) AS x");
        } catch (SQLException e) {
          message = String.valueOf(e.getMessage());
        }
      }
      // PostgreSQL refuses the rows and goes on, or ends where its log has no room; so does the
      // engine then, and says so.
      if (message.contains("No space left on device")) {
        assertThat(text(other, "SELECT a FROM small")).isEqualTo("1");
      } else {
        assertThat(message).isNotEmpty();
        assertThat(engine.ended()).succeedsWithin(PATIENCE).isEqualTo(false);
      }
    } finally {
      unmount(larger);
    }
  }

  private Path mounted(String size) throws Exception {
    Path place = Files.createDirectory(directory.resolve("disk" + size));
    Process mount =
        new ProcessBuilder(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=" + size + ",mode=755",
                "tmpfs",
                place.toString())
            .redirectErrorStream(true)
            .start();
    boolean mounted = mount.waitFor(10, TimeUnit.SECONDS) && mount.exitValue() == 0;
    Assumptions.assumeTrue(mounted, "this user cannot mount a small disk");
    return place;
  }

  private static void unmount(Path place) throws Exception {
    new ProcessBuilder("umount", "-l", place.toString()).start().waitFor(10, TimeUnit.SECONDS);
  }

  private static long postmaster(Path data) throws IOException {
    return Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(0));
  }

  private static Connection connect(int port, String user) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/materialize?user=" + user);
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  /** What the topic holds, in order. */
  private static List<String> values(String broker) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker,
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest",
            "allow.auto.create.topics",
            "false");
    TopicPartition partition = new TopicPartition("out", 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<String> values = new ArrayList<>();
      for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofSeconds(2))) {
        values.add(each.value().replaceAll(".*\"v\":\"([^\"]*)\".*", "$1"));
      }
      return values;
    }
  }
}
