package dev.verdigris.acceptance;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and the server, hears every statement, and loses connections on demand:
 * before a statement reaches the server, or after it took effect and before its answer arrives.
 */
final class Relay implements AutoCloseable {
  private final ServerSocket listener;
  private final String host;
  private final int port;
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Cut> cut = new AtomicReference<>();

  private record Cut(Predicate<String> when, boolean afterEffect) {}

  Relay(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon("relay", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Every statement that a client sent, in order. */
  List<String> statements() {
    return statements;
  }

  /** Loses the connection of the first statement that fits, before the server sees it. */
  void cutBefore(Predicate<String> statement) {
    cut.set(new Cut(statement, false));
  }

  /** Loses the connection of the first statement that fits, after the server has answered it. */
  void cutAfter(Predicate<String> statement) {
    cut.set(new Cut(statement, true));
  }

  /** Whether the cut that was asked for happened. */
  boolean hasCut() {
    return cut.get() == null;
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      Socket server = new Socket(host, port);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      sockets.add(client);
      sockets.add(server);
      Link link = new Link(client, server);
      daemon("relay-to-server", link::toServer);
      daemon("relay-to-client", link::toClient);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
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

  /** One connection. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean swallowing;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void toServer() throws IOException {
      try (client;
          server) {
        DataInputStream in =
            new DataInputStream(new BufferedInputStream(client.getInputStream(), 1 << 16));
        OutputStream out = server.getOutputStream();
        boolean started = false;
        while (true) {
          int type = started ? in.read() : 0;
          if (type < 0) {
            return;
          }
          int length = in.readInt();
          byte[] body = new byte[length - 4];
          in.readFully(body);
          if (started && (type == 'Q' || type == 'P')) {
            String sql = sql(type, body);
            statements.add(sql);
            Cut asked = cut.get();
            if (asked != null && asked.when().test(sql) && cut.compareAndSet(asked, null)) {
              if (!asked.afterEffect()) {
                return;
              }
              swallowing = true;
            }
          }
          ByteBuffer message = ByteBuffer.allocate(length + 1);
          if (started) {
            message.put((byte) type);
          }
          message.putInt(length).put(body);
          out.write(message.array(), 0, message.position());
          out.flush();
          // A request for encryption is answered with one letter and followed by the real start.
          started = started || ByteBuffer.wrap(body).getInt() == 196608;
        }
      }
    }

    void toClient() throws IOException {
      try (client;
          server) {
        InputStream in = new BufferedInputStream(server.getInputStream(), 1 << 16);
        OutputStream out = client.getOutputStream();
        byte[] buffer = new byte[1 << 16];
        int n;
        while ((n = in.read(buffer)) >= 0) {
          if (swallowing) {
            // ReadyForQuery is the last message of an answer, six bytes long.
            if (n >= 6 && buffer[n - 6] == 'Z') {
              return;
            }
            continue;
          }
          out.write(buffer, 0, n);
          out.flush();
        }
      }
    }

    private static String sql(int type, byte[] body) {
      int start = type == 'P' ? end(body, 0) + 1 : 0;
      return new String(body, start, end(body, start) - start, StandardCharsets.UTF_8);
    }

    private static int end(byte[] body, int from) {
      int i = from;
      while (body[i] != 0) {
        i++;
      }
      return i;
    }
  }
}
