package dev.verdigris.engine.wire;

import dev.verdigris.engine.postgres.PostgresServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session's own connection to PostgreSQL. Values go and come as text; rows are handed on as they
 * arrive. One thread at a time, but for {@link #cancel()}.
 */
final class Backend implements AutoCloseable {
  private static final int PROTOCOL = 3 << 16;
  private static final int CANCEL = 1234 << 16 | 5678;
  private static final int CLEARTEXT = 3;
  private static final int TEXT_OID = 25;

  private final PostgresServer server;
  private final Socket socket;
  private final MessageReader in;
  private final MessageWriter out;
  private final KeptStatements kept = new KeptStatements();
  private int processId;
  private int secret;
  private boolean idle;

  /** Somebody who takes rows. */
  @FunctionalInterface
  interface Rows {
    /** One DataRow; its array is only valid during the call. */
    void row(Message row) throws IOException;

    /** Takes rows and forgets them. */
    static Rows none() {
      return row -> {};
    }
  }

  /**
   * What a statement ended with.
   *
   * @param tag of its completion; null where it was suspended before its last row
   */
  record Completion(@Nullable String tag) {
    /** The last number of the tag: how many rows. */
    long count() {
      String text = tag == null ? "0" : tag;
      String last = text.substring(text.lastIndexOf(' ') + 1);
      return last.isEmpty() || !Character.isDigit(last.charAt(0)) ? 0 : Long.parseLong(last);
    }
  }

  private Backend(PostgresServer server) throws IOException {
    this.server = server;
    this.socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setTcpNoDelay(true);
    this.in = new MessageReader(socket.getInputStream());
    this.out = new MessageWriter(socket.getOutputStream());
  }

  static Backend connect(PostgresServer server) throws IOException, PostgresException {
    Backend backend = new Backend(server);
    try {
      backend.logIn();
      return backend;
    } catch (IOException | PostgresException | RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  private void logIn() throws IOException, PostgresException {
    out.beginUntyped().int32(PROTOCOL);
    Map.of(
            "user", server.user(),
            "database", server.database(),
            "client_encoding", "UTF8",
            "search_path", "mz,pg_catalog",
            "application_name", "verdigris session")
        .forEach((name, value) -> out.string(name).string(value));
    out.int8(0).end();
    out.flush();
    Message message = in.nextShared();
    if (message.type() == 'R' && message.int32() == CLEARTEXT) {
      out.begin('p').string(server.password()).end();
      out.flush();
    }
    while (message.type() != 'Z') {
      if (message.type() == 'E') {
        throw error(message);
      }
      if (message.type() == 'K') {
        processId = message.int32();
        secret = message.int32();
      }
      message = in.nextShared();
    }
    idle = true;
  }

  /** Whether all that was asked was answered: what is asked next gets its own answer. */
  boolean isIdle() {
    return idle;
  }

  /** Runs statements of ours, one or several, and forgets what they return. */
  void run(String sql) throws IOException, PostgresException {
    out.begin('Q').string(sql).end();
    out.flush();
    complete(Rows.none());
  }

  /** Runs one statement to its end. */
  Completion query(String sql, List<byte @Nullable []> parameters, Rows rows)
      throws IOException, PostgresException {
    String statement = prepare(sql, parameters.size());
    bind("", statement, parameters);
    execute("", 0);
    return syncOrForget(sql, parameters.size(), rows);
  }

  /** Opens a portal in the transaction that is open; it gives rows as they are asked for. */
  void open(String portal, String sql, List<byte @Nullable []> parameters)
      throws IOException, PostgresException {
    String statement = prepare(sql, parameters.size());
    bind(portal, statement, parameters);
    syncOrForget(sql, parameters.size(), Rows.none());
  }

  /**
   * Takes up to that many rows out of a portal.
   *
   * @param limit 0 for all that are left
   */
  Completion fetch(String portal, int limit, Rows rows) throws IOException, PostgresException {
    execute(portal, limit);
    return sync(rows);
  }

  /** Closes a portal, if it is open. */
  void closePortal(String portal) throws IOException, PostgresException {
    out.begin('C').int8('P').string(portal).end();
    sync(Rows.none());
  }

  /** Begins to copy into a table; then {@link #copyData}, then {@link #copyDone()}. */
  void copyIn(String sql) throws IOException, PostgresException {
    idle = false;
    out.begin('Q').string(sql).end();
    out.flush();
    while (true) {
      Message message = in.nextShared();
      if (message.type() == 'G') {
        return;
      }
      if (message.type() == 'E') {
        PostgresException failure = error(message);
        awaitReady();
        throw failure;
      }
    }
  }

  void copyData(byte[] data, int length) throws IOException {
    out.begin('d').bytes(data, 0, length).end();
  }

  Completion copyDone() throws IOException, PostgresException {
    out.empty('c');
    out.flush();
    return complete(Rows.none());
  }

  void copyFail(String reason) throws IOException {
    out.begin('f').string(reason).end();
    out.flush();
    try {
      complete(Rows.none());
    } catch (PostgresException e) {
      // That is what was asked for.
    }
  }

  /**
   * Asks PostgreSQL to end what is running, from another thread. A statement that has ended in the
   * meantime is not harmed, and neither is the next one: the caller sees to that.
   */
  void cancel() throws IOException {
    try (Socket other = new Socket(socket.getInetAddress(), socket.getPort())) {
      MessageWriter request = new MessageWriter(other.getOutputStream());
      request.beginUntyped().int32(CANCEL).int32(processId).int32(secret).end();
      request.flush();
      // PostgreSQL closes the connection once the signal is sent.
      while (other.getInputStream().read() >= 0) {}
    }
  }

  /** Ends the connection; what was not committed is gone. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
  }

  /** Sees to it that the statement is prepared; under which name. */
  private String prepare(String sql, int parameters) throws IOException {
    for (String dropped : kept.takeDropped()) {
      out.begin('C').int8('S').string(dropped).end();
    }
    KeptStatements.Use use = kept.use(sql, parameters);
    if (!use.isPrepared()) {
      parse(use.name(), sql, parameters);
    }
    return use.name();
  }

  private Completion syncOrForget(String sql, int parameters, Rows rows)
      throws IOException, PostgresException {
    try {
      return sync(rows);
    } catch (PostgresException e) {
      kept.forget(sql, parameters);
      throw e;
    }
  }

  private void parse(String name, String sql, int parameters) throws IOException {
    out.begin('P').string(name).string(sql).int16(parameters);
    for (int i = 0; i < parameters; i++) {
      out.int32(TEXT_OID);
    }
    out.end();
  }

  private void bind(String portal, String statement, List<byte @Nullable []> parameters)
      throws IOException {
    out.begin('B').string(portal).string(statement).int16(0).int16(parameters.size());
    parameters.forEach(out::value);
    out.int16(0).end();
  }

  private void execute(String portal, int limit) throws IOException {
    out.begin('E').string(portal).int32(limit).end();
  }

  private Completion sync(Rows rows) throws IOException, PostgresException {
    out.empty('S');
    out.flush();
    return complete(rows);
  }

  private Completion complete(Rows rows) throws IOException, PostgresException {
    idle = false;
    Completion completion = new Completion(null);
    PostgresException failure = null;
    while (true) {
      Message message = in.nextShared();
      switch (message.type()) {
        case 'D' -> rows.row(message);
        case 'C' -> completion = new Completion(message.string());
        case 'E' -> failure = error(message);
        case 'Z' -> {
          idle = true;
          if (failure != null) {
            throw failure;
          }
          return completion;
        }
        default -> {
          // Descriptions, notices and settings: the client is told what the planner says instead.
        }
      }
    }
  }

  private void awaitReady() throws IOException {
    while (in.nextShared().type() != 'Z') {}
    idle = true;
  }

  private static PostgresException error(Message message) {
    Map<Character, String> fields = new HashMap<>();
    for (int field = message.int8(); field != 0; field = message.int8()) {
      fields.put((char) field, message.string());
    }
    return new PostgresException(fields);
  }

  static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
