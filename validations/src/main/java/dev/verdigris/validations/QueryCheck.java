package dev.verdigris.validations;

import dev.verdigris.Relation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a query finds nothing. */
final class QueryCheck implements Check {
  private static final int FIXED = 2;

  private final Options options;
  private final NamedQuery query;
  private final Offenders.Message message;

  QueryCheck(Options options, NamedQuery query, Offenders.Message message) {
    this.options = options;
    this.query = query;
    this.message = message;
  }

  @Override
  public List<Relation> relations() {
    return query.relations();
  }

  @Override
  public Finding judge(Reading reading) throws SQLException {
    Table table =
        reading.query(
            "WITH verdigris_found AS ("
                + query.sql()
                + "), verdigris_head AS (SELECT mz_now()::text, (SELECT count(*) FROM"
                + " verdigris_found)::text"
                + NamedQuery.presence(query.relations())
                + ") SELECT verdigris_head.*, shown.* FROM verdigris_head LEFT JOIN (SELECT * FROM"
                + " verdigris_found LIMIT "
                + Report.SHOWN
                + ") AS shown ON true");
    String at = table.value(0);
    Context context = context(options, query, at, reading);
    int fixed = FIXED + query.relations().size();
    long total = table.number(1);
    if (total > 0) {
      int width = table.columns().size();
      List<List<@Nullable String>> rows = new ArrayList<>();
      table.rows().forEach(row -> rows.add(row.subList(fixed, width)));
      Rows found = new Rows(table.columns().subList(fixed, width), rows, total, 0);
      return Finding.fails(at, () -> message.of(found, context));
    }
    return undecidedOrHolds(options, query, table, FIXED, at, context);
  }

  /** Without findings: was there anything that could have been found? */
  static Finding undecidedOrHolds(
      Options options, NamedQuery query, Table table, int first, String at, Context context) {
    List<String> empty = new ArrayList<>();
    for (int i = 0; i < query.relations().size(); i++) {
      String name = query.relations().get(i).name();
      if (table.value(first + i).equals("0") && !options.allowsEmpty(name)) {
        empty.add(name);
      }
    }
    return empty.isEmpty()
        ? Finding.holds(at)
        : Finding.undecided(at, () -> EmptyMessages.queried(String.join(", ", empty), context));
  }

  /** A context for messages. */
  static Context context(Options options, NamedQuery query, String at, Reading reading) {
    List<String> rules = new ArrayList<>();
    if (!options.timing().isOnce()) {
      rules.add(options.timing().toString());
    }
    String moving =
        query.relations().stream()
            .filter(Relation::movesWithTime)
            .map(Relation::name)
            .collect(Collectors.joining(", "));
    if (!moving.isEmpty()) {
      rules.add(moving + " filters by mz_now(): its rows change as time passes");
    }
    return Context.of(options, rules, at, reading.cluster());
  }

  @Override
  public Optional<Pulse> pulse() {
    String sql =
        "SELECT (SELECT count(*) FROM ("
            + query.sql()
            + ") AS found)::text AS hits"
            + NamedQuery.presence(query.relations());
    return Optional.of(
        new Pulse(
            sql,
            row -> {
              for (int i = 0; i < query.relations().size(); i++) {
                if ("0".equals(row.get(1 + i))
                    && !options.allowsEmpty(query.relations().get(i).name())) {
                  return false;
                }
              }
              return "0".equals(row.get(0));
            }));
  }
}
