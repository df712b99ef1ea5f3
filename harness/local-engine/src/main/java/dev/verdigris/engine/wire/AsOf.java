package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.query.PlannedQuery;
import dev.verdigris.engine.sql.DataStatement;
import dev.verdigris.engine.sql.Expr;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code AS OF}. The engine keeps no past, as Materialize keeps one second by default: an earlier
 * time is no valid one, {@code AT LEAST} an earlier time is now, and a later time is refused.
 */
final class AsOf {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private AsOf() {}

  /** Fails unless the query may be answered as of now. */
  static void check(DataStatement.@Nullable AsOf asOf, PlannedQuery plan, Session session) {
    if (asOf == null) {
      return;
    }
    if (!(asOf.time() instanceof Expr.NumberLiteral number)) {
      if (asOf.time() instanceof Expr.StringLiteral) {
        throw SqlException.unsupported("AS OF a text");
      }
      throw SqlException.internal(
          "calling an unmaterializable function in AS OF or UP TO not yet supported");
    }
    long now = session.engine().timestamps().now();
    BigDecimal time = new BigDecimal(number.text());
    if (time.compareTo(BigDecimal.valueOf(now)) > 0) {
      throw SqlException.unsupported("AS OF a time to come");
    }
    if (!asOf.atLeast()) {
      throw tooEarly(time.longValue(), now, plan, session);
    }
  }

  /** The time that UP TO names, in milliseconds since 1970; without it the end of all times. */
  static long upTo(@Nullable Expr time, Session session) {
    if (time == null) {
      return Long.MAX_VALUE;
    }
    if (!(time instanceof Expr.NumberLiteral number)) {
      if (time instanceof Expr.StringLiteral) {
        throw SqlException.unsupported("UP TO a text");
      }
      throw SqlException.internal(
          "calling an unmaterializable function in AS OF or UP TO not yet supported");
    }
    BigDecimal end = new BigDecimal(number.text());
    long now = session.engine().timestamps().now();
    if (end.compareTo(BigDecimal.valueOf(now)) <= 0
        || end.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0) {
      throw SqlException.unsupported("UP TO a time that is past or too far");
    }
    return end.longValue();
  }

  static SqlException tooEarly(long time, long now, PlannedQuery plan, Session session) {
    String inputs =
        Timedomains.stored(plan.reads(), session.state()).stream()
            .map(Item::id)
            .sorted()
            .map(Object::toString)
            .collect(Collectors.joining(", "));
    return SqlException.of("22000", "could not find a valid timestamp for the query")
        .withDetail(
            "Constraints:\nlower:\n  (Storage inputs: [%s]): [%s]\nupper:\n  (Query's AS OF): [%s]\n"
                .formatted(inputs, shown(now), shown(time)));
  }

  private static String shown(long time) {
    return "%13d (%s)".formatted(time, TIME.format(Instant.ofEpochMilli(time)));
  }
}
