package dev.verdigris.validations;

import dev.verdigris.Relation;
import dev.verdigris.catalog.Identifiers;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How old the newest event is: by the clock of the read, or beside blue. */
final class Freshness implements Check {
  private final RelationOptions<?> asked;
  private final String column;
  private final Duration most;
  private final @Nullable Relation blue;

  Freshness(RelationOptions<?> asked, String column, Duration most, @Nullable Relation blue) {
    this.asked = asked;
    this.column = column;
    this.most = most;
    this.blue = blue;
  }

  private String newest(Relation relation) {
    return "SELECT max("
        + Identifiers.quote(column)
        + ")::timestamptz AS newest FROM "
        + asked.rows().from(relation)
        + " AS r";
  }

  @Override
  public Finding judge(Reading reading) throws SQLException {
    Relation subject = asked.subject();
    String until = blue == null ? "SELECT mz_now()::timestamptz AS newest" : newest(blue);
    String look =
        "SELECT g.newest::text AS newest, u.newest::text AS until, (extract(epoch FROM u.newest) -"
            + " extract(epoch FROM g.newest))::text AS seconds FROM ("
            + newest(subject)
            + ") AS g CROSS JOIN ("
            + until
            + ") AS u";
    Table table = reading.query("SELECT mz_now()::text, aged.* FROM (" + look + ") AS aged");
    String at = table.value(0);
    List<@Nullable String> row = table.rows().get(0);
    String newest = row.get(1);
    String seconds = row.get(3);
    Relation[] read = blue == null ? new Relation[] {subject} : new Relation[] {subject, blue};
    Context context = asked.context(at, reading, read);
    Subject one = Subject.of(subject);
    if (newest == null && !(blue != null && row.get(2) != null)) {
      return asked.options().allowsEmpty(subject.name())
          ? Finding.holds(at)
          : Finding.undecided(at, () -> EmptyMessages.noRows(one, context));
    }
    BigDecimal allowed = BigDecimal.valueOf(most.toMillis(), 3);
    if (newest != null && (seconds == null || new BigDecimal(seconds).compareTo(allowed) <= 0)) {
      return Finding.holds(at);
    }
    String age = age(seconds);
    String limit = Timing.words(most);
    return Finding.fails(
        at,
        () ->
            blue == null
                ? AggregateMessages.shouldBeFresh(
                    one, column, String.valueOf(newest), age, limit, look, context)
                : AggregateMessages.shouldBeAsFresh(
                    one,
                    Subject.of(blue),
                    column,
                    String.valueOf(newest),
                    String.valueOf(row.get(2)),
                    age,
                    limit,
                    look,
                    context));
  }

  private static String age(@Nullable String seconds) {
    return seconds == null
        ? "everything"
        : new BigDecimal(seconds).stripTrailingZeros().toPlainString() + " s";
  }

  @Override
  public List<Relation> relations() {
    return blue == null ? List.of(asked.subject()) : List.of(asked.subject(), blue);
  }
}
