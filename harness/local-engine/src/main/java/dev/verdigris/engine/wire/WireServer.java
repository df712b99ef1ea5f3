package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's two ports: one for everybody, on the loopback interface unless something else is
 * wanted, and one for the system's own users, never on another. A thread a client.
 */
public final class WireServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WireServer.class);

  private static final int PROTOCOL_3 = 3;
  private static final int CANCEL = 1234 << 16 | 5678;
  private static final int SSL = 1234 << 16 | 5679;
  private static final int GSS = 1234 << 16 | 5680;
  private static final int STARTUP_MILLIS = 60_000;
  private static final int QUIET_LOOKS = 6;
  private static final int LOOK_MILLIS = 50;
  private static final String INTERNAL_USERS = "mz_";

  private final Engine engine;
  private final @Nullable Password password;
  private final ServerSocket publicSocket;
  private final ServerSocket internalSocket;
  private final Map<Integer, Session> sessions = new ConcurrentHashMap<>();
  private final Set<Socket> starting = ConcurrentHashMap.newKeySet();
  private final AtomicInteger numbers = new AtomicInteger();
  private final SecureRandom random = new SecureRandom();
  private final Shared shared;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean closed;

  private WireServer(
      Engine engine,
      @Nullable Password password,
      ServerSocket publicSocket,
      ServerSocket internalSocket) {
    this.engine = engine;
    this.password = password;
    this.publicSocket = publicSocket;
    this.internalSocket = internalSocket;
    this.shared =
        new Shared(
            new SystemVariables(engine.catalog().settings(), engine.catalog()::keepSetting),
            new Hydration(engine.catalog()),
            timers());
  }

  /** One thread; a timeout that was not needed leaves nothing behind. */
  private static ScheduledExecutorService timers() {
    ScheduledThreadPoolExecutor timers =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "verdigris-timeouts");
              thread.setDaemon(true);
              return thread;
            });
    timers.setRemoveOnCancelPolicy(true);
    return timers;
  }

  /**
   * What all sessions share beside the engine.
   *
   * @param variables of the whole server
   * @param hydration what reads wait for
   * @param timers end statements that take too long
   */
  record Shared(SystemVariables variables, Hydration hydration, ScheduledExecutorService timers) {}

  /**
   * Listens on both ports.
   *
   * @throws IOException where that is refused
   */
  public static WireServer listen(Engine engine, Listening where) throws IOException {
    ServerSocket publicSocket = where.publicSocket();
    ServerSocket internalSocket;
    try {
      internalSocket = where.internalSocket();
    } catch (IOException e) {
      publicSocket.close();
      throw e;
    }
    WireServer server = new WireServer(engine, where.password(), publicSocket, internalSocket);
    server.accept(publicSocket, false);
    server.accept(internalSocket, true);
    return server;
  }

  private void accept(ServerSocket socket, boolean internal) {
    Thread thread =
        new Thread(
            () -> {
              while (!closed) {
                try {
                  serve(socket.accept(), internal);
                } catch (IOException e) {
                  if (!closed) {
                    LOG.warn("cannot accept a connection", e);
                  }
                }
              }
            },
            "verdigris-accept-" + socket.getLocalPort());
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket socket, boolean internal) {
    starting.add(socket);
    int number = numbers.incrementAndGet();
    Thread thread =
        new Thread(() -> converse(socket, number, internal), "verdigris-session-" + number);
    thread.setDaemon(true);
    thread.start();
  }

  private void converse(Socket socket, int number, boolean internal) {
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.setSoTimeout(STARTUP_MILLIS);
      MessageReader in = new MessageReader(socket.getInputStream());
      Startup startup = negotiate(socket, in);
      if (startup == null) {
        return;
      }
      socket.setSoTimeout(0);
      try (Client client = new Client(socket, in)) {
        converse(client, startup, number, internal);
      }
    } catch (SqlException e) {
      LOG.debug("session {} began with what is no message", number, e);
    } catch (EOFException e) {
      LOG.debug("session {} was closed by its client", number);
    } catch (IOException e) {
      LOG.debug("session {} ended", number, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      starting.remove(socket);
    }
  }

  private void converse(Client client, Startup startup, int number, boolean internal)
      throws IOException, InterruptedException {
    SessionId id;
    try {
      String user = admitted(startup.user(), internal);
      id = new SessionId(number, random.nextInt(), UUID.randomUUID(), user, internal);
    } catch (SqlException e) {
      client.error(e);
      client.flush();
      return;
    }
    try (Session session = new Session(engine, client, id, shared)) {
      sessions.put(number, session);
      if (closed) {
        return;
      }
      client.readAhead(
          "verdigris-client-" + number,
          () -> session.interruption().raise(Interruption.Reason.CLIENT_GONE));
      if (logIn(session, startup, internal ? null : password)) {
        new Conversation(session).serve();
      }
    } finally {
      sessions.remove(number);
    }
  }

  private static boolean logIn(Session session, Startup startup, @Nullable Password asked)
      throws IOException, InterruptedException {
    try {
      if (asked != null) {
        new Authentication(session.client(), asked).require();
      }
      session.logIn();
      startup.begin(session);
      return true;
    } catch (SqlException e) {
      session.client().error(SqlException.fatal(e.sqlstate(), e.message()).withDetail(e.detail()));
      session.client().flush();
      return false;
    }
  }

  private static String admitted(String user, boolean internal) {
    if (internal != user.startsWith(INTERNAL_USERS)) {
      throw SqlException.fatal("28000", "unauthorized login to user '" + user + "'");
    }
    return user;
  }

  /** Answers what comes before the startup message; null if there is none to come. */
  private @Nullable Startup negotiate(Socket socket, MessageReader in) throws IOException {
    while (true) {
      Message message = in.startup();
      int code = message.int32();
      switch (code) {
        case SSL, GSS -> {
          socket.getOutputStream().write('N');
          socket.getOutputStream().flush();
        }
        case CANCEL -> {
          cancel(message.int32(), message.int32());
          return null;
        }
        default -> {
          if (code >> 16 != PROTOCOL_3) {
            throw new IOException("not a protocol of ours: " + code);
          }
          return Startup.read(message);
        }
      }
    }
  }

  private void cancel(int number, int secret) {
    Session session = sessions.get(number);
    if (session != null && session.id().secret() == secret) {
      session.interruption().raise(Interruption.Reason.REQUEST);
    }
  }

  /**
   * Waits until no session has an application's name that {@code which} takes, and none has come
   * back for a moment.
   *
   * @return whether that was so before {@code patience} was over
   */
  public boolean awaitEndOf(Predicate<String> which, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    int quiet = 0;
    while (quiet < QUIET_LOOKS) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      boolean gone =
          sessions.values().stream()
              .noneMatch(session -> which.test(session.setting("application_name")));
      quiet = gone ? quiet + 1 : 0;
      if (ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return true;
      }
    }
    return true;
  }

  /** Cuts all connections without a word; nothing listens any more. */
  public void kill() {
    closed = true;
    closeQuietly(publicSocket);
    closeQuietly(internalSocket);
    sessions.values().forEach(session -> session.client().close());
    starting.forEach(WireServer::closeQuietly);
  }

  /** Ends all sessions; nothing listens any more. */
  @Override
  public void close() {
    closed = true;
    closeQuietly(publicSocket);
    closeQuietly(internalSocket);
    for (Session session : sessions.values()) {
      session.interruption().raise(Interruption.Reason.ENGINE_STOPS);
      session.client().close();
    }
    starting.forEach(WireServer::closeQuietly);
    ended.countDown();
    shared.timers().shutdownNow();
  }

  private static void closeQuietly(java.io.Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("cannot close {}", socket, e);
    }
  }
}
