package dev.verdigris.validations;

import dev.verdigris.Relation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows that should not be there. One statement counts the relation's rows and the offenders,
 * and brings the first of these.
 */
final class Offenders implements Check {
  private final RelationOptions<?> asked;
  private final String sql;
  private final String order;
  private final Message message;
  private final Relation[] others;

  /**
   * Of a relation.
   *
   * @param sql a query of the offenders
   * @param order what those that are shown are sorted by
   * @param others what it reads beside the relation
   */
  Offenders(
      RelationOptions<?> asked, String sql, String order, Message message, Relation... others) {
    this.asked = asked;
    this.sql = sql;
    this.order = order;
    this.message = message;
    this.others = others;
  }

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
    Rows rows = rows(table);
    return rows.total() == 0
        ? Finding.holds(at)
        : Finding.fails(at, () -> message.of(rows, context));
  }

  /** Timestamp, number of rows, number of offenders, and the first of these. */
  private String statement(String from) {
    return "WITH found AS ("
        + sql
        + "), head AS (SELECT mz_now()::text AS at, (SELECT count(*) FROM "
        + from
        + " AS r)::text AS total, (SELECT count(*) FROM found)::text AS hits)"
        + " SELECT head.*, shown.* FROM head LEFT JOIN (SELECT * FROM found ORDER BY "
        + order
        + " LIMIT "
        + Report.SHOWN
        + ") AS shown ON true";
  }

  /** What the statement brought. */
  static Rows rows(Table table) {
    long total = table.number(2);
    int width = table.columns().size();
    List<List<@Nullable String>> rows = new ArrayList<>();
    if (total > 0) {
      table.rows().forEach(row -> rows.add(row.subList(3, width)));
    }
    return new Rows(table.columns().subList(3, width), rows, total, table.number(1));
  }

  private Relation[] all() {
    Relation[] all = new Relation[others.length + 1];
    all[0] = asked.subject();
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
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
            + ") AS found)::text AS hits";
    boolean empty = asked.options().allowsEmpty(asked.subject().name());
    return Optional.of(
        new Pulse(query, row -> "0".equals(row.get(1)) && (empty || !"0".equals(row.get(0)))));
  }
}
