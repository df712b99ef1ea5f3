package dev.verdigris.acceptance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection through a {@link Relay}, message by message. */
final class RelayLink {
  private static final int PROTOCOL = 196608;
  private static final int CANCEL = 80877102;
  private static final String APPLICATION = "\0application_name\0";

  private static final Pattern NAMED =
      Pattern.compile("SET application_name = '([^']*)'", Pattern.CASE_INSENSITIVE);

  private final Relay relay;
  private final int connection;
  private final Socket client;
  private final Socket server;
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private String session = "";

  /** What happens with the server's answers: they go to the client, or come to an end. */
  private volatile Answers answers = Answers.PASSED_ON;

  /** Done when the answer has come of which the client does not hear. */
  private volatile CountDownLatch answered = new CountDownLatch(0);

  private volatile boolean inTransaction;

  private enum Answers {
    PASSED_ON,
    SWALLOWED
  }

  /** A message; {@code type} 0 is one without a type, with which a connection begins. */
  private static final class Message {
    private final int type;
    private final byte[] body;

    Message(int type, byte[] body) {
      this.type = type;
      this.body = body;
    }

    byte[] bytes() {
      ByteBuffer buffer = ByteBuffer.allocate(body.length + 5);
      if (type != 0) {
        buffer.put((byte) type);
      }
      buffer.putInt(body.length + 4).put(body);
      byte[] bytes = new byte[buffer.position()];
      buffer.flip().get(bytes);
      return bytes;
    }

    boolean isStatement() {
      return type == 'Q' || type == 'P';
    }

    String sql() {
      int start = type == 'P' ? end(0) + 1 : 0;
      return new String(body, start, end(start) - start, StandardCharsets.UTF_8);
    }

    private int end(int from) {
      int i = from;
      while (body[i] != 0) {
        i++;
      }
      return i;
    }
  }

  RelayLink(Relay relay, int connection, Socket client, Socket server) {
    this.relay = relay;
    this.connection = connection;
    this.client = client;
    this.server = server;
  }

  void toServer() throws IOException {
    try (client;
        server) {
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(client.getInputStream(), 1 << 16));
      boolean started = false;
      while (true) {
        Message message = read(in, started);
        if (!started) {
          int code = ByteBuffer.wrap(message.body).getInt();
          // A request for encryption is answered with one letter and followed by the real start.
          started = code == PROTOCOL;
          if (started) {
            session = application(message.body);
          } else if (code == CANCEL) {
            relay.cancel();
          }
        } else if (message.isStatement()) {
          renamed(message.sql());
          Disturbance what = relay.hear(new Relay.Sent(session, connection, message.sql()));
          if (what != null) {
            if (!disturb(what, message, in)) {
              return;
            }
            continue;
          }
        }
        send(message);
      }
    }
  }

  void toClient() throws IOException {
    try (client;
        server) {
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(server.getInputStream(), 1 << 16));
      OutputStream out = client.getOutputStream();
      boolean first = true;
      while (true) {
        int type = in.read();
        if (type < 0) {
          return;
        }
        // The answer to a request for encryption is one letter, no message.
        if (first && (type == 'N' || type == 'S') && session.isEmpty()) {
          out.write(type);
          out.flush();
          continue;
        }
        first = false;
        byte[] body = new byte[in.readInt() - 4];
        in.readFully(body);
        if (type == 'Z') {
          inTransaction = body[0] != 'I';
        }
        if (answers == Answers.PASSED_ON) {
          out.write(new Message(type, body).bytes());
          if (in.available() == 0 || type == 'Z') {
            out.flush();
          }
        } else if (type == 'Z') {
          answered.countDown();
        }
      }
    } finally {
      answered.countDown();
    }
  }

  /** A cancel request came while this stalls. */
  void cancelled() {
    cancelled.countDown();
  }

  /**
   * Disturbs a statement.
   *
   * @return whether the connection lives on
   */
  private boolean disturb(Disturbance what, Message message, DataInputStream in)
      throws IOException {
    if (what instanceof Disturbance.Lost lost) {
      if (lost.afterEffect()) {
        sendUnanswered(message, in);
      }
      return false;
    }
    if (what instanceof Disturbance.Dark dark) {
      if (dark.afterEffect()) {
        sendUnanswered(message, in);
      }
      relay.goDark();
      return false;
    }
    if (what instanceof Disturbance.Late late) {
      byte[] rest = rest(message, in);
      client.close();
      pause(late.delay().toMillis());
      sendUnanswered(rest);
      return false;
    }
    if (what instanceof Disturbance.Held held) {
      byte[] rest = rest(message, in);
      client.close();
      await(held.release());
      sendUnanswered(rest);
      held.answered().countDown();
      return false;
    }
    if (what instanceof Disturbance.Outage outage) {
      outage.event().run();
      return false;
    }
    if (what instanceof Disturbance.Afterwards afterwards) {
      sendUnanswered(message, in);
      afterwards.event().run();
      return false;
    }
    if (what instanceof Disturbance.Beside beside) {
      beside.event().run();
      send(message);
      return true;
    }
    if (what instanceof Disturbance.Stalled) {
      var unused = rest(message, in);
      relay.stalls(this);
      await(cancelled);
      refuse("57014", "canceling statement due to user request", message);
      return true;
    }
    Disturbance.Refused refused = (Disturbance.Refused) what;
    var unused = rest(message, in);
    refuse(refused.sqlState(), refused.message(), message);
    return true;
  }

  /** Drivers may say only later what a session is called. */
  private void renamed(String sql) {
    Matcher name = NAMED.matcher(sql);
    if (name.matches()) {
      session = name.group(1);
    }
  }

  private void send(Message message) throws IOException {
    server.getOutputStream().write(message.bytes());
    server.getOutputStream().flush();
  }

  private void sendUnanswered(Message message, DataInputStream in) throws IOException {
    sendUnanswered(rest(message, in));
  }

  private void sendUnanswered(byte[] rest) throws IOException {
    answers = Answers.SWALLOWED;
    answered = new CountDownLatch(1);
    server.getOutputStream().write(rest);
    server.getOutputStream().flush();
    await(answered);
  }

  /** A statement with all that the driver sends along with it. */
  private static byte[] rest(Message first, DataInputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(first.bytes());
    Message message = first;
    while (message.type != 'Q' && message.type != 'S') {
      message = read(in, true);
      bytes.writeBytes(message.bytes());
    }
    return bytes.toByteArray();
  }

  /** Answers with an error in the server's stead, which rolls an open transaction back. */
  private void refuse(String sqlState, String text, Message message) throws IOException {
    boolean failedTransaction = false;
    if (inTransaction) {
      String verb = message.sql().strip().split("\\s", 2)[0];
      failedTransaction = !verb.equalsIgnoreCase("COMMIT") && !verb.equalsIgnoreCase("ROLLBACK");
      answers = Answers.SWALLOWED;
      answered = new CountDownLatch(1);
      byte[] rollback = "ROLLBACK\0".getBytes(StandardCharsets.UTF_8);
      send(new Message('Q', rollback));
      await(answered);
      answers = Answers.PASSED_ON;
    }
    String fields = "SERROR\0VERROR\0C" + sqlState + "\0M" + text + "\0\0";
    OutputStream out = client.getOutputStream();
    out.write(new Message('E', fields.getBytes(StandardCharsets.UTF_8)).bytes());
    out.write(new Message('Z', new byte[] {(byte) (failedTransaction ? 'E' : 'I')}).bytes());
    out.flush();
  }

  private static Message read(DataInputStream in, boolean started) throws IOException {
    int type = started ? in.read() : 0;
    if (type < 0) {
      throw new EOFException();
    }
    byte[] body = new byte[in.readInt() - 4];
    in.readFully(body);
    return new Message(type, body);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void pause(long millis) throws IOException {
    try {
      boolean unused = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** The application name of a message that begins a session. */
  private static String application(byte[] body) {
    String settings = new String(body, 4, body.length - 4, StandardCharsets.UTF_8);
    int key = settings.indexOf(APPLICATION);
    if (key < 0) {
      return "unnamed";
    }
    int name = key + APPLICATION.length();
    return settings.substring(name, settings.indexOf('\0', name));
  }
}
