package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One message of the protocol, read from front to back. */
final class Message {
  private final char type;
  private final byte[] body;
  private final int length;
  private int at;

  /**
   * A message.
   *
   * @param type its first byte; 0 for the messages that a connection begins with
   * @param body holds the content from 0 to {@code length}
   */
  Message(char type, byte[] body, int length) {
    this.type = type;
    this.body = body;
    this.length = length;
  }

  char type() {
    return type;
  }

  /** The content; only the first {@link #length()} bytes count. */
  byte[] body() {
    return body;
  }

  int length() {
    return length;
  }

  boolean atEnd() {
    return at >= length;
  }

  int int8() {
    need(1);
    return body[at++] & 0xff;
  }

  int int16() {
    need(2);
    return (short) (int8() << 8 | int8());
  }

  int int32() {
    need(4);
    return int16() << 16 | (int16() & 0xffff);
  }

  String string() {
    int end = at;
    while (end < length && body[end] != 0) {
      end++;
    }
    need(end + 1 - at);
    String text = new String(body, at, end - at, StandardCharsets.UTF_8);
    at = end + 1;
    return text;
  }

  /** A value with its length in front; null for -1. */
  byte @Nullable [] value() {
    int size = int32();
    if (size < 0) {
      return null;
    }
    need(size);
    byte[] value = Arrays.copyOfRange(body, at, at + size);
    at += size;
    return value;
  }

  /** What is left. */
  byte[] rest() {
    byte[] rest = Arrays.copyOfRange(body, at, length);
    at = length;
    return rest;
  }

  private void need(int bytes) {
    if (bytes > length - at) {
      throw SqlException.fatal("08P01", "invalid message format");
    }
  }
}
