package dev.verdigris.benchmarks;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Relation;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import dev.verdigris.validations.VerdigrisAssertions;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process that compares: prints milliseconds, bytes of heap and the number of changed rows. */
final class DifferenceProbe {
  private static final Pattern CHANGED = Pattern.compile("changed ([0-9]+) ");
  private static final int FETCH = 10_000;

  private DifferenceProbe() {}

  public static void main(String[] arguments) throws Exception {
    DeploymentConfig config = BlueGreen.config(Path.of(arguments[1]), arguments[2], Map.of());
    try (Server server = Servers.open(config);
        DeploymentRun run = DeploymentRun.open(config, server, DeploymentListener.NONE)) {
      Relation green = run.green().relation(arguments[3]);
      Relation blue = run.blue().relation(arguments[3]);
      long start = System.nanoTime();
      long changed = arguments[0].equals("fetch") ? fetch(green, blue) : compare(green, blue);
      double millis = (System.nanoTime() - start) / 1e6;
      long heap =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getType() == MemoryType.HEAP)
              .map(MemoryPoolMXBean::getPeakUsage)
              .mapToLong(usage -> usage.getUsed())
              .sum();
      System.out.println(millis + " " + heap + " " + changed);
    }
  }

  private static long compare(Relation green, Relation blue) {
    try {
      VerdigrisAssertions.assertThat(green).keyedBy("id").matches(blue);
      return 0;
    } catch (AssertionError failure) {
      Matcher matcher = CHANGED.matcher(String.valueOf(failure.getMessage()));
      if (!matcher.find()) {
        throw failure;
      }
      return Long.parseLong(matcher.group(1));
    }
  }

  /** What one would write by hand: both sides in maps by key. */
  private static long fetch(Relation green, Relation blue) throws SQLException {
    Map<String, List<String>> ofGreen = rows(green);
    Map<String, List<String>> ofBlue = rows(blue);
    return ofGreen.entrySet().stream()
        .filter(row -> !Objects.equals(ofBlue.get(row.getKey()), row.getValue()))
        .count();
  }

  private static Map<String, List<String>> rows(Relation relation) throws SQLException {
    Map<String, List<String>> rows = new HashMap<>();
    try (Connection connection = relation.connection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(FETCH);
        try (ResultSet result =
            statement.executeQuery("SELECT id, name, state, amount, seen FROM " + relation)) {
          while (result.next()) {
            rows.put(
                result.getString(1),
                List.of(
                    result.getString(2),
                    result.getString(3),
                    result.getString(4),
                    result.getString(5)));
          }
        }
      }
    }
    return rows;
  }
}
