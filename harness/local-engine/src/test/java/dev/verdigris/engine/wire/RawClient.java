package dev.verdigris.engine.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

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
    byte[] text = (sql + "\0").getBytes(StandardCharsets.UTF_8);
    out.writeByte('Q');
    out.writeInt(text.length + 4);
    out.write(text);
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

  byte[] readAll() throws IOException {
    return in.readAllBytes();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
