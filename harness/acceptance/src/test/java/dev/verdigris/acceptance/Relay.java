package dev.verdigris.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and the server, hears every statement, and disturbs one of them on
 * demand; see {@link Disturbance}. It works with any server that speaks the protocol.
 */
public final class Relay implements AutoCloseable {
  private final ServerSocket listener;
  private final String host;
  private final int port;
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Asked> asked = new AtomicReference<>();
  private final Set<RelayLink> stalled = ConcurrentHashMap.newKeySet();
  private volatile boolean dark;

  /** How many were made; counted by the one thread that accepts them. */
  private int connections;

  /**
   * A statement that a client sent.
   *
   * @param session the application name of its session
   * @param connection which of the connections it came on, from 1
   * @param sql its text
   */
  public record Sent(String session, int connection, String sql) {}

  /** What shall happen to which statement, once. */
  private record Asked(Predicate<Sent> when, Disturbance disturbance) {}

  /** A relay to a server; it listens on a free port of the loopback interface. */
  public Relay(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon("relay", this::accept);
  }

  /** The port that it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The texts of all statements that clients sent, in order. */
  public List<String> statements() {
    return sent.stream().map(Sent::sql).toList();
  }

  /** All statements that clients sent, in order. */
  public List<Sent> sent() {
    return sent;
  }

  /** Loses the connection of the first statement that fits, before the server sees it. */
  public void cutBefore(Predicate<String> statement) {
    disturb(one -> statement.test(one.sql()), new Disturbance.Lost(false));
  }

  /** Loses the connection of the first statement that fits, after the server has answered it. */
  public void cutAfter(Predicate<String> statement) {
    disturb(one -> statement.test(one.sql()), new Disturbance.Lost(true));
  }

  /** Disturbs the first statement that fits. */
  public void disturb(Predicate<Sent> statement, Disturbance disturbance) {
    asked.set(new Asked(statement, disturbance));
  }

  /** Whether the disturbance that was asked for happened. */
  public boolean hasCut() {
    return asked.get() == null;
  }

  /** What is to be done to a statement that was just sent; null: nothing. */
  @Nullable Disturbance hear(Sent statement) {
    sent.add(statement);
    Asked now = asked.get();
    return now != null && now.when().test(statement) && asked.compareAndSet(now, null)
        ? now.disturbance()
        : null;
  }

  /** Loses every connection and makes none any more. */
  void goDark() {
    dark = true;
    closeSockets();
  }

  void stalls(RelayLink link) {
    stalled.add(link);
  }

  /** A cancel request came: it is meant for what stalls, which is one at a time. */
  void cancel() {
    stalled.forEach(RelayLink::cancelled);
    stalled.clear();
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      sockets.add(client);
      if (dark) {
        client.close();
        continue;
      }
      Socket server;
      try {
        server = new Socket(host, port);
      } catch (IOException e) {
        client.close();
        continue;
      }
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      RelayLink link = new RelayLink(this, ++connections, client, server);
      daemon("relay-to-server", link::toServer);
      daemon("relay-to-client", link::toClient);
    }
  }

  private void closeSockets() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is closed either way.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    closeSockets();
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void daemon(String name, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // The other side went away, which is what a relay is for.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
