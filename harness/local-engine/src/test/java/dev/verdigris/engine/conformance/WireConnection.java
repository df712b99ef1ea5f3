package dev.verdigris.engine.conformance;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A client of the wire protocol that keeps every message: what drivers hide (notices, parameter
 * reports, the transaction status, positions) is what recordings compare.
 */
final class WireConnection implements AutoCloseable {

  private final Socket socket;
  private final int port;
  private final DataOutputStream out;
  private final DataInputStream in;
  private int processId;
  private int secretKey;
  private @Nullable CompletableFuture<Answer> pending;

  private WireConnection(int port) throws IOException {
    this.port = port;
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    this.socket.setTcpNoDelay(true);
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /** Connects and starts up; {@link #await} then gives the answer to that. */
  static WireConnection open(int port, Map<String, String> parameters) throws IOException {
    WireConnection connection = new WireConnection(port);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(ByteBuffer.allocate(4).putInt(196_608).array());
    parameters.forEach(
        (name, value) -> {
          body.writeBytes(text(name));
          body.writeBytes(text(value));
        });
    body.write(0);
    connection.out.writeInt(body.size() + 4);
    body.writeTo(connection.out);
    connection.out.flush();
    connection.expectAnswer(0);
    return connection;
  }

  /** Sends one simple Query message. */
  void query(String sql, int cancelAfterCopyRows) throws IOException {
    write('Q', text(sql));
    out.flush();
    expectAnswer(cancelAfterCopyRows);
  }

  /** Parse, Describe, Bind, Execute, Sync, all as text and without types. */
  void extended(String sql, List<@Nullable String> parameters) throws IOException {
    write('P', concat(new byte[] {0}, text(sql), new byte[] {0, 0}));
    write('D', new byte[] {'S', 0});
    ByteArrayOutputStream bind = new ByteArrayOutputStream();
    bind.writeBytes(new byte[] {0, 0, 0, 0});
    bind.writeBytes(ByteBuffer.allocate(2).putShort((short) parameters.size()).array());
    for (String parameter : parameters) {
      if (parameter == null) {
        bind.writeBytes(ByteBuffer.allocate(4).putInt(-1).array());
      } else {
        byte[] value = parameter.getBytes(StandardCharsets.UTF_8);
        bind.writeBytes(ByteBuffer.allocate(4).putInt(value.length).array());
        bind.writeBytes(value);
      }
    }
    bind.writeBytes(new byte[] {0, 0});
    write('B', bind.toByteArray());
    write('E', new byte[] {0, 0, 0, 0, 0});
    write('S', new byte[0]);
    out.flush();
    expectAnswer(0);
  }

  /** Waits for the answer to what was sent last; a failure is in the answer. */
  Answer await(long millis) throws InterruptedException {
    CompletableFuture<Answer> future = pending;
    if (future == null) {
      return failed("nothing was sent");
    }
    try {
      return future.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return failed("no answer within " + millis + " ms");
    } catch (ExecutionException e) {
      return failed(String.valueOf(e.getCause()));
    }
  }

  /** Whether what was sent last is still without an answer after so long. */
  boolean isRunningAfter(long millis) throws InterruptedException {
    CompletableFuture<Answer> future = pending;
    if (future == null) {
      return false;
    }
    try {
      future.get(millis, TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException e) {
      return true;
    } catch (ExecutionException e) {
      return false;
    }
  }

  /** Sends a CancelRequest for this connection, on another one. */
  void cancel() throws IOException {
    try (Socket other = new Socket(InetAddress.getLoopbackAddress(), port)) {
      DataOutputStream request = new DataOutputStream(other.getOutputStream());
      request.writeInt(16);
      request.writeInt(80_877_102);
      request.writeInt(processId);
      request.writeInt(secretKey);
      request.flush();
      // The server closes it when the request is taken; only then may the next message be sent.
      other.setSoTimeout(2_000);
      if (other.getInputStream().read() >= 0) {
        throw new IOException("a cancel request was answered");
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      write('X', new byte[0]);
      out.flush();
    } finally {
      socket.close();
    }
  }

  private void expectAnswer(int cancelAfterCopyRows) {
    CompletableFuture<Answer> future = new CompletableFuture<>();
    pending = future;
    Thread reader =
        new Thread(
            () -> {
              try {
                future.complete(read(cancelAfterCopyRows));
              } catch (IOException | RuntimeException e) {
                future.complete(failed("the connection was lost: " + e));
              }
            },
            "conformance-reader");
    reader.setDaemon(true);
    reader.start();
  }

  private Answer read(int cancelAfterCopyRows) throws IOException {
    Answer answer = new Answer();
    Answer.Result current = new Answer.Result();
    boolean open = false;
    int copied = 0;
    while (true) {
      int type = in.read();
      if (type < 0) {
        if (!answer.results.isEmpty()) {
          answer.status = Answer.CLOSED; // A fatal error, the connection's last word.
          return answer;
        }
        throw new IOException("end of stream");
      }
      byte[] bytes = new byte[in.readInt() - 4];
      in.readFully(bytes);
      ByteBuffer body = ByteBuffer.wrap(bytes);
      switch (type) {
        case 'S' -> answer.parameters.put(string(body), string(body));
        case 'K' -> {
          processId = body.getInt();
          secretKey = body.getInt();
        }
        case 'N' -> answer.notices.add(fields(body));
        case 't' -> {
          List<Integer> oids = new ArrayList<>();
          int count = body.getShort();
          for (int i = 0; i < count; i++) {
            oids.add(body.getInt());
          }
          answer.parameterOids = oids;
        }
        case 'T' -> {
          current.columns = columns(body);
          open = true;
        }
        case 'D' -> current.rows.add(row(body));
        case 'H' -> {
          body.get();
          current.copyOut = new ArrayList<>();
          current.copyColumns = body.getShort();
          open = true;
        }
        case 'd' -> {
          List<String> lines = current.copyOut;
          if (lines == null) {
            throw new IOException("CopyData without CopyOutResponse");
          }
          String line = new String(bytes, StandardCharsets.UTF_8);
          lines.add(line.endsWith("\n") ? line.substring(0, line.length() - 1) : line);
          if (++copied == cancelAfterCopyRows) {
            cancel();
          }
        }
        case 'C' -> {
          current.tag = string(body);
          answer.results.add(current);
          current = new Answer.Result();
          open = false;
        }
        case 'I' -> {
          current.empty = true;
          answer.results.add(current);
          current = new Answer.Result();
          open = false;
        }
        case 'E' -> {
          current.error = fields(body);
          answer.results.add(current);
          current = new Answer.Result();
          open = false;
        }
        case 'Z' -> {
          if (open) {
            answer.results.add(current);
          }
          answer.status = (char) body.get();
          return answer;
        }
        default -> {
          // Authentication, ParseComplete and the like carry nothing that is compared.
        }
      }
    }
  }

  private static List<Answer.Column> columns(ByteBuffer body) {
    List<Answer.Column> columns = new ArrayList<>();
    int count = body.getShort();
    for (int i = 0; i < count; i++) {
      String name = string(body);
      body.getInt();
      body.getShort();
      int oid = body.getInt();
      body.getShort();
      columns.add(new Answer.Column(name, oid, body.getInt()));
      body.getShort();
    }
    return columns;
  }

  private static List<@Nullable String> row(ByteBuffer body) {
    List<@Nullable String> row = new ArrayList<>();
    int count = body.getShort();
    for (int i = 0; i < count; i++) {
      int length = body.getInt();
      if (length < 0) {
        row.add(null);
      } else {
        byte[] value = new byte[length];
        body.get(value);
        row.add(new String(value, StandardCharsets.UTF_8));
      }
    }
    return row;
  }

  private static Map<String, String> fields(ByteBuffer body) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (byte code = body.get(); code != 0; code = body.get()) {
      String value = string(body);
      switch (code) {
        case 'S' -> fields.put("severity", value);
        case 'C' -> fields.put("sqlstate", value);
        case 'M' -> fields.put("message", value);
        case 'D' -> fields.put("detail", value);
        case 'H' -> fields.put("hint", value);
        case 'P' -> fields.put("position", value);
        default -> {
          // The recordings have these six.
        }
      }
    }
    return fields;
  }

  private static Answer failed(String why) {
    Answer answer = new Answer();
    answer.failure = why;
    return answer;
  }

  private void write(char type, byte[] body) throws IOException {
    out.writeByte(type);
    out.writeInt(body.length + 4);
    out.write(body);
  }

  private static String string(ByteBuffer body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte next = body.get(); next != 0; next = body.get()) {
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static byte[] text(String value) {
    return concat(value.getBytes(StandardCharsets.UTF_8), new byte[] {0});
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
