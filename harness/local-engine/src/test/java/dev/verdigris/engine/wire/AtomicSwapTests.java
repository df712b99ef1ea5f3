package dev.verdigris.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.engine.LocalEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Four schemas change places with four others, again and again, while readers read from all four in
 * one statement. A row whose four values are not of one side is a half of a swap that was seen.
 *
 * <p>The readers take every way to send a statement: one simple message, a statement prepared once,
 * several executions in one pipeline, and each of these cut into pieces at any byte.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AtomicSwapTests {

  private static final int SWAPS = 1_000;
  private static final int READERS = 3;
  private static final int SCHEMAS = 4;
  private static final int IN_A_PIPELINE = 5;
  private static final long SEED = Long.getLong("verdigris.seed", 20_010_911L);
  private static final String READ =
      "SELECT a.side, b.side, c.side, d.side FROM as_0.v a, as_1.v b, as_2.v c, as_3.v d";

  private LocalEngine engine;

  @BeforeAll
  void start() {
    engine = LocalEngine.builder().start();
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  @BeforeEach
  void placeBothSides() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < SCHEMAS; i++) {
        for (String schema : List.of("as_" + i, "as_green_" + i)) {
          statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
          statement.execute("CREATE SCHEMA " + schema);
          statement.execute(
              "CREATE VIEW %s.v AS SELECT '%s' AS side"
                  .formatted(schema, schema.contains("green") ? "green" : "blue"));
        }
      }
    }
  }

  @Test
  void noReaderSeesHalfOfASwap() throws Exception {
    Seen seen = readWhile(() -> swap(SWAPS, true));

    assertThat(seen.mixed()).as("mixed reads of %s, seed %d", seen, SEED).isZero();
    assertThat(seen.blue()).as("reads before a swap").isPositive();
    assertThat(seen.green()).as("reads after a swap").isPositive();
  }

  /** The same readers do see halves where there are some: each schema swaps on its own. */
  @Test
  void theReadersWouldNoticeHalves() throws Exception {
    Seen seen = readWhile(() -> swap(SWAPS / SCHEMAS, false));

    assertThat(seen.mixed()).as("mixed reads of %s, seed %d", seen, SEED).isPositive();
  }

  private Void swap(int times, boolean inOneTransaction) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(!inOneTransaction);
      for (int swap = 0; swap < times; swap++) {
        for (int i = 0; i < SCHEMAS; i++) {
          statement.execute("ALTER SCHEMA as_%d SWAP WITH as_green_%d".formatted(i, i));
        }
        if (inOneTransaction) {
          connection.commit();
        }
      }
    }
    return null;
  }

  private Seen readWhile(Callable<Void> swaps) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(READERS);
    try {
      List<Future<Seen>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        Random random = new Random(SEED + i);
        readers.add(threads.submit(() -> read(random, done)));
      }
      try {
        swaps.call();
      } finally {
        done.set(true);
      }
      Seen all = new Seen(0, 0, 0);
      for (Future<Seen> reader : readers) {
        all = all.and(reader.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private Seen read(Random random, AtomicBoolean done) throws IOException {
    try (RawClient client = RawClient.connect(engine.port())) {
      client.send(RawClient.message('P', "read\0" + READ + "\0\0\0"));
      client.send(RawClient.message('S', ""));
      client.rows();
      Seen seen = new Seen(0, 0, 0);
      while (!done.get()) {
        byte[] messages = request(random.nextInt(3));
        if (random.nextBoolean()) {
          sendInPieces(client, messages, random);
        } else {
          client.send(messages);
        }
        for (List<String> row : client.rows()) {
          seen = seen.and(Seen.of(row));
        }
      }
      return seen;
    }
  }

  private static byte[] request(int way) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    switch (way) {
      case 0 -> messages.writeBytes(RawClient.message('Q', READ + "\0"));
      case 1 -> messages.writeBytes(execution("read"));
      default -> {
        messages.writeBytes(RawClient.message('P', "\0" + READ + "\0\0\0"));
        for (int i = 0; i < IN_A_PIPELINE; i++) {
          messages.writeBytes(execution(i % 2 == 0 ? "read" : ""));
        }
      }
    }
    if (way != 0) {
      messages.writeBytes(RawClient.message('S', ""));
    }
    return messages.toByteArray();
  }

  /** Bind without parameters and with text for results, then Execute without a limit of rows. */
  private static byte[] execution(String statement) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    messages.writeBytes(RawClient.message('B', "\0" + statement + "\0\0\0\0\0\0\0"));
    messages.writeBytes(RawClient.message('E', "\0\0\0\0\0"));
    return messages.toByteArray();
  }

  private static void sendInPieces(RawClient client, byte[] messages, Random random)
      throws IOException {
    int from = 0;
    while (from < messages.length) {
      int to = Math.min(messages.length, from + 1 + random.nextInt(40));
      client.send(Arrays.copyOfRange(messages, from, to));
      from = to;
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(engine.url());
  }

  /** How many rows were of one side, of the other, and of both. */
  private record Seen(long blue, long green, long mixed) {

    static Seen of(List<String> row) {
      if (row.stream().distinct().count() > 1) {
        return new Seen(0, 0, 1);
      }
      return row.get(0).equals("blue") ? new Seen(1, 0, 0) : new Seen(0, 1, 0);
    }

    Seen and(Seen other) {
      return new Seen(blue + other.blue, green + other.green, mixed + other.mixed);
    }
  }
}
