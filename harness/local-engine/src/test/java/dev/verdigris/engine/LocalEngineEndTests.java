package dev.verdigris.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At its process's end the engine waits for a phase of a deployment, and for nobody else. */
class LocalEngineEndTests {
  @TempDir Path directory;

  @Test
  void waitsForPhasesOfDeployments() throws Exception {
    try (LocalEngine engine = LocalEngine.builder().dataDirectory(directory).start()) {
      CompletableFuture<Boolean> waiting;
      try (Connection phase = connect(engine, "verdigris pr_17 promote")) {
        assertThat(engine.awaitDeployments(Duration.ofMillis(300))).isFalse();
        waiting = CompletableFuture.supplyAsync(() -> awaitDeployments(engine));
        assertThat(phase.isValid(5)).isTrue();
        assertThat(waiting).isNotDone();
      }
      await().untilAsserted(() -> assertThat(waiting).isCompletedWithValue(true));
    }
  }

  @Test
  void waitsForNobodyElse() throws Exception {
    try (LocalEngine engine = LocalEngine.builder().dataDirectory(directory).start();
        Connection green = connect(engine, "verdigris pr_17 green");
        Connection psql = connect(engine, "psql")) {
      assertThat(engine.awaitDeployments(Duration.ofSeconds(20))).isTrue();
      assertThat(green.isValid(5) && psql.isValid(5)).isTrue();
    }
  }

  private static boolean awaitDeployments(LocalEngine engine) {
    try {
      return engine.awaitDeployments(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect(LocalEngine engine, String application) throws Exception {
    return DriverManager.getConnection(
        engine.url() + "&ApplicationName=" + application.replace(" ", "%20"));
  }
}
