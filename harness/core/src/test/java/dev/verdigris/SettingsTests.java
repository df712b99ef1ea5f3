package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.cutover.SinkDecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTests {
  private static final String SECRET = "hunter2";

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void writeConfiguration() throws IOException {
    file =
        Files.writeString(
            directory.resolve("verdigris.yaml"),
            """
            deployment: from_yaml
            schemas: [flights]
            clusters: [compute]
            server:
              url: jdbc:postgresql://from-yaml/
            """);
  }

  @Test
  void theNearerSourceWins() {
    Settings environment =
        Settings.of(Map.of(), Map.of("VERDIGRIS_DEPLOYMENT", "from_environment"));
    Settings properties =
        Settings.of(
            Map.of("verdigris.deployment", "from_property"),
            Map.of("VERDIGRIS_DEPLOYMENT", "from_environment"));
    Settings parameters =
        properties.withConfigurationParameters(Map.of("verdigris.deployment", "from_parameter"));
    Settings overrides = parameters.withOverrides(Map.of("verdigris.deployment", "from_override"));

    assertThat(deployment(Settings.none())).isEqualTo("from_yaml");
    assertThat(deployment(environment)).isEqualTo("from_environment");
    assertThat(deployment(properties)).isEqualTo("from_property");
    assertThat(deployment(parameters)).isEqualTo("from_parameter");
    assertThat(deployment(overrides)).isEqualTo("from_override");
  }

  @Test
  void everyKeyHasASettingAndAVariable() {
    assertThat(Settings.names())
        .containsExactly(
            "verdigris.accept.changes",
            "verdigris.accept.columns",
            "verdigris.accept.drift",
            "verdigris.accept.readers",
            "verdigris.accept.vanishing",
            "verdigris.await.lagRelative",
            "verdigris.await.lagThreshold",
            "verdigris.await.stableFor",
            "verdigris.await.timeout",
            "verdigris.cleanup.now",
            "verdigris.clusters",
            "verdigris.commit",
            "verdigris.create",
            "verdigris.database",
            "verdigris.deployment",
            "verdigris.dryRun",
            "verdigris.gate.acceptedSkips",
            "verdigris.gate.acceptedTests",
            "verdigris.gate.maximumAge",
            "verdigris.gate.off",
            "verdigris.gate.waivers",
            "verdigris.gate.warn",
            "verdigris.green.clusters",
            "verdigris.history.file",
            "verdigris.history.schema",
            "verdigris.localEngine.data",
            "verdigris.localEngine.seed",
            "verdigris.models.cluster",
            "verdigris.models.directory",
            "verdigris.models.searchPath",
            "verdigris.promote.bakeTime",
            "verdigris.promote.keepBlue",
            "verdigris.promote.onSmokeFailure",
            "verdigris.promote.retries",
            "verdigris.schemas",
            "verdigris.sinks",
            "verdigris.timeouts.sinkCutover",
            "verdigris.timeouts.statement",
            "verdigris.timeouts.validation",
            "verdigris.url",
            "verdigris.validation.connections");
    assertThat(Settings.variable("verdigris.await.lagThreshold"))
        .isEqualTo("VERDIGRIS_AWAIT_LAG_THRESHOLD");
    assertThat(Settings.variable("verdigris.dryRun")).isEqualTo("VERDIGRIS_DRY_RUN");
  }

  @Test
  void readsDecisionsAboutSinks() {
    DeploymentConfig config =
        load(
            Settings.of(
                Map.of(
                    "verdigris.sinks", "sinks.delays: reconciled, sinks.routes: plain stale=any"),
                Map.of()));

    assertThat(config.sinks().bySink())
        .containsOnly(
            Map.entry("sinks.delays", SinkDecision.reconciled()),
            Map.entry("sinks.routes", SinkDecision.parse("plain stale=any")));
  }

  @Test
  void readsListsPathsAndDurations() {
    DeploymentConfig config =
        load(
            Settings.of(
                Map.of(
                    "verdigris.schemas", "flights, raw",
                    "verdigris.models.directory", "elsewhere",
                    "verdigris.localEngine.seed", "a.sql,b.sql",
                    "verdigris.await.lagThreshold", "2s"),
                Map.of("VERDIGRIS_PROMOTE_KEEP_BLUE", "false")));

    assertThat(config.schemas()).containsExactly("flights", "raw");
    assertThat(config.models().directory()).isEqualTo(directory.resolve("elsewhere"));
    assertThat(config.localEngine().seed())
        .containsExactly(directory.resolve("a.sql"), directory.resolve("b.sql"));
    assertThat(config.await().lagThreshold()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.promote().keepBlue()).isFalse();
  }

  @Test
  void anEmptyVariableIsNotSetAndAnEmptyUrlMeansTheLocalEngine() {
    assertThat(load(Settings.of(Map.of(), Map.of("VERDIGRIS_URL", ""))).server().url())
        .isEqualTo("jdbc:postgresql://from-yaml/");
    assertThat(load(Settings.of(Map.of("verdigris.url", ""), Map.of())).server().url()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"true,true", "'',true", "false,false"})
  void aDryRunIsOnlyASetting(String text, boolean dry) {
    assertThat(load(Settings.of(Map.of("verdigris.dryRun", text), Map.of())).dryRun())
        .isEqualTo(dry);
  }

  @Test
  void saysWhichSettingIsWrong() {
    assertThatThrownBy(() -> load(Settings.of(Map.of("verdigris.dryRun", "yes"), Map.of())))
        .hasMessage(
            """
            VG-2017 CONFIGURATION  "verdigris.dryRun" is true or false, not "yes"
              where     system property verdigris.dryRun
              state     nothing was sent to the server
              next      write true or false\
            """);
    assertThatThrownBy(
            () -> load(Settings.of(Map.of(), Map.of("VERDIGRIS_AWAIT_TIMEOUT", "ten minutes"))))
        .hasMessage(
            """
            VG-2018 CONFIGURATION  "await.timeout" is a duration, not "ten minutes"
              rule      a whole number above 0 and ms, s, m, h or d, at most 30d
              where     environment variable VERDIGRIS_AWAIT_TIMEOUT
              state     nothing was sent to the server
              next      write for example 500ms, 1s or 10m\
            """);
    assertThatThrownBy(() -> load(Settings.of(Map.of("verdigris.deployment", "PR/17"), Map.of())))
        .hasMessage(
            """
            VG-2001 CONFIGURATION  "PR/17" cannot name a deployment
              rule      1 to 40 of a-z 0-9 _
              where     system property verdigris.deployment
              state     nothing was sent to the server
              next      use the nearest good one: pr_17\
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "verdigris.deploymnet, verdigris.deployment",
    "verdigris.dryrun, verdigris.dryRun",
    "verdigris.dry-run, verdigris.dryRun",
    "verdigris.server.url, verdigris.url",
    "verdigris.await.lag_threshold, verdigris.await.lagThreshold",
  })
  void aSettingThatIsNearlyOursIsRefused(String written, String meant) {
    assertThatThrownBy(() -> load(Settings.of(Map.of(written, "x"), Map.of())))
        .hasMessage(
            """
            VG-2029 CONFIGURATION  unknown system property %s
              state     nothing was sent to the server
              next      did you mean %s?\
            """
                .formatted(written, meant));
  }

  @Test
  void aVariableThatIsNearlyOursIsRefusedAndOthersAreLeftAlone() {
    assertThatThrownBy(() -> load(Settings.of(Map.of(), Map.of("VERDIGRIS_DRYRUN", "1"))))
        .hasMessageEndingWith("did you mean VERDIGRIS_DRY_RUN?");
    assertThatThrownBy(() -> load(Settings.of(Map.of(), Map.of("VERDIGRIS_SERVER_URL", "x"))))
        .hasMessageEndingWith("did you mean VERDIGRIS_URL?");
    Settings others =
        Settings.of(
            Map.of("verdigris.test.url", "x", "verdigris.ownTests.skip", "true", "user.dir", "/"),
            Map.of("VERDIGRIS_HOME", "x", "VERDIGRIS_PASSWORD", SECRET, "PATH", "/bin"));
    assertThat(deployment(others)).isEqualTo("from_yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host/db?user=me&password=hunter2&sslmode=require",
        "jdbc:postgresql://host/db?sslpassword=hunter2",
        "jdbc:postgresql://host/db?PASSWORD=hunter2",
        "jdbc:postgresql://me:hunter2@host/db",
        "jdbc:postgresql://me:hun@ter2hunter2@host/db",
        "postgres://me:hunter2@host/db"
      })
  void neverShowsAPasswordOfAUrl(String url) throws IOException {
    assertThatThrownBy(() -> load(Settings.of(Map.of("verdigris.url", url), Map.of())))
        .hasMessageStartingWith("VG-2027 CONFIGURATION  the server's URL holds a password")
        .message()
        .doesNotContain(SECRET);
    Files.writeString(file, "deployment: a\nschemas: [b]\nserver:\n  url: " + url + "\n");
    assertThatThrownBy(() -> load(Settings.none()))
        .hasMessageContaining("verdigris.yaml, line 4, column 8")
        .message()
        .doesNotContain(SECRET);
  }

  @Test
  void saysWhereAPasswordBelongs() throws IOException {
    assertThatThrownBy(
            () ->
                load(
                    Settings.of(
                        Map.of("verdigris.url", "jdbc:postgresql://host/db?password=" + SECRET),
                        Map.of())))
        .hasMessage(
            """
            VG-2027 CONFIGURATION  the server's URL holds a password
              url       jdbc:postgresql://host/db?password=***
              where     system property verdigris.url
              state     nothing was sent to the server
              next      remove it; the password is read from VERDIGRIS_PASSWORD, PGPASSWORD or ~/.pgpass\
            """);
    assertThatThrownBy(() -> load(Settings.of(Map.of("verdigris.password", SECRET), Map.of())))
        .hasMessage(
            """
            VG-2026 CONFIGURATION  the system property verdigris.password would show a secret to every process of this machine
              state     nothing was sent to the server
              next      remove it; the password is read from VERDIGRIS_PASSWORD, PGPASSWORD or ~/.pgpass\
            """);
    Files.writeString(file, "server:\n  pasword: " + SECRET + "\n");
    assertThatThrownBy(() -> load(Settings.none()))
        .hasMessage(
            """
            VG-2026 CONFIGURATION  "pasword" does not belong into a configuration file
              where     %s, line 2, column 3
              state     nothing was sent to the server
              next      remove it; the password is read from VERDIGRIS_PASSWORD, PGPASSWORD or ~/.pgpass\
            """
                .formatted(file));
  }

  @Test
  void takesThePasswordFromTheEnvironment() {
    assertThat(Servers.password(Map.of("VERDIGRIS_PASSWORD", SECRET, "PGPASSWORD", "other")))
        .isEqualTo(SECRET);
    assertThat(Servers.password(Map.of("VERDIGRIS_PASSWORD", "", "PGPASSWORD", SECRET)))
        .isEqualTo(SECRET);
    assertThat(Servers.password(Map.of())).isNull();
  }

  @Test
  void refusesAUrlOfAnotherDriver() {
    assertThatThrownBy(
            () -> load(Settings.of(Map.of("verdigris.url", "postgres://host/db"), Map.of())))
        .hasMessage(
            """
            VG-2028 CONFIGURATION  "server.url" is no URL of a PostgreSQL driver
              url       postgres://host/db
              where     system property verdigris.url
              state     nothing was sent to the server
              next      write for example jdbc:postgresql://host:6875/materialize?user=me&sslmode=require\
            """);
  }

  private String deployment(Settings settings) {
    return load(settings).deployment().value();
  }

  private DeploymentConfig load(Settings settings) {
    return DeploymentConfig.load(file, settings);
  }
}
