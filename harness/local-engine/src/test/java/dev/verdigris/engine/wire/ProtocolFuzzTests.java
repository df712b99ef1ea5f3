package dev.verdigris.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.engine.LocalEngine;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Bytes that no driver sends. Each client sends its own, then the end; the engine must answer
 * something or nothing, end the connection, and leave no thread and no connection to PostgreSQL. A
 * bystander's session goes on undisturbed. {@code -Dverdigris.fuzz.seed=N} repeats one client;
 * {@code -Dverdigris.test.full=true} runs many.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolFuzzTests {
  private static final int CLIENTS = Boolean.getBoolean("verdigris.test.full") ? 1_000 : 120;
  private static final String LAST = "fuzz_done";
  private static final String FETCHED_AT_ONCE =
      "BEGIN; DECLARE c CURSOR FOR SUBSCRIBE fuzzed; FETCH 1 c WITH (timeout = '0s'); ROLLBACK";
  private static final int QUIET_MILLIS = 40;
  private static final int[] LENGTHS = {
    0, 1, 3, 4, 5, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 28, 1 << 29, 70_000
  };

  private LocalEngine engine;
  private Connection bystander;

  @BeforeAll
  void start() throws SQLException {
    engine = LocalEngine.builder().start();
    bystander = DriverManager.getConnection(engine.url());
    try (Statement statement = bystander.createStatement()) {
      statement.execute("CREATE TABLE bystander (a int)");
      statement.execute("CREATE TABLE fuzzed (a int, b text)");
    }
    bystander.setAutoCommit(false);
  }

  @AfterAll
  void stop() throws SQLException {
    bystander.close();
    engine.close();
  }

  @AfterEach
  void nothingIsLeftAndTheBystanderGoesOn() throws SQLException {
    Leftovers.awaitOnly(engine, 1);
    try (Statement statement = bystander.createStatement()) {
      statement.execute("INSERT INTO bystander VALUES (1)");
      bystander.commit();
      try (ResultSet rows = statement.executeQuery("SELECT count(*) > 0 FROM bystander")) {
        assertThat(rows.next() && rows.getBoolean(1)).isTrue();
      }
      bystander.commit();
    }
  }

  @Test
  void garbageBeforeTheStartup() throws IOException {
    for (long seed : seeds()) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      if (random.nextBoolean() && bytes.length > 8) {
        // A plausible length, so that what follows is looked at.
        ByteBuffer.wrap(bytes).putInt(8 + random.nextInt(60)).putInt(codes()[random.nextInt(6)]);
      }
      send(seed, bytes);
    }
  }

  @Test
  void garbageAfterTheStartup() throws IOException {
    for (long seed : seeds()) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(2_000)];
      random.nextBytes(bytes);
      send(seed, join(startup(), bytes));
    }
  }

  @Test
  void validMessagesWithChangedBytes() throws IOException {
    for (long seed : seeds()) {
      Random random = new Random(seed);
      byte[] bytes = join(message('Q', FETCHED_AT_ONCE), script());
      for (int i = random.nextInt(6); i >= 0; i--) {
        bytes = mutated(bytes, random);
      }
      send(seed, join(startup(), bytes));
    }
  }

  @Test
  void absurdLengths() throws IOException {
    for (char type : "QPBDECSHXdcfp!\0".toCharArray()) {
      for (int length : LENGTHS) {
        byte[] message = ByteBuffer.allocate(9).put((byte) type).putInt(length).array();
        send(length, join(startup(), message));
      }
    }
    for (int length : LENGTHS) {
      send(length, ByteBuffer.allocate(8).putInt(length).putInt(3 << 16).array());
    }
  }

  @Test
  void countsThatAreNotTrue() throws IOException {
    for (int count : new int[] {-1, Short.MIN_VALUE, Short.MAX_VALUE, 2}) {
      send(count, join(startup(), message('P', "", "SELECT $1::int", (short) count)));
      byte[] parse = message('P', "", "SELECT $1::int", (short) 0);
      send(count, join(startup(), parse, message('B', "", "", (short) count), sync()));
      send(count, join(startup(), parse, message('B', "", "", (short) 0, (short) count), sync()));
      send(
          count,
          join(
              startup(),
              parse,
              message('B', "", "", (short) 0, (short) 1, 1, (byte) '7', (short) count),
              message('E', "", count),
              sync()));
    }
  }

  @Test
  void messagesInOneByteEachAreMessages() throws IOException {
    byte[] bytes = join(startup(), script());
    answer(bytes, bytes.length); // What others have left in the table is gone then.
    String whole = answer(bytes, bytes.length);
    assertThat(whole).contains(LAST);
    assertThat(answer(bytes, 1)).isEqualTo(whole);
    for (int cut = 0;
        cut < bytes.length;
        cut += Boolean.getBoolean("verdigris.test.full") ? 1 : 17) {
      send(cut, Arrays.copyOf(bytes, cut));
    }
  }

  private String answer(byte[] bytes, int portion) throws IOException {
    try (RawClient client = RawClient.open(engine.port())) {
      for (int at = 0; at < bytes.length; at += portion) {
        client.send(Arrays.copyOfRange(bytes, at, at + portion));
      }
      return comparable(client.readUntil(LAST, 20_000));
    }
  }

  private static List<Long> seeds() {
    Long chosen = Long.getLong("verdigris.fuzz.seed");
    return chosen != null
        ? List.of(chosen)
        : new Random(20_261_125).longs(CLIENTS).boxed().toList();
  }

  /** Sends it and the end; what came back before the engine closed the connection. */
  private String send(long seed, byte[] bytes) throws IOException {
    try (RawClient client = RawClient.open(engine.port())) {
      String answer = "";
      try {
        client.send(bytes);
        answer = comparable(client.readUntil(LAST, QUIET_MILLIS));
        client.halfClose();
      } catch (IOException e) {
        // It has closed the connection already.
      }
      try {
        answer += comparable(client.readAll());
      } catch (java.net.SocketTimeoutException e) {
        throw new AssertionError("seed " + seed + ": the engine keeps the connection", e);
      } catch (IOException e) {
        // Closed with bytes of ours unread.
      }
      assertThat(answer).as("seed " + seed).doesNotContain("a defect");
      return answer;
    }
  }

  /** Without what differs from session to session: the key and the uuid come in the beginning. */
  private static String comparable(byte[] answer) {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    int ready = text.indexOf("Z\0\0\0\5I");
    return ready < 0 ? text : text.substring(ready);
  }

  private static int[] codes() {
    return new int[] {
      3 << 16, 3 << 16 | 2, 1234 << 16 | 5678, 1234 << 16 | 5679, 1234 << 16 | 5680, 2 << 16
    };
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    if (bytes.length < 8) {
      return bytes;
    }
    byte[] copy = bytes.clone();
    int at = random.nextInt(copy.length - 4);
    int length = Math.min(1 + random.nextInt(12), copy.length - at);
    return switch (random.nextInt(6)) {
      case 0 -> {
        copy[at] ^= (byte) (1 << random.nextInt(8));
        yield copy;
      }
      case 1 -> {
        copy[at] = (byte) random.nextInt();
        yield copy;
      }
      case 2 -> {
        ByteBuffer.wrap(copy).putInt(at, LENGTHS[random.nextInt(LENGTHS.length)]);
        yield copy;
      }
      case 3 -> join(Arrays.copyOf(copy, at), Arrays.copyOfRange(copy, at + length, copy.length));
      case 4 -> join(Arrays.copyOf(copy, at + length), Arrays.copyOfRange(copy, at, copy.length));
      default -> Arrays.copyOf(copy, at);
    };
  }

  private static byte[] startup() {
    byte[] parameters =
        "user\0materialize\0database\0materialize\0options\0--welcome_message=off\0\0"
            .getBytes(StandardCharsets.UTF_8);
    return join(
        ByteBuffer.allocate(8).putInt(parameters.length + 8).putInt(3 << 16).array(), parameters);
  }

  private static byte[] sync() {
    return message('S');
  }

  /** All kinds of messages, as a driver would send them. */
  private static byte[] script() {
    return join(
        message('Q', "DELETE FROM fuzzed"),
        message('Q', "SELECT 1; SELECT 'a', NULL"),
        message('Q', "COPY fuzzed FROM STDIN"),
        message('d', "1\ta\n2\t\\N\n".getBytes(StandardCharsets.UTF_8)),
        message('c'),
        message('P', "s", "SELECT a, b FROM fuzzed WHERE a = $1", (short) 1, 23),
        message('D', (byte) 'S', "s"),
        message('B', "p", "s", (short) 1, (short) 1, (short) 1, 4, 1, (short) 1, (short) 1),
        message('D', (byte) 'P', "p"),
        message('E', "p", 1),
        message('E', "p", 0),
        message('H'),
        message('C', (byte) 'P', "p"),
        sync(),
        message('Q', "BEGIN; DECLARE c CURSOR FOR SELECT a FROM fuzzed; FETCH 1 c; ROLLBACK"),
        message('Q', "COPY (SELECT generate_series(1, 3)) TO STDOUT"),
        message('P', "", "SELECT nonsense(", (short) 0),
        message('B', "", "", (short) 0, (short) 0, (short) 0),
        sync(),
        message('Q', "CREATE TEMPORARY VIEW tv AS SELECT 1 AS x; "),
        message('Q', "EXPLAIN OPTIMIZED PLAN AS TEXT FOR SELECT * FROM fuzzed"),
        message('Q', "DELETE FROM fuzzed"),
        message('Q', "SELECT '" + LAST + "'"));
  }

  /** A message of strings, bytes, shorts and ints. */
  private static byte[] message(char type, Object... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      for (Object part : parts) {
        if (part instanceof String text) {
          out.write((text + "\0").getBytes(StandardCharsets.UTF_8));
        } else if (part instanceof byte[] raw) {
          out.write(raw);
        } else if (part instanceof Byte one) {
          out.writeByte(one);
        } else if (part instanceof Short two) {
          out.writeShort(two);
        } else if (part instanceof Integer four) {
          out.writeInt(four);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] body = bytes.toByteArray();
    return join(ByteBuffer.allocate(5).put((byte) type).putInt(body.length + 4).array(), body);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
