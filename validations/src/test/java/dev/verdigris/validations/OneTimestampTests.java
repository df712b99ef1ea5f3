package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.Relation;
import dev.verdigris.validations.TwoVersions.Model;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Two equal relations are equal at every time, however fast somebody writes meanwhile. */
class OneTimestampTests {
  private static final int COMPARISONS = Boolean.getBoolean("verdigris.test.full") ? 10_000 : 150;
  private static final int NAIVE = Boolean.getBoolean("verdigris.test.full") ? 10_000 : 300;

  @Test
  void equalRelationsNeverDifferWhileSomebodyWrites(@TempDir Path directory, TestReporter reporter)
      throws Exception {
    try (TwoVersions versions =
        new TwoVersions(
            directory,
            List.of(Model.same("counts", "SELECT id, n FROM RAW.counts")),
            List.of(
                "CREATE TABLE RAW.counts (id int NOT NULL, n int)",
                "INSERT INTO RAW.counts SELECT n, 0 FROM generate_series(1, 50) AS n"))) {
      AtomicBoolean stop = new AtomicBoolean();
      AtomicLong writes = new AtomicLong();
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(() -> write(versions, stop, writes));
      Relation green = versions.green("counts");
      Relation blue = versions.blue("counts");
      try {
        for (int i = 0; i < COMPARISONS; i++) {
          assertThat(green).keyedBy("id").matches(blue);
        }
        int naive = 0;
        try (Connection one = green.connection();
            Connection other = blue.connection()) {
          for (int i = 0; i < NAIVE; i++) {
            naive += sum(one, green).equals(sum(other, blue)) ? 0 : 1;
          }
        }
        stop.set(true);
        writer.join();
        reporter.publishEntry(
            COMPARISONS
                + " comparisons never differed; the naive way differed "
                + naive
                + " times in "
                + NAIVE
                + "; "
                + writes
                + " writes");
        assertThat(naive).isPositive();
        assertThat(writes.get()).isGreaterThan(COMPARISONS / 10);
      } finally {
        stop.set(true);
      }
    }
  }

  private static void write(TwoVersions versions, AtomicBoolean stop, AtomicLong writes) {
    try (Connection connection = versions.connect();
        Statement statement = connection.createStatement()) {
      while (!stop.get()) {
        statement.execute(versions.named("UPDATE RAW.counts SET n = n + 1"));
        writes.incrementAndGet();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sum(Connection connection, Relation relation) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT sum(n) FROM " + relation)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    }
  }
}
