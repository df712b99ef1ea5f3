package dev.verdigris.project;

import java.util.Locale;

/**
 * One token of a SQL text.
 *
 * @param kind what it is
 * @param value what it means: an unquoted word in lower case, a quoted identifier or a string
 *     without its quotes and escapes, everything else as written
 * @param start offset of its first character in the text, from 0
 * @param end offset behind its last character
 */
public record SqlToken(Kind kind, String value, int start, int end) {

  /** The kinds of tokens. White space and comments are none. */
  public enum Kind {
    /** An unquoted identifier or keyword. */
    WORD,
    /** An identifier in double quotes, {@code U&"…"} included. */
    QUOTED,
    /** A string: {@code '…'}, {@code E'…'}, {@code U&'…'} or dollar-quoted. */
    STRING,
    /** A bit or hexadecimal string, {@code B'…'} or {@code X'…'}; its value is the digits. */
    BITS,
    /** A number. */
    NUMBER,
    /** A parameter such as {@code $1}. */
    PARAMETER,
    /** An operator or punctuation. */
    SYMBOL,
    /** The end of the text: always the last token, empty. */
    END
  }

  /** Whether this is the unquoted word {@code keyword}, in any case. */
  public boolean isWord(String keyword) {
    return kind == Kind.WORD && value.equals(keyword.toLowerCase(Locale.ROOT));
  }

  /** Whether this is the operator or punctuation {@code symbol}. */
  public boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && value.equals(symbol);
  }

  /** Whether this can name something: an unquoted word or a quoted identifier. */
  public boolean isIdentifier() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }
}
