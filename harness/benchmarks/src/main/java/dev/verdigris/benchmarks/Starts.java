package dev.verdigris.benchmarks;

import dev.verdigris.engine.LocalEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * From the start of a JVM to the answer of its first query: the engine with its broker not yet
 * asked for, beside plain PostgreSQL from the same binaries; with the cache of unpacked binaries
 * and of the template filled, and without.
 */
final class Starts implements Benchmark {
  private static final int WARM = 7;
  private static final int COLD = 3;

  @Override
  public String name() {
    return "starts";
  }

  @Override
  public void run(PrintStream out) throws Exception {
    Path cache = Files.createTempDirectory("verdigris-benchmark-cache");
    out.println("milliseconds from the start of a JVM to the first answer; median (least–most)");
    out.println();
    out.println("| | PostgreSQL | engine |");
    out.println("|---|---|---|");
    List<Double> plain = new ArrayList<>();
    List<Double> engine = new ArrayList<>();
    for (int i = 0; i < COLD; i++) {
      plain.add(start("postgres", Files.createTempDirectory("verdigris-benchmark-cache")));
      engine.add(start("engine", Files.createTempDirectory("verdigris-benchmark-cache")));
    }
    out.printf("| cold, %d starts each | %s | %s |%n", COLD, Spread.of(plain), Spread.of(engine));
    start("postgres", cache);
    start("engine", cache);
    plain.clear();
    engine.clear();
    for (int i = 0; i < WARM; i++) {
      plain.add(start("postgres", cache));
      engine.add(start("engine", cache));
    }
    out.printf("| warm, %d starts each | %s | %s |%n", WARM, Spread.of(plain), Spread.of(engine));
  }

  /** Milliseconds until the child says that its first query was answered. */
  private static double start(String what, Path cache) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dverdigris.engine.cache=" + cache,
                "-classpath",
                System.getProperty("java.class.path"),
                Probe.class.getName(),
                what)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      double millis = (System.nanoTime() - start) / 1e6;
      if (!"answered".equals(line) || child.waitFor() != 0) {
        throw new IllegalStateException("the probe of " + what + " failed: " + line);
      }
      return millis;
    }
  }

  /** The process that is started. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) throws Exception {
      if (arguments[0].equals("engine")) {
        try (LocalEngine engine = LocalEngine.builder().start();
            Connection connection = DriverManager.getConnection(engine.url())) {
          answer(connection);
        }
      } else {
        try (PlainPostgres postgres = PlainPostgres.start();
            Connection connection = postgres.connect()) {
          answer(connection);
        }
      }
    }

    private static void answer(Connection connection) throws Exception {
      try (Statement statement = connection.createStatement()) {
        statement.executeQuery("SELECT 1").close();
      }
      System.out.println("answered");
      System.out.flush();
    }
  }
}
