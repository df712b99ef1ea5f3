package dev.verdigris.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.verdigris.ServerProvider;
import dev.verdigris.VerdigrisException;
import dev.verdigris.engine.postgres.PostgresServer;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine says, to the letter, when it cannot start. */
class FailedStartTests {
  @TempDir Path directory;

  @Test
  void aSeedThatIsNotThereIsNamed() {
    Path seed = directory.resolve("seed.sql");
    Connection unused =
        (Connection)
            Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  throw new IllegalStateException("it is read before anything is sent");
                });
    fails(
        () -> new Seed(seed, () -> "").run(unused),
        """
        VG-2413 LOCAL ENGINE  cannot read the seed %s
          said      java.nio.file.NoSuchFileException: %s
          state     the engine was stopped; its data starts over with the next try
          next      mend the file and start again\
        """
            .formatted(seed, seed));
  }

  @Test
  void anAddressThatIsNoneIsNamed() {
    Throwable unknown = catchThrowable(() -> InetAddress.getByName("[no:address]"));
    fails(
        () -> LocalEngine.builder().listen("[no:address]").start(),
        """
        VG-2420 LOCAL ENGINE  cannot listen on [no:address]
          said      %s
          state     nothing was started
          next      give an address of this machine\
        """
            .formatted(unknown));
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws Exception {
    Path data = Files.writeString(directory.resolve("file"), "").resolve("data");
    fails(
        () -> LocalEngine.builder().dataDirectory(data).start(),
        """
        VG-6411 LOCAL ENGINE  cannot keep data in %s
          said      java.nio.file.FileSystemException: %s: Not a directory
          state     nothing was started
          next      make the directory writable, or give another\
        """
            .formatted(data, data));
  }

  @Test
  void dataThatTheEngineCannotReadIsTold() throws Exception {
    try (PostgresServer postgres = PostgresServer.start(directory, Assembly.scripts());
        Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE mz_local.audit_event CASCADE");
    }
    fails(
        () -> LocalEngine.builder().dataDirectory(directory).start(),
        """
        VG-6415 LOCAL ENGINE  cannot use the engine's PostgreSQL
          said      ERROR: relation "mz_local.audit_event" does not exist
                      Position: 76
          state     the engine was stopped; its data was left as it is
          next      start again; if it stays so, delete the data directory\
        """);
  }

  @Test
  void anEngineThatNeverTellsItsAddressIsGivenUp() throws Exception {
    ServerProvider provider = new LocalEngineProvider(Duration.ofMillis(50));
    EngineDirectory taken = EngineDirectory.take(directory);
    assertThat(taken).isNotNull();
    try (taken) {
      fails(
          () -> provider.open(new ServerProvider.Request(directory, List.of())),
          """
          VG-6416 LOCAL ENGINE  the engine on %s does not answer
            found     its directory is locked by a process, but no address was told in time
            state     nothing was started
            next      end that process, or give another data directory\
          """
              .formatted(directory));
    }
  }

  private static void fails(ThrowingCallable start, String message) {
    assertThatThrownBy(start).isInstanceOf(VerdigrisException.class).hasMessage(message);
  }
}
