package dev.verdigris.validations;

import dev.verdigris.Relation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether a relation has more rows than it had. */
final class Growth implements Check {
  private final RelationOptions<?> asked;
  private final long before;

  private Growth(RelationOptions<?> asked, long before) {
    this.asked = asked;
    this.before = before;
  }

  /** Counts, and waits for more. */
  static <S extends RelationOptions<S>> S verify(S asked, Duration within) {
    Options options = asked.options();
    if (!options.timing().isOnce() || options.snapshot() != null) {
      throw new IllegalStateException("isGrowing waits by itself: it takes no other timing");
    }
    First first = new First(asked);
    asked.verify(first);
    options.timing(Timing.ONCE.within(within));
    try {
      return asked.verify(new Growth(asked, first.count));
    } finally {
      options.timing(Timing.ONCE);
    }
  }

  private static String count(RelationOptions<?> asked) {
    return "SELECT count(*)::text AS rows FROM " + asked.rows().from(asked.subject()) + " AS r";
  }

  private static Table counted(RelationOptions<?> asked, Reading reading) throws SQLException {
    return reading.query(
        "SELECT mz_now()::text, counted.rows FROM (" + count(asked) + ") AS counted");
  }

  @Override
  public Finding judge(Reading reading) throws SQLException {
    Table table = counted(asked, reading);
    Relation subject = asked.subject();
    String at = table.value(0);
    long now = table.number(1);
    return now > before
        ? Finding.holds(at)
        : Finding.fails(
            at,
            () ->
                CountMessages.shouldGrow(
                    Subject.of(subject),
                    before,
                    now,
                    count(asked),
                    asked.context(at, reading, subject)));
  }

  @Override
  public Optional<Pulse> pulse() {
    return Optional.of(
        new Pulse(count(asked), row -> Long.parseLong(String.valueOf(row.get(0))) > before));
  }

  /** Only counts. */
  private static final class First implements Check {
    private final RelationOptions<?> asked;
    private long count;

    private First(RelationOptions<?> asked) {
      this.asked = asked;
    }

    @Override
    public Finding judge(Reading reading) throws SQLException {
      Table table = counted(asked, reading);
      count = table.number(1);
      return Finding.holds(table.value(0));
    }

    @Override
    public List<Relation> relations() {
      return List.of(asked.subject());
    }
  }
}
