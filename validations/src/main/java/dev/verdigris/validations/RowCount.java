package dev.verdigris.validations;

import dev.verdigris.Relation;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Counts the rows of a relation. */
final class RowCount implements Check {
  private final RelationOptions<?> asked;
  private final RowRange range;

  RowCount(RelationOptions<?> asked, RowRange range) {
    this.asked = asked;
    this.range = range;
  }

  @Override
  public Finding judge(Reading reading) throws SQLException {
    Relation subject = asked.subject();
    String sql = "SELECT count(*) AS rows FROM " + asked.rows().from(subject) + " AS r";
    Table table =
        reading.query("SELECT mz_now()::text, counted.rows::text FROM (" + sql + ") AS counted");
    String at = table.value(0);
    long count = table.number(1);
    return range.contains(count)
        ? Finding.holds(at)
        : Finding.fails(
            at,
            () ->
                CountMessages.shouldHaveRowCount(
                    Subject.of(subject), count, range, sql, asked.context(at, reading, subject)));
  }

  @Override
  public List<Relation> relations() {
    return List.of(asked.subject());
  }

  @Override
  public Optional<Pulse> pulse() {
    return Optional.of(
        new Pulse(
            "SELECT count(*)::text AS rows FROM " + asked.rows().from(asked.subject()) + " AS r",
            row -> range.contains(Long.parseLong(String.valueOf(row.get(0))))));
  }
}
