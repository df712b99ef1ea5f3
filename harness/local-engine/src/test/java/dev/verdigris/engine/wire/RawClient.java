package dev.verdigris.engine.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that sends bytes as told. */
final class RawClient implements AutoCloseable {
  private static final int PROTOCOL = 3 << 16;
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  private RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
  }

  static RawClient open(int port) throws IOException {
    return new RawClient(port);
  }

  static RawClient connect(int port) throws IOException {
    RawClient client = new RawClient(port);
    byte[] parameters =
        "user\0materialize\0database\0materialize\0\0".getBytes(StandardCharsets.UTF_8);
    client.out.writeInt(parameters.length + 8);
    client.out.writeInt(PROTOCOL);
    client.out.write(parameters);
    client.readUntilReady();
    return client;
  }

  void query(String sql) throws IOException {
    send(message('Q', sql + "\0"));
  }

  /** One message of the protocol: its type, its length, its text, NUL bytes as they are. */
  static byte[] message(char type, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(body.length + 5)
        .put((byte) type)
        .putInt(body.length + 4)
        .put(body)
        .array();
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  void readUntilReady() throws IOException {
    while (true) {
      int type = in.readByte();
      in.skipNBytes(in.readInt() - 4L);
      if (type == 'Z') {
        return;
      }
    }
  }

  /** The rows of every result up to the next ReadyForQuery, as text; an error ends the test. */
  List<List<String>> rows() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    while (true) {
      int type = in.readByte();
      byte[] body = new byte[in.readInt() - 4];
      in.readFully(body);
      switch (type) {
        case 'D' -> rows.add(row(ByteBuffer.wrap(body)));
        case 'E' -> throw new IOException(new String(body, StandardCharsets.UTF_8));
        case 'Z' -> {
          return rows;
        }
        default -> {}
      }
    }
  }

  private static List<String> row(ByteBuffer body) {
    List<String> row = new ArrayList<>();
    for (int columns = body.getShort(); columns > 0; columns--) {
      byte[] value = new byte[body.getInt()];
      body.get(value);
      row.add(new String(value, StandardCharsets.UTF_8));
    }
    return row;
  }

  /** Sends no more; the other side sees the end. */
  void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /**
   * Reads until that text has come with the end of its answer, the other side closes, or nothing
   * more comes for a moment.
   */
  byte[] readUntil(String text, int quietMillis) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    socket.setSoTimeout(quietMillis);
    try {
      while (!all.toString(StandardCharsets.ISO_8859_1).contains(text)
          || !all.toString(StandardCharsets.ISO_8859_1).endsWith("Z\0\0\0\5I")) {
        int next = in.read();
        if (next < 0) {
          break;
        }
        all.write(next);
        byte[] rest = new byte[in.available()];
        in.readFully(rest);
        all.writeBytes(rest);
      }
    } catch (SocketTimeoutException e) {
      // It has nothing to say.
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
    return all.toByteArray();
  }

  byte[] readAll() throws IOException {
    return in.readAllBytes();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
