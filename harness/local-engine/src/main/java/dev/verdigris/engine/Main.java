package dev.verdigris.engine;

import dev.verdigris.ExitCode;
import dev.verdigris.VerdigrisException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The engine as a program: runs in the foreground until it is ended. */
public final class Main {
  private static final String USAGE =
      """
      usage: java -jar verdigris-local-engine-...-app.jar [options]
        --port N            SQL for everybody (default 6875; 0 takes a free port)
        --internal-port N   SQL for mz_system (default 6877; 0 takes a free port)
        --data DIR          where data is kept (default: nowhere, it goes with the process)
        --listen HOST       the address of the public port (default 127.0.0.1); another one than
                            loopback needs a password, and there is no TLS
        --password-file FILE
                            a file whose first line everybody has to know who connects to the
                            public port; or the environment variable VERDIGRIS_ENGINE_PASSWORD
        --seed FILE...      SQL that a new engine begins with, in order
        --kafka HOST:PORT   a broker to use instead of one in this process
        --help              this text
      Runs until Ctrl-C or SIGTERM. Ends with 2 for wrong options, 6 when it cannot be started.\
      """;

  private static final String PASSWORD = "VERDIGRIS_ENGINE_PASSWORD";
  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";
  private static final int DEFAULT_PORT = 6875;
  private static final int DEFAULT_INTERNAL_PORT = 6877;

  private final LocalEngine.Builder builder =
      LocalEngine.builder().port(DEFAULT_PORT).internalPort(DEFAULT_INTERNAL_PORT);
  private boolean help;
  private String host = "127.0.0.1";
  private @Nullable Path passwordFile;

  private Main() {}

  /** Runs the program. */
  public static void main(String[] arguments) {
    // The broker and its clients have much to say; before the first logger, only warnings.
    if (System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "warn");
      System.setProperty("org.slf4j.simpleLogger.log.org.apache.kafka", "error");
    }
    System.exit(run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    Main main = new Main();
    String wrong = main.read(List.of(arguments));
    if (wrong != null) {
      err.println(wrong);
      err.println(USAGE);
      return ExitCode.CONFIGURATION.value();
    }
    if (main.help) {
      out.println(USAGE);
      return ExitCode.DONE.value();
    }
    try {
      main.readPassword(System.getenv(PASSWORD));
    } catch (VerdigrisException e) {
      err.println(e.getMessage());
      return e.exitCode().value();
    }
    try (LocalEngine engine = main.builder.start()) {
      String address =
          (main.host.contains(":") ? "[" + main.host + "]" : main.host) + ":" + engine.port();
      out.println("postgres://materialize@" + address + "/materialize");
      out.println("postgres://mz_system@127.0.0.1:" + engine.internalPort() + "/materialize");
      out.println("kafka " + engine.kafkaAddress());
      out.flush();
      if (!InetAddress.getByName(main.host).isLoopbackAddress()) {
        err.println(
            "exposed: %s is open to other machines. Who has the password can read and change"
                    .formatted(address)
                + " everything in this engine, and what they send can be read on the way: there is"
                + " no TLS. The internal port and the broker stay on the loopback interface.");
      }
      if (engine.ended().join()) {
        return ExitCode.DONE.value();
      }
      err.println("the engine has ended: its PostgreSQL went away");
      return ExitCode.INTERNAL.value();
    } catch (VerdigrisException e) {
      err.println(e.getMessage());
      return e.exitCode().value();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("it was known a moment ago", e);
    }
  }

  /** Takes the password from the file, or else from the environment, if either has one. */
  private void readPassword(@Nullable String environment) {
    String from = passwordFile == null ? PASSWORD : passwordFile.toString();
    try {
      String text = environment;
      if (passwordFile != null) {
        text = Files.readString(passwordFile).lines().findFirst().orElse("");
      }
      if (text != null) {
        builder.password(text);
      }
    } catch (IOException e) {
      throw EngineProblems.passwordUnusable(from, e.toString());
    } catch (IllegalArgumentException e) {
      throw EngineProblems.passwordUnusable(from, String.valueOf(e.getMessage()));
    }
  }

  /** Reads the options; what is wrong with them, or null. */
  private @Nullable String read(List<String> arguments) {
    List<Path> seed = new ArrayList<>();
    int at = 0;
    while (at < arguments.size()) {
      String option = arguments.get(at++);
      if (option.equals("--help")) {
        help = true;
        continue;
      }
      List<String> values = new ArrayList<>();
      while (at < arguments.size() && !arguments.get(at).startsWith("--")) {
        values.add(arguments.get(at++));
      }
      boolean several = option.equals("--seed");
      if (values.isEmpty() || (values.size() > 1 && !several)) {
        return option + (values.isEmpty() ? " needs a value" : " takes one value");
      }
      String wrong = several ? null : set(option, values.get(0));
      if (wrong != null) {
        return wrong;
      }
      if (several) {
        values.forEach(value -> seed.add(Path.of(value)));
      }
    }
    builder.seed(seed);
    return null;
  }

  private @Nullable String set(String option, String value) {
    switch (option) {
      case "--data" -> builder.dataDirectory(Path.of(value));
      case "--kafka" -> builder.kafka(value);
      case "--listen" -> {
        host = value;
        builder.listen(value);
      }
      case "--password-file" -> passwordFile = Path.of(value);
      case "--port", "--internal-port" -> {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
          return option + " takes a number from 0 to 65535, not " + value;
        }
        int port = Integer.parseInt(value);
        if (option.equals("--port")) {
          builder.port(port);
        } else {
          builder.internalPort(port);
        }
      }
      default -> {
        return "unknown option " + option;
      }
    }
    return null;
  }
}
