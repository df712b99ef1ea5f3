package dev.verdigris.validations;

import dev.verdigris.Relation;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/** Counts the rows of a relation and of blue's, in one statement. */
final class RowCountBeside implements Check {
  private final RelationOptions<?> asked;
  private final Relation blue;
  private final LongUnaryOperator allowed;
  private final String words;

  /**
   * Of a relation beside another.
   *
   * @param allowed by how much the number may differ, for a number of rows in blue
   * @param words the same for people
   */
  RowCountBeside(RelationOptions<?> asked, Relation blue, LongUnaryOperator allowed, String words) {
    this.asked = asked;
    this.blue = blue;
    this.allowed = allowed;
    this.words = words;
  }

  private String counts() {
    return "SELECT (SELECT count(*) FROM "
        + asked.rows().from(asked.subject())
        + " AS r)::text AS green, (SELECT count(*) FROM "
        + asked.rows().from(blue)
        + " AS r)::text AS blue";
  }

  private boolean holds(long green, long ofBlue) {
    return Math.abs(green - ofBlue) <= allowed.applyAsLong(ofBlue)
        && (green + ofBlue > 0 || asked.options().allowsEmpty(asked.subject().name()));
  }

  @Override
  public Finding judge(Reading reading) throws SQLException {
    Table table =
        reading.query("SELECT mz_now()::text, counted.* FROM (" + counts() + ") AS counted");
    String at = table.value(0);
    long green = table.number(1);
    long ofBlue = table.number(2);
    if (holds(green, ofBlue)) {
      return Finding.holds(at);
    }
    Subject one = Subject.of(asked.subject());
    Subject other = Subject.of(blue);
    Context context = asked.context(at, reading, asked.subject(), blue);
    if (green + ofBlue == 0) {
      return Finding.undecided(at, () -> EmptyMessages.bothEmpty(one, other, context));
    }
    return Finding.fails(
        at,
        () ->
            CountMessages.shouldHaveRowCountOf(
                one, other, green, ofBlue, words, counts(), context));
  }

  @Override
  public List<Relation> relations() {
    return List.of(asked.subject(), blue);
  }

  @Override
  public Optional<Pulse> pulse() {
    return Optional.of(
        new Pulse(
            counts(),
            row ->
                holds(
                    Long.parseLong(String.valueOf(row.get(0))),
                    Long.parseLong(String.valueOf(row.get(1))))));
  }
}
