package dev.verdigris.engine.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;

/**
 * A data directory with the engine's own relations and functions in it, made once for each version
 * of PostgreSQL and of the scripts, and copied for each new engine.
 */
final class Template {
  /** Goes into the name: to be raised when the making itself changes. */
  private static final String RECIPE = "2";

  /** What initdb says to a user that only has a number, as containers have them. */
  private static final String NAMELESS_USER = "could not look up effective user ID";

  private static final String DATA = "data";
  private static final String PASSWORD = "password";
  private static final String VERSION_FILE = "verdigris.version";

  private final Installation installation;
  private final List<String> scripts;

  Template(Installation installation, List<String> scripts) {
    this.installation = installation;
    this.scripts = List.copyOf(scripts);
  }

  /** Names the version of PostgreSQL and of the scripts: data of another version is refused. */
  String version() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((RECIPE + installation.version()).getBytes(StandardCharsets.UTF_8));
      for (String script : scripts) {
        digest.update((byte) 0);
        digest.update(script.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Throws the template away, so that it is made again. */
  void discard() throws IOException {
    installation.cache().discard(entry());
  }

  private String entry() {
    return "data-" + version() + "-" + installation.runAs().owner();
  }

  /** Copies the template to {@code data}, which must not exist, and its password beside it. */
  void copyTo(Path data, Path passwordFile) throws IOException {
    Path template = installation.cache().entry(entry(), this::make);
    Path fresh = data.resolveSibling(data.getFileName() + ".new");
    Trees.delete(fresh);
    Files.deleteIfExists(passwordFile);
    Files.copy(template.resolve(PASSWORD), passwordFile);
    Trees.copy(template.resolve(DATA), fresh);
    installation.runAs().own(fresh, installation.uid());
    Files.writeString(fresh.resolve(VERSION_FILE), version());
    Files.move(fresh, data);
  }

  /** The version of the template that {@code data} was copied from. */
  static String versionOf(Path data) throws IOException {
    Path file = data.resolve(VERSION_FILE);
    return Files.exists(file) ? Commands.text(file) : "unknown";
  }

  private void make(Path content) throws IOException {
    Path data = Files.createDirectory(content.resolve(DATA), Trees.PRIVATE);
    String password = randomPassword();
    Path passwordFile = content.resolve(PASSWORD);
    Files.createFile(
        passwordFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passwordFile, password);
    installation.runAs().own(data, installation.uid());
    initialise(content, data, passwordFile);
    Path log = content.resolve("log");
    try (PostgresProcess process = PostgresProcess.start(installation, data, log)) {
      bootstrap(process, password);
    }
    Files.deleteIfExists(log);
  }

  private void initialise(Path content, Path data, Path passwordFile) throws IOException {
    Path readable = Files.copy(passwordFile, content.resolve("pwfile"));
    installation.runAs().own(readable, installation.uid());
    List<String> command =
        installation.command(
            "initdb",
            List.of(
                "-D",
                data.toString(),
                "--username=" + PostgresServer.USER,
                "--pwfile=" + readable,
                "--auth=password",
                "--encoding=UTF8",
                "--locale=C",
                // Strings sort by their bytes and change case as Unicode says.
                "--locale-provider=builtin",
                "--builtin-locale=PG_UNICODE_FAST",
                "--wal-segsize=1",
                "--no-data-checksums",
                "--no-instructions",
                "--no-sync"));
    Commands.Outcome outcome = Commands.run(command, content);
    if (outcome.output().contains(NAMELESS_USER)) {
      outcome = Commands.run(RunAs.nobodyByName(command), content);
    }
    Files.delete(readable);
    if (!outcome.succeeded()) {
      throw PostgresProblems.templateFailed("initdb", outcome.output());
    }
  }

  private void bootstrap(PostgresProcess process, String password) {
    try (Connection connection = PostgresServer.connect(process.address(), password);
        Statement statement = connection.createStatement()) {
      for (String script : scripts) {
        statement.execute(script);
      }
      // Iterations make guessing slow, and nobody guesses this one: they are half of a login's CPU.
      statement.execute("SET scram_iterations = 1");
      statement.execute("ALTER ROLE " + PostgresServer.USER + " PASSWORD '" + password + "'");
      // One database is all that is used: the copy of a template takes half the time without these.
      statement.execute("UPDATE pg_database SET datistemplate = false WHERE datistemplate");
      statement.execute("DROP DATABASE template0");
      statement.execute("DROP DATABASE template1");
      statement.execute("CHECKPOINT");
    } catch (SQLException e) {
      throw PostgresProblems.templateFailed("scripts", String.valueOf(e.getMessage()));
    }
  }

  private static String randomPassword() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
