package dev.verdigris.project;

/** A statement that does not have the form that it should have. */
final class SqlSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int position;

  SqlSyntaxException(String message, int position) {
    super(message);
    this.position = position;
  }

  /** Offset in the file, from 0. */
  int position() {
    return position;
  }
}
