package dev.verdigris.cli;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import dev.verdigris.Settings;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Help;

/**
 * What a command runs in; a test brings its own.
 *
 * @param out takes data
 * @param err takes diagnostics and progress
 * @param color whether they may be coloured: on a terminal, and not where {@code NO_COLOR} is set
 * @param directory where relative paths of options start
 * @param settings system properties and environment
 * @param servers finds the server of a configuration
 * @param interrupts hears when the process is told to end
 */
record Terminal(
    PrintWriter out,
    PrintWriter err,
    boolean color,
    Path directory,
    Settings settings,
    Function<DeploymentConfig, Server> servers,
    Interrupts interrupts) {

  /** That of this process. */
  static Terminal system() {
    Charset charset = charset(Charset.defaultCharset());
    return new Terminal(
        new PrintWriter(System.out, true, charset),
        new PrintWriter(System.err, true, charset),
        Help.Ansi.AUTO.enabled(),
        Path.of("").toAbsolutePath(),
        Settings.system(),
        Servers::open,
        new Interrupts());
  }

  /**
   * A process without a locale, as in most containers, is said to know ASCII only: names would be
   * lost, in JSON too.
   */
  static Charset charset(Charset locale) {
    return locale.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : locale;
  }

  /** A line of progress or diagnostics. */
  void tell(String text) {
    err.println(text);
    err.flush();
  }
}
