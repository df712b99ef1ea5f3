package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How rows are written in COPY.
 *
 * @param csv whether as CSV; else in PostgreSQL's text form
 * @param delimiter between values
 * @param nullText what stands for null
 * @param quote around values of CSV that need it
 * @param escape before a quote within quotes
 * @param header whether the first line has the names
 */
record CopyFormat(
    boolean csv, char delimiter, String nullText, char quote, char escape, boolean header) {

  static CopyFormat of(List<Option> options) {
    boolean csv = false;
    boolean header = false;
    String delimiter = null;
    String nullText = null;
    String quote = null;
    String escape = null;
    for (Option option : options) {
      switch (option.name()) {
        case "FORMAT" -> csv = isCsv(text(option));
        case "HEADER" -> header = option.value() == null || !text(option).equals("false");
        case "DELIMITER" -> delimiter = text(option);
        case "NULL" -> nullText = text(option);
        case "QUOTE" -> quote = text(option);
        case "ESCAPE" -> escape = text(option);
        default -> throw SqlException.unsupported("the COPY option " + option.name());
      }
    }
    char quoteCharacter = character(quote, '"');
    return new CopyFormat(
        csv,
        character(delimiter, csv ? ',' : '\t'),
        nullText != null ? nullText : csv ? "" : "\\N",
        quoteCharacter,
        character(escape, quoteCharacter),
        header);
  }

  /** The same as options of PostgreSQL's COPY. */
  String postgres() {
    List<String> options = new ArrayList<>();
    options.add("FORMAT " + (csv ? "csv" : "text"));
    options.add("DELIMITER " + literal(String.valueOf(delimiter)));
    options.add("NULL " + literal(nullText));
    options.add("HEADER " + header);
    if (csv) {
      options.add("QUOTE " + literal(String.valueOf(quote)));
      options.add("ESCAPE " + literal(String.valueOf(escape)));
    }
    return String.join(", ", options);
  }

  private static String literal(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static boolean isCsv(String format) {
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "csv" -> true;
      case "text" -> false;
      case "binary", "parquet" -> throw SqlException.unsupported("COPY in the format " + format);
      default -> throw SqlException.internal("unknown FORMAT: " + format);
    };
  }

  private static char character(@Nullable String text, char otherwise) {
    if (text == null) {
      return otherwise;
    }
    if (text.length() != 1) {
      throw SqlException.unsupported("a COPY option of more than one character: " + text);
    }
    return text.charAt(0);
  }

  private static String text(Option option) {
    if (option.value() instanceof Option.Value.Name name) {
      return name.name().toString();
    }
    if (option.value() instanceof Option.Value.Literal literal) {
      if (literal.expr() instanceof Expr.StringLiteral string) {
        return string.value();
      }
      if (literal.expr() instanceof Expr.BooleanLiteral bool) {
        return Boolean.toString(bool.value());
      }
    }
    throw SqlException.unsupported("this value of the COPY option " + option.name());
  }
}
