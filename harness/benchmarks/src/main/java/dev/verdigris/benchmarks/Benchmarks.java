package dev.verdigris.benchmarks;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Runs the benchmarks that are named on the command line, or all, and prints their tables.
 *
 * <p>An absolute time means little on a machine that does other things; the columns of a table were
 * measured in turns within one run and can be compared with each other.
 */
public final class Benchmarks {
  private static final int WRONG_USAGE = 2;
  private static final long MIB = 1 << 20;

  private static final List<Benchmark> ALL =
      List.of(
          new RoundTrips(),
          new Starts(),
          new Objects(),
          new SinkThroughput(),
          new KeyedDifference(),
          new ManyAssertions(),
          new Reactions(),
          new Contention());

  private Benchmarks() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    System.exit(run(Set.of(arguments), new PrintStream(System.out, true, StandardCharsets.UTF_8)));
  }

  static int run(Set<String> wanted, PrintStream out) throws Exception {
    Set<String> unknown = new TreeSet<>(wanted);
    ALL.forEach(each -> unknown.remove(each.name()));
    if (!unknown.isEmpty()) {
      out.printf(
          "unknown benchmarks %s; there are %s%n",
          unknown, ALL.stream().map(Benchmark::name).collect(Collectors.joining(", ")));
      return WRONG_USAGE;
    }
    out.println(machine());
    for (Benchmark benchmark : ALL) {
      if (wanted.isEmpty() || wanted.contains(benchmark.name())) {
        out.printf("%n### %s%n%n", benchmark.name());
        benchmark.run(out);
      }
    }
    return 0;
  }

  private static String machine() {
    long memory =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getTotalMemorySize() / MIB
            : 0;
    return String.format(
        Locale.ROOT,
        "%d cores, %d MiB, %s %s %s, JDK %s, heap %d MiB",
        Runtime.getRuntime().availableProcessors(),
        memory,
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"),
        System.getProperty("java.version"),
        Runtime.getRuntime().maxMemory() / MIB);
  }
}
