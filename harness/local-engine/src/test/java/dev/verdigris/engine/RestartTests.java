package dev.verdigris.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restart on a busy machine: somebody wants the port, somebody computes. */
class RestartTests {
  private static final String LONG = "SELECT count(*) FROM generate_series(1, 2000000000)";

  @TempDir Path directory;
  private LocalEngine engine;

  @BeforeEach
  void start() {
    engine = LocalEngine.builder().dataDirectory(directory).start();
  }

  @AfterEach
  void end() {
    engine.close();
  }

  @Test
  void aStatementThatGoesOnDoesNotHoldItUp() throws Exception {
    try (Connection client = DriverManager.getConnection(engine.url())) {
      CompletableFuture<Void> computing =
          CompletableFuture.runAsync(() -> assertThatThrownBy(() -> run(client, LONG)));
      await().until(RestartTests::somebodyComputes);
      engine.restart();
      computing.join();
    }
    try (Connection client = DriverManager.getConnection(engine.url())) {
      assertThat(client.isValid(5)).isTrue();
    }
  }

  private static boolean somebodyComputes() {
    return ProcessHandle.current()
        .descendants()
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .anyMatch(time -> time.compareTo(Duration.ofMillis(500)) > 0);
  }

  /** The next connection of any process may get the number of a port that nobody listens on. */
  @Test
  void nobodyGetsItsPortsMeanwhile() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Boolean> taken =
        CompletableFuture.supplyAsync(() -> takes(engine.port(), over));
    CompletableFuture<Boolean> internalTaken =
        CompletableFuture.supplyAsync(() -> takes(engine.internalPort(), over));
    try {
      engine.restart();
    } finally {
      over.set(true);
    }
    assertThat(taken.join()).isFalse();
    assertThat(internalTaken.join()).isFalse();
    try (Connection client = DriverManager.getConnection(engine.url())) {
      assertThat(client.isValid(5)).isTrue();
    }
  }

  /** As a connection that goes out does it. */
  private static boolean takes(int port, AtomicBoolean over) {
    while (!over.get()) {
      try (Socket socket = new Socket()) {
        socket.setReuseAddress(false);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        while (!over.get()) {
          Thread.onSpinWait();
        }
        return true;
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    return false;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
