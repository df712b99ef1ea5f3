package dev.verdigris.junit;

import dev.verdigris.Blue;
import dev.verdigris.DeploymentConfig;
import dev.verdigris.Green;
import dev.verdigris.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A deployment on no server: it notes what it is asked for, and fails where it is told to. */
final class FakeRollout implements Rollout, DeploymentEnvironment {
  private static final Map<String, String> STATES =
      Map.of(
          "init", "deployment pr_17 is building (green exists and its models are not complete)",
          "conclude",
              "deployment pr_17 is validated (green has been validated and not been promoted)",
          "promote",
              "deployment pr_17 is promoted (it is in production and the old environment still"
                  + " stands)",
          "rollback",
              "deployment pr_17 is rolled back (the old environment is in production again)",
          "cleanup", "nothing of deployment pr_17 is left");
  private static final Map<String, String> NEXT =
      Map.of(
          "promote", "verdigris rollback swaps back; verdigris cleanup drops the old environment",
          "rollback", "mend the models and run mvn verify -Pdeploy again");

  final List<String> calls = new ArrayList<>();
  final Map<String, Exception> failures = new HashMap<>();
  boolean keepsBlue = true;
  boolean rollsBack;
  boolean dryRun;
  String gate = "";
  Optional<Boolean> inProduction = Optional.of(false);
  final Path state = Path.of("target", "fakes", UUID.randomUUID() + ".json");
  Duration validationDeadline = Duration.ofMinutes(1);
  private @Nullable Conclusion concluded;

  Conclusion concluded() {
    return Objects.requireNonNull(concluded);
  }

  private Done call(String name) throws Exception {
    calls.add(name);
    Exception failure = failures.get(name);
    if (failure != null) {
      throw failure;
    }
    return new Done(
        name + " is done",
        STATES.getOrDefault(name, "deployment pr_17 is built (every model was created in green)"),
        NEXT.getOrDefault(name, "mvn verify validates it"));
  }

  @Override
  public DeploymentEnvironment environment() {
    return this;
  }

  @Override
  public String description() {
    return "pr_17 on a fake";
  }

  @Override
  public Optional<String> lastRun() {
    return Optional.empty();
  }

  @Override
  public StateFile.Target stateFile() {
    return new StateFile.Target(state, "pr_17");
  }

  @Override
  public Optional<Boolean> inProduction() {
    return inProduction;
  }

  @Override
  public boolean isDryRun() {
    return dryRun;
  }

  @Override
  public void dryRun(Consumer<String> text) throws Exception {
    text.accept("DRY RUN init pr_17\n");
    call("dryRun");
  }

  @Override
  public Done init() throws Exception {
    return call("init");
  }

  @Override
  public Done run() throws Exception {
    return call("run");
  }

  @Override
  public Done await() throws Exception {
    return call("await");
  }

  @Override
  public Done conclude(Conclusion conclusion) throws Exception {
    concluded = conclusion;
    return call("conclude");
  }

  @Override
  public Done promote() throws Exception {
    return call("promote");
  }

  @Override
  public Done rollback() throws Exception {
    return call("rollback");
  }

  @Override
  public boolean rollsBackOnSmokeFailure() {
    return rollsBack;
  }

  @Override
  public Done cleanup() throws Exception {
    return call("cleanup");
  }

  @Override
  public void endReads() {
    calls.add("endReads");
  }

  @Override
  public boolean keepsBlue() {
    return keepsBlue;
  }

  @Override
  public Duration awaitDeadline() {
    return Duration.ofMinutes(1);
  }

  @Override
  public Duration validationDeadline() {
    return validationDeadline;
  }

  @Override
  public void close() {
    calls.add("close");
  }

  @Override
  public void beginValidation() throws Exception {
    call("fingerprint");
  }

  @Override
  public DeploymentConfig config() {
    try {
      Path file = Files.createTempFile("verdigris", ".yaml");
      Files.writeString(file, "deployment: pr_17\nschemas: [flights]\n" + gate);
      DeploymentConfig config = DeploymentConfig.load(file, Settings.none());
      Files.delete(file);
      return config;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Green green() {
    throw new UnsupportedOperationException("a fake has no green");
  }

  @Override
  public Blue blue() {
    throw new UnsupportedOperationException("a fake has no blue");
  }

  @Override
  public DataSource dataSource() {
    return new GreenDataSource(this::connect);
  }

  private Connection connect() {
    calls.add("open");
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "isClosed" -> false;
                  case "close" -> note("close connection");
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private @Nullable Object note(String call) {
    calls.add(call);
    return null;
  }
}
