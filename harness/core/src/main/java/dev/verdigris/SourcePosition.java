package dev.verdigris;

import java.nio.file.Path;

/**
 * A place in a file that a person wrote, with the line that stands there.
 *
 * @param file the file as people know it, {@code models/flights/on_time_board.sql}
 * @param line from 1
 * @param column from 1, in characters
 * @param text the line, without its line break
 */
public record SourcePosition(String file, int line, int column, String text) {

  /**
   * The place of a character.
   *
   * @param content the whole file
   * @param offset of the character, in UTF-16 units from 0; behind the end counts as the end
   */
  public static SourcePosition of(String file, String content, int offset) {
    int at = Math.min(offset, content.length());
    int start = at == 0 ? 0 : content.lastIndexOf('\n', at - 1) + 1;
    int end = content.indexOf('\n', at);
    String text = content.substring(start, end < 0 ? content.length() : end).stripTrailing();
    int line = 1 + (int) content.substring(0, start).chars().filter(c -> c == '\n').count();
    int column = 1 + content.codePointCount(start, at);
    return new SourcePosition(file, line, column, text);
  }

  /**
   * How people know {@code file}: relative to {@code base} where it lies below it, with slashes.
   */
  public static String display(Path base, Path file) {
    Path known = file.startsWith(base) && !file.equals(base) ? base.relativize(file) : file;
    return known.toString().replace('\\', '/');
  }

  /** {@code models/flights/on_time_board.sql, line 3, column 17}. */
  public String where() {
    return file + ", line " + line + ", column " + column;
  }

  /** {@link #where()}, below it the line and a caret under the column. */
  public String excerpt() {
    StringBuilder caret = new StringBuilder();
    int before = Math.min(column - 1, text.codePointCount(0, text.length()));
    text.codePoints()
        .limit(before)
        .forEach(codePoint -> caret.append(codePoint == '\t' ? '\t' : ' '));
    return where() + "\n" + text + "\n" + caret + "^";
  }
}
