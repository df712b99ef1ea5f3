package dev.verdigris.project;

import dev.verdigris.SourcePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A statement's text with some places replaced; it remembers where each character comes from. */
final class Rewriting implements GreenStatement.Origin {
  private final ModelFile file;
  private final String sql;
  private final List<Piece> pieces;
  private final int end;

  private Rewriting(ModelFile file, String sql, List<Piece> pieces, int end) {
    this.file = file;
    this.sql = sql;
    this.pieces = pieces;
    this.end = end;
  }

  /**
   * A place to replace; an insertion where {@code start} is {@code end}.
   *
   * @param start offset in the file
   * @param end offset behind the place
   * @param text what to write there
   */
  record Edit(int start, int end, String text) {}

  /** A run of the result: copied from the file, or a replacement of what stands at its source. */
  private record Piece(int start, int source, boolean copied) {}

  /** Rewrites one statement. Edits do not overlap; insertions at one place keep their order. */
  static Rewriting of(ModelFile file, ParsedStatement statement, List<Edit> edits) {
    return of(file, statement.start(), statement.end(), edits);
  }

  /** Rewrites what stands from {@code start} to {@code end}. */
  static Rewriting of(ModelFile file, int start, int end, List<Edit> edits) {
    StringBuilder sql = new StringBuilder();
    List<Piece> pieces = new ArrayList<>();
    int at = start;
    for (Edit edit : edits.stream().sorted(Comparator.comparingInt(Edit::start)).toList()) {
      pieces.add(new Piece(sql.length(), at, true));
      sql.append(file.content(), at, edit.start());
      pieces.add(new Piece(sql.length(), edit.start(), false));
      sql.append(edit.text());
      at = edit.end();
    }
    pieces.add(new Piece(sql.length(), at, true));
    sql.append(file.content(), at, end);
    return new Rewriting(file, sql.toString(), List.copyOf(pieces), end);
  }

  String sql() {
    return sql;
  }

  @Override
  public SourcePosition at(int offset) {
    Piece found = pieces.get(0);
    for (Piece piece : pieces) {
      if (piece.start() <= offset) {
        found = piece;
      }
    }
    int moved = found.copied() ? Math.max(0, offset - found.start()) : 0;
    return file.position(Math.min(end, found.source() + moved));
  }
}
