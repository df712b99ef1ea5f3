package dev.verdigris.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.VerdigrisException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loopback only, unless a password is given; the internal port never elsewhere. */
class ListeningTests {
  private static final String PASSWORD = "correct horse, battery";

  @TempDir Path directory;

  @Test
  void anotherAddressWithoutAPasswordIsRefused() {
    assertThatThrownBy(() -> LocalEngine.builder().listen("0.0.0.0").start())
        .isInstanceOf(VerdigrisException.class)
        .hasMessage(
            """
            VG-2418 LOCAL ENGINE  cannot listen on 0.0.0.0 without a password
              because   whoever reaches that address could read and change everything
              state     nothing was started
              next      give --password-file FILE or set VERDIGRIS_ENGINE_PASSWORD, or listen on loopback, which is the default\
            """);
  }

  @Test
  void theProgramRefusesItWithTwoAndNamesNoPassword() throws Exception {
    assertThat(run("--listen", "0.0.0.0")).startsWith("2 VG-2418 ");
    Path file = Files.writeString(directory.resolve("password"), "\u00e9t\u00e9-secret\n");
    assertThat(run("--listen", "0.0.0.0", "--password-file", file.toString()).split(" ", 2))
        .containsExactly(
            "2",
            """
            VG-2419 LOCAL ENGINE  cannot use the password from %s
              because   a password is printable ASCII and not empty
              state     nothing was started
              next      write one line of printable ASCII there
            """
                .formatted(file));
    assertThat(run("--password-file", directory.resolve("none").toString()))
        .startsWith("2 VG-2419 ")
        .contains("NoSuchFileException");
  }

  private static String run(String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    int code = Main.run(arguments, stream, stream);
    return code + " " + err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void withoutAnyOptionOtherAddressesAreNotListenedTo() throws Exception {
    String elsewhere = elsewhere();
    try (LocalEngine engine = LocalEngine.builder().start()) {
      for (int port : new int[] {engine.port(), engine.internalPort()}) {
        assertThatThrownBy(() -> new Socket(elsewhere, port).close())
            .isInstanceOf(ConnectException.class);
      }
    }
  }

  @Test
  void thePasswordIsAskedOfEverybodyOnThePublicPortOnly() throws Exception {
    String elsewhere = elsewhere();
    Path seed = Files.writeString(directory.resolve("seed.sql"), "CREATE TABLE seeded (a int)");
    try (LocalEngine engine =
        LocalEngine.builder().listen("0.0.0.0").password(PASSWORD).seed(seed).start()) {
      for (String host : new String[] {elsewhere, "127.0.0.1"}) {
        assertThat(count(host, engine.port(), "materialize", PASSWORD)).isEqualTo("1");
        assertThatThrownBy(() -> count(host, engine.port(), "materialize", "wrong"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("invalid password")
            .extracting(e -> ((SQLException) e).getSQLState())
            .isEqualTo("28P01");
        assertThatThrownBy(() -> count(host, engine.port(), "materialize", ""))
            .isInstanceOf(SQLException.class);
      }
      assertThat(count("127.0.0.1", engine.internalPort(), "mz_system", "")).isEqualTo("1");
      int internal = engine.internalPort();
      assertThatThrownBy(() -> new Socket(elsewhere, internal).close())
          .isInstanceOf(ConnectException.class);
    }
  }

  private static String count(String host, int port, String user, String password)
      throws SQLException {
    String url = "jdbc:postgresql://" + host + ":" + port + "/materialize";
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT count(*) FROM mz_tables WHERE name = 'seeded'")) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** An address of this machine that is not loopback. */
  private static String elsewhere() throws Exception {
    Optional<InetAddress> found =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .filter(address -> address.getAddress().length == 4)
            .findFirst();
    Assumptions.assumeTrue(found.isPresent(), "this machine has only its loopback interface");
    return found.orElseThrow().getHostAddress();
  }
}
