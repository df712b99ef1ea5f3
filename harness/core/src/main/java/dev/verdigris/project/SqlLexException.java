package dev.verdigris.project;

/** A text that no SQL token can be made of: something in it is never closed or malformed. */
public final class SqlLexException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int position;

  SqlLexException(String message, int position) {
    super(message);
    this.position = position;
  }

  /** Offset in the text where the broken token begins, from 0. */
  public int position() {
    return position;
  }
}
