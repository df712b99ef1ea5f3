package dev.verdigris.engine.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Cuts a stream of bytes into messages. */
final class MessageReader {
  /** Longer ones are no messages of ours: the other side does not speak this protocol. */
  private static final int LONGEST = 1 << 30;

  /** More than any statement or portion of a COPY has. */
  private static final int LONGEST_FROM_CLIENT = 1 << 28;

  /** What a connection may begin with is short; more is somebody else's protocol. */
  private static final int LONGEST_STARTUP = 10_000;

  private final DataInputStream in;
  private byte[] shared = new byte[8192];

  MessageReader(InputStream in) {
    this.in = new DataInputStream(new BufferedInputStream(in, 1 << 16));
  }

  /** The message that a connection begins with, which has no type. */
  Message startup() throws IOException {
    int length = length(LONGEST_STARTUP);
    byte[] body = new byte[length];
    in.readFully(body);
    return new Message('\0', body, length);
  }

  /** The next message, in an array of its own. */
  Message next() throws IOException {
    char type = type();
    int length = length(LONGEST_FROM_CLIENT);
    // The room that it takes grows with what has come, whatever length was announced.
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the other side has closed the connection within a message");
    }
    return new Message(type, body, length);
  }

  /** The next message, in an array that the next call overwrites. */
  Message nextShared() throws IOException {
    char type = type();
    int length = length(LONGEST);
    if (shared.length < length) {
      shared = new byte[Math.max(length, Math.min(LONGEST, shared.length * 2))];
    }
    in.readFully(shared, 0, length);
    return new Message(type, shared, length);
  }

  private char type() throws IOException {
    int type = in.read();
    if (type < 0) {
      throw new EOFException("the other side has closed the connection");
    }
    return (char) type;
  }

  private int length(int longest) throws IOException {
    int length = in.readInt() - Integer.BYTES;
    if (length < 0 || length > longest) {
      throw new IOException("not a message: " + length + " bytes");
    }
    return length;
  }
}
