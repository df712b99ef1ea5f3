package dev.verdigris.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTests {
  private static final String READY =
      "%d\n/data\n1764000000\n5433\n\n127.0.0.1\n  1   2\nready   \n";

  @TempDir Path data;

  @Test
  void tellsAReadyPostmasterByItsPort() throws Exception {
    PidFile file = PidFile.in(data);
    assertThat(file.isReady(5433)).isFalse();
    assertThat(file.process()).isEmpty();
    Files.writeString(file.path(), READY.formatted(ProcessHandle.current().pid()));
    assertThat(file.isReady(5433)).isTrue();
    assertThat(file.isReady(5434)).isFalse();
    assertThat(file.process()).contains(ProcessHandle.current());
    Files.writeString(file.path(), "");
    assertThat(file.isReady(5433)).isFalse();
    assertThat(file.process()).isEmpty();
  }

  @Test
  void mayGoAtAnyMoment() throws Exception {
    PidFile file = PidFile.in(data);
    CompletableFuture<Void> postmasters =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < 10_000; i++) {
                  Files.writeString(file.path(), READY.formatted(1));
                  Files.delete(file.path());
                }
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    while (!postmasters.isDone()) {
      assertThat(file.isReady(1)).isFalse();
    }
    postmasters.join();
  }
}
