package dev.verdigris.engine.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects messages and sends them together: {@link #flush()}, or when enough have gathered. */
final class MessageWriter {
  private static final int ENOUGH = 1 << 16;

  private final OutputStream out;
  private byte[] buffer = new byte[1 << 13];
  private int end;
  private int start = -1;
  private boolean muted;

  MessageWriter(OutputStream out) {
    this.out = out;
  }

  /** Begins a message; {@link #end()} ends it. */
  MessageWriter begin(char type) {
    int8(type);
    start = end;
    return int32(0);
  }

  /** Begins a message without a type. */
  MessageWriter beginUntyped() {
    start = end;
    return int32(0);
  }

  /** Ends a message and fills in its length. */
  void end() throws IOException {
    int length = end - start;
    buffer[start] = (byte) (length >> 24);
    buffer[start + 1] = (byte) (length >> 16);
    buffer[start + 2] = (byte) (length >> 8);
    buffer[start + 3] = (byte) length;
    start = -1;
    if (end >= ENOUGH) {
      drain();
    }
  }

  MessageWriter int8(int value) {
    room(1);
    buffer[end++] = (byte) value;
    return this;
  }

  MessageWriter int16(int value) {
    return int8(value >> 8).int8(value);
  }

  MessageWriter int32(int value) {
    return int16(value >> 16).int16(value);
  }

  MessageWriter string(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8)).int8(0);
  }

  MessageWriter bytes(byte[] bytes) {
    return bytes(bytes, 0, bytes.length);
  }

  MessageWriter bytes(byte[] bytes, int from, int length) {
    room(length);
    System.arraycopy(bytes, from, buffer, end, length);
    end += length;
    return this;
  }

  /** A value with its length in front; -1 for null. */
  MessageWriter value(byte @Nullable [] value) {
    return value == null ? int32(-1) : int32(value.length).bytes(value);
  }

  /** A message as it came. */
  void forward(Message message) throws IOException {
    begin(message.type()).bytes(message.body(), 0, message.length()).end();
  }

  /** A message without content. */
  void empty(char type) throws IOException {
    begin(type).end();
  }

  /** Sends everything that is complete. */
  void flush() throws IOException {
    drain();
    if (!muted) {
      out.flush();
    }
  }

  /** From now on nothing is sent any more, what has gathered neither. */
  void mute() {
    muted = true;
  }

  private void drain() throws IOException {
    if (!muted) {
      out.write(buffer, 0, end);
    }
    end = 0;
  }

  private void room(int bytes) {
    if (buffer.length - end < bytes) {
      buffer = Arrays.copyOf(buffer, Math.max(end + bytes, buffer.length * 2));
    }
  }
}
