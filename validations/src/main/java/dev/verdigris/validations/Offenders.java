package dev.verdigris.validations;

import dev.verdigris.Relation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows that should not be there. One statement counts the relation's rows and the offenders,
 * and brings the first of these.
 */
final class Offenders implements Check {
  /** Timestamp, number of rows, number of offenders. */
  private static final int FIXED = 3;

  private final RelationOptions<?> asked;
  private final String sql;
  private final String order;
  private final Message message;
  private final List<Other> others;

  /**
   * Of a relation.
   *
   * @param sql a query of the offenders
   * @param order what those that are shown are sorted by
   * @param others what it reads beside the relation
   */
  Offenders(
      RelationOptions<?> asked, String sql, String order, Message message, List<Other> others) {
    this.asked = asked;
    this.sql = sql;
    this.order = order;
    this.message = message;
    this.others = List.copyOf(others);
  }

  /**
   * What a relation is held against.
   *
   * @param from the rows that count, for a FROM: the statement names them by AS
   */
  record Other(Relation relation, String from) {}

  /** Makes the message of a failure. */
  @FunctionalInterface
  interface Message {
    String of(Rows rows, Context context);
  }

  @Override
  public Finding judge(Reading reading) throws SQLException {
    Relation subject = asked.subject();
    Table table = reading.query(statement(asked.rows().from(subject)));
    String at = table.value(0);
    long total = table.number(1);
    Context context = asked.context(at, reading, all());
    if (total == 0 && !asked.options().allowsEmpty(subject.name())) {
      return Finding.undecided(at, () -> EmptyMessages.noRows(Subject.of(subject), context));
    }
    for (int i = 0; i < others.size(); i++) {
      Relation other = others.get(i).relation();
      if (isMissing(other, table.value(FIXED + i))) {
        return Finding.undecided(
            at, () -> EmptyMessages.nothingBeside(Subject.of(subject), Subject.of(other), context));
      }
    }
    Rows rows = rows(table, FIXED + others.size());
    return rows.total() == 0
        ? Finding.holds(at)
        : Finding.fails(at, () -> message.of(rows, context));
  }

  private boolean isMissing(Relation other, @Nullable String present) {
    return "0".equals(present) && !asked.options().allowsEmpty(other.name());
  }

  /** For each of the others whether it has a row, 0 or 1. */
  private String presence() {
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < others.size(); i++) {
      columns
          .append(", (SELECT count(*) FROM (SELECT 1 FROM ")
          .append(others.get(i).from())
          .append(" AS r LIMIT 1) AS one)::text AS other")
          .append(i);
    }
    return columns.toString();
  }

  /** Timestamp, number of rows, number of offenders, the others, and the first offenders. */
  private String statement(String from) {
    return "WITH found AS ("
        + sql
        + "), head AS (SELECT mz_now()::text AS at, (SELECT count(*) FROM "
        + from
        + " AS r)::text AS total, (SELECT count(*) FROM found)::text AS hits"
        + presence()
        + ")"
        + " SELECT head.*, shown.* FROM head LEFT JOIN (SELECT * FROM found ORDER BY "
        + order
        + " LIMIT "
        + Report.SHOWN
        + ") AS shown ON true";
  }

  /** What the statement brought. */
  private static Rows rows(Table table, int fixed) {
    long total = table.number(2);
    int width = table.columns().size();
    List<List<@Nullable String>> rows = new ArrayList<>();
    if (total > 0) {
      table.rows().forEach(row -> rows.add(row.subList(fixed, width)));
    }
    return new Rows(table.columns().subList(fixed, width), rows, total, table.number(1));
  }

  private Relation[] all() {
    return Stream.concat(Stream.of(asked.subject()), others.stream().map(Other::relation))
        .toArray(Relation[]::new);
  }

  @Override
  public List<Relation> relations() {
    return List.of(all());
  }

  @Override
  public Optional<Pulse> pulse() {
    String query =
        "SELECT (SELECT count(*) FROM "
            + asked.rows().from(asked.subject())
            + " AS r)::text AS total, (SELECT count(*) FROM ("
            + sql
            + ") AS found)::text AS hits"
            + presence();
    boolean empty = asked.options().allowsEmpty(asked.subject().name());
    return Optional.of(
        new Pulse(
            query,
            row ->
                "0".equals(row.get(1))
                    && (empty || !"0".equals(row.get(0)))
                    && IntStream.range(0, others.size())
                        .noneMatch(i -> isMissing(others.get(i).relation(), row.get(i + 2)))));
  }
}
