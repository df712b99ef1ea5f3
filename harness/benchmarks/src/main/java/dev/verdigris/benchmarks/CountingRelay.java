package dev.verdigris.benchmarks;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Passes connections on to a server and counts bytes of answers, statements and connections. */
final class CountingRelay implements AutoCloseable {
  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;
  private static final int CANCEL_REQUEST = 80877102;

  private final ServerSocket listener;
  private final int target;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger statements = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();

  CountingRelay(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Bytes that the server answered since the last time. */
  long takeBytes() {
    return bytes.getAndSet(0);
  }

  /** Statements that were parsed since the last time. */
  int takeStatements() {
    return statements.getAndSet(0);
  }

  /** Connections that were made since the last time. */
  int takeConnections() {
    return connections.getAndSet(0);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        thread(() -> requests(client, server));
        thread(() -> answers(server, client));
      }
    } catch (IOException closed) {
      // The relay ends.
    }
  }

  private void requests(Socket client, Socket server) {
    try (client;
        server;
        DataInputStream in = new DataInputStream(client.getInputStream())) {
      OutputStream out = server.getOutputStream();
      boolean begun = false;
      while (true) {
        int type = begun ? in.readUnsignedByte() : -1;
        int length = in.readInt();
        byte[] body = in.readNBytes(length - 4);
        ByteBuffer message = ByteBuffer.allocate((begun ? 1 : 0) + length);
        if (begun) {
          message.put((byte) type);
        }
        message.putInt(length).put(body);
        if (!begun) {
          int code = ByteBuffer.wrap(body).getInt();
          begun = code != SSL_REQUEST && code != GSS_REQUEST && code != CANCEL_REQUEST;
          connections.addAndGet(begun ? 1 : 0);
        } else if (type == 'P' || type == 'Q') {
          statements.incrementAndGet();
        }
        out.write(message.array());
        out.flush();
      }
    } catch (EOFException ended) {
      // The client is done.
    } catch (IOException broken) {
      // Either side is gone, which the other one hears.
    }
  }

  private void answers(Socket server, Socket client) {
    byte[] buffer = new byte[1 << 16];
    try (server;
        client) {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes.addAndGet(read);
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException broken) {
      // Either side is gone, which the other one hears.
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "counting-relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
