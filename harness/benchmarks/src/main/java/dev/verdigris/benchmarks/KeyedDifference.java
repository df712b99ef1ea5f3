package dev.verdigris.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Two relations of a million rows compared by key, with 0, 10 and 50 % of the rows changed: by the
 * assertion in a JVM of 256 MB, and by fetching both sides into maps in one of 2 GB.
 */
final class KeyedDifference implements Benchmark {
  private static final int ROWS = Integer.getInteger("verdigris.benchmarks.rows", 1_000_000);
  private static final int ROUNDS = Integer.getInteger("verdigris.benchmarks.rounds", 3);
  private static final List<Integer> CHANGED = List.of(0, 10, 50);
  private static final double MEGA = 1e6;

  @Override
  public String name() {
    return "keyed-difference";
  }

  @Override
  public void run(PrintStream out) throws Exception {
    List<BlueGreen.Model> models = new ArrayList<>();
    for (int percent : CHANGED) {
      models.add(
          new BlueGreen.Model(
              "changed" + percent,
              "SELECT id, name, state, amount, seen FROM raw.numbers",
              "SELECT id, name, state, CASE WHEN id % 100 < "
                  + percent
                  + " THEN amount + 1 ELSE amount END AS amount, seen FROM raw.numbers"));
    }
    List<String> data =
        List.of(
            "CREATE TABLE raw.numbers (id int NOT NULL, name text, state text, amount numeric,"
                + " seen timestamp)",
            "INSERT INTO raw.numbers SELECT n, 'name of ' || n::text, 'S' || (n % 50)::text, n *"
                + " 0.25, '2026-01-01'::timestamp + n * '1 second'::interval FROM"
                + " generate_series(1, "
                + ROWS
                + ") AS n");
    try (BlueGreen server = new BlueGreen(data, models)) {
      out.printf(
          Locale.ROOT,
          "%,d rows on each side, %d rounds in turns; medians; the assertion with -Xmx256m, the"
              + " fetch of both sides with -Xmx2g%n%n",
          ROWS,
          ROUNDS);
      out.println(
          "| changed | | seconds | MB over the wire | heap in use at most, MB | rows counted as"
              + " changed |");
      out.println("|---|---|---|---|---|---|");
      for (int percent : CHANGED) {
        List<Probe> fetched = new ArrayList<>();
        List<Probe> asserted = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
          fetched.add(probe(server, "fetch", "-Xmx2g", percent));
          asserted.add(probe(server, "assert", "-Xmx256m", percent));
        }
        row(out, percent, "both sides fetched", fetched);
        row(out, percent, "`keyedBy(\"id\").matches(blue)`", asserted);
      }
    }
  }

  private static void row(PrintStream out, int percent, String how, List<Probe> probes) {
    Spread seconds = Spread.of(probes.stream().map(each -> each.millis / 1e3).toList());
    Spread bytes = Spread.of(probes.stream().map(each -> each.bytes / MEGA).toList());
    Spread heap = Spread.of(probes.stream().map(each -> each.heap / MEGA).toList());
    out.printf(
        Locale.ROOT,
        "| %d %% | %s | %s | %.3f | %.0f | %,d |%n",
        percent,
        how,
        seconds,
        bytes.median(),
        heap.median(),
        probes.get(0).changed);
  }

  /** One child process. */
  private record Probe(double millis, long bytes, double heap, long changed) {}

  private static Probe probe(BlueGreen server, String how, String heap, int percent)
      throws IOException, InterruptedException {
    server.relay().takeBytes();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-classpath",
                System.getProperty("java.class.path"),
                DifferenceProbe.class.getName(),
                how,
                server.file().toString(),
                server.url(),
                "bench.changed" + percent)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      String line = String.valueOf(lines.readLine());
      if (child.waitFor() != 0) {
        throw new IllegalStateException("the probe failed: " + line);
      }
      String[] values = line.split(" ", -1);
      return new Probe(
          Double.parseDouble(values[0]),
          server.relay().takeBytes(),
          Double.parseDouble(values[1]),
          Long.parseLong(values[2]));
    }
  }
}
