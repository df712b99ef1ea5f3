package dev.verdigris.cli;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import dev.verdigris.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** A terminal of a test: a directory, an environment, and what was written. */
final class Screen {
  private final Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Interrupts interrupts = new Interrupts();
  private Settings settings = Settings.none();
  private Function<DeploymentConfig, Server> servers = Servers::open;
  private boolean color;

  Screen(Path directory) {
    this.directory = directory;
  }

  Screen environment(Map<String, String> environment) {
    settings = Settings.of(Map.of(), environment);
    return this;
  }

  Screen servers(Function<DeploymentConfig, Server> others) {
    servers = others;
    return this;
  }

  Screen color() {
    color = true;
    return this;
  }

  Interrupts interrupts() {
    return interrupts;
  }

  /** Runs a command on this screen, which is empty before. */
  int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Cli.run(terminal(), arguments);
  }

  Terminal terminal() {
    return new Terminal(
        new PrintWriter(out),
        new PrintWriter(err),
        color,
        directory,
        settings,
        servers,
        interrupts);
  }

  /** What went to the standard output. */
  String out() {
    return out.toString();
  }

  /** What went to the standard error. */
  String err() {
    return err.toString();
  }
}
