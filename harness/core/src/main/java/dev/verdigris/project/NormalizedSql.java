package dev.verdigris.project;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.StringJoiner;

/** SQL text without what does not matter: comments, white space, the case of unquoted words. */
final class NormalizedSql {
  private NormalizedSql() {}

  /** The tokens of {@code sql}, one space between them. */
  static String of(String sql) {
    StringJoiner normalized = new StringJoiner(" ");
    for (SqlToken token : SqlLexer.tokens(sql)) {
      switch (token.kind()) {
        case END -> {}
        case WORD -> normalized.add(token.value());
        case QUOTED -> normalized.add(QualifiedName.quote(token.value()));
        case STRING -> normalized.add("'" + token.value().replace("'", "''") + "'");
        default -> normalized.add(sql.substring(token.start(), token.end()));
      }
    }
    return normalized.toString();
  }

  /** SHA-256 of a text's UTF-8 bytes in lower-case hex. */
  static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
