package dev.verdigris.engine.wire;

import dev.verdigris.engine.Notice;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.ResultColumn;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a connection. A thread of its own reads ahead, so that a client that goes
 * away is noticed while its statement runs or waits.
 */
final class Client implements AutoCloseable {
  private static final int READ_AHEAD = 64;
  private static final int BINARY = 1;
  private static final int SYNC_SECONDS = 5;

  /** Sync, Flush and the end. */
  private static final Set<Character> ENDS = Set.of('S', 'H', 'X');

  private static final Message GONE = new Message('X', new byte[0], 0);

  private final Socket socket;
  private final MessageReader in;
  private final MessageWriter out;
  private final BlockingQueue<Message> messages = new ArrayBlockingQueue<>(READ_AHEAD);
  private final Deque<Message> held = new ArrayDeque<>();
  private volatile boolean gone;
  private volatile boolean detached;
  private volatile @Nullable Thread reader;
  private boolean leaving;

  Client(Socket socket, MessageReader in) throws IOException {
    this.socket = socket;
    this.in = in;
    this.out = new MessageWriter(socket.getOutputStream());
  }

  /** Begins to read ahead; {@code whenGone} is told once that the client is not there any more. */
  void readAhead(String threadName, Runnable whenGone) {
    Thread thread =
        new Thread(
            () -> {
              try {
                pump();
              } finally {
                gone = true;
                if (!detached) {
                  whenGone.run();
                }
                putLast();
              }
            },
            threadName);
    thread.setDaemon(true);
    reader = thread;
    thread.start();
  }

  private void pump() {
    try {
      while (true) {
        Message message = in.next();
        if (message.type() == 'X') {
          return;
        }
        messages.put(message);
      }
    } catch (IOException e) {
      // Closed by either side: the session ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Behind the last message, or in place of the first where nobody takes them any more. */
  private void putLast() {
    while (!messages.offer(GONE)) {
      messages.poll();
    }
  }

  /** The next message; one of type {@code X} when there will be no more. */
  Message next() throws InterruptedException {
    return held.isEmpty() ? messages.take() : held.remove();
  }

  /** The next message, or null if none came in time. */
  @Nullable Message next(Duration patience) throws InterruptedException {
    return held.isEmpty()
        ? messages.poll(patience.toMillis(), TimeUnit.MILLISECONDS)
        : held.remove();
  }

  /** Waits until all messages up to Sync have come, or as many as come in time. */
  void awaitSync() throws InterruptedException {
    while (held.isEmpty() || !ENDS.contains(held.getLast().type())) {
      Message message = messages.poll(SYNC_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        return;
      }
      held.add(message);
    }
  }

  /** Sends nothing any more. Who serves it ends with the statements that it has sent. */
  void mute() {
    leaving = true;
    out.mute();
  }

  /** Loses the connection now; the statements that have come go on without it. */
  void detach() {
    detached = true;
    mute();
    close();
  }

  /** Whether it is to be left once what it has sent is done. */
  boolean isLeaving() {
    return leaving;
  }

  /** Whether a further message of that type has come already. */
  boolean nextIs(char type) {
    Message next = held.isEmpty() ? messages.peek() : held.peek();
    return next != null && next.type() == type;
  }

  boolean isGone() {
    return gone;
  }

  MessageWriter out() {
    return out;
  }

  void flush() throws IOException {
    out.flush();
  }

  void readyForQuery(char status) throws IOException {
    out.begin('Z').int8(status).end();
    out.flush();
  }

  void parameterStatus(String name, String value) throws IOException {
    out.begin('S').string(name).string(value).end();
  }

  void complete(String tag) throws IOException {
    out.begin('C').string(tag).end();
  }

  void error(SqlException error) throws IOException {
    out.begin('E');
    fields(error.severity(), error.sqlstate(), error.message(), error.detail(), error.hint());
    if (error.position() != null) {
      out.int8('P').string(error.position().toString());
    }
    out.int8(0).end();
  }

  void notice(Notice notice) throws IOException {
    out.begin('N');
    fields(notice.severity(), notice.sqlstate(), notice.message(), notice.detail(), notice.hint());
    out.int8(0).end();
  }

  /**
   * Describes the rows that follow.
   *
   * @param formats of the columns, as {@link Formats} tells them
   */
  void rowDescription(List<ResultColumn> columns, Formats formats) throws IOException {
    out.begin('T').int16(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      ResultColumn column = columns.get(i);
      out.string(column.name())
          .int32(0)
          .int16(0)
          .int32(column.type().oid())
          .int16(Formats.size(column.type()))
          .int32(column.type().typmod())
          .int16(formats.isBinary(i) ? BINARY : 0);
    }
    out.end();
  }

  private void fields(
      String severity,
      String sqlstate,
      String message,
      @Nullable String detail,
      @Nullable String hint) {
    out.int8('S').string(severity);
    out.int8('V').string(severity);
    out.int8('C').string(sqlstate);
    out.int8('M').string(message);
    if (detail != null) {
      out.int8('D').string(detail);
    }
    if (hint != null) {
      out.int8('H').string(hint);
    }
  }

  /** Closes the connection; whoever reads or writes on it is woken. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
    Thread reading = reader;
    if (reading != null) {
      // It may hold a message for which there is no room, and nobody will make any.
      reading.interrupt();
    }
  }
}
