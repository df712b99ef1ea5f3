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
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code AS OF}. The engine keeps no past, as Materialize keeps one second by default: an earlier
 * time is no valid one, {@code AT LEAST} an earlier time is now, and a later time is waited for.
 */
final class AsOf {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final BigDecimal FAR = BigDecimal.valueOf(Long.MAX_VALUE);

  private AsOf() {}

  /**
   * Fails unless the query may be answered as of now or of a time to come.
   *
   * @return the time to come, in milliseconds since 1970, for {@link FutureRead}; empty for now
   */
  static OptionalLong check(DataStatement.@Nullable AsOf asOf, PlannedQuery plan, Session session) {
    if (asOf == null) {
      return OptionalLong.empty();
    }
    BigDecimal time = TimeExpression.evaluate(asOf.time(), "AS OF", session);
    long now = session.engine().timestamps().now();
    if (time.compareTo(BigDecimal.valueOf(now)) > 0) {
      if (time.stripTrailingZeros().scale() > 0 || time.compareTo(FAR) > 0) {
        throw SqlException.unsupported("AS OF a time that is too far or has fractions");
      }
      if (session.transaction().extent() != Transaction.Extent.STATEMENT) {
        throw SqlException.unsupported("AS OF a time to come within a transaction");
      }
      return OptionalLong.of(time.longValue());
    }
    if (!asOf.atLeast()) {
      throw tooEarly(time.longValue(), now, plan, session);
    }
    return OptionalLong.empty();
  }

  /** The same for a subscription, which begins now. */
  static void checkNow(DataStatement.@Nullable AsOf asOf, PlannedQuery plan, Session session) {
    if (check(asOf, plan, session).isPresent()) {
      throw SqlException.unsupported("SUBSCRIBE AS OF a time to come");
    }
  }

  /** The time that UP TO names, in milliseconds since 1970; without it the end of all times. */
  static long upTo(@Nullable Expr time, Session session) {
    if (time == null) {
      return Long.MAX_VALUE;
    }
    BigDecimal end = TimeExpression.evaluate(time, "UP TO", session);
    long now = session.engine().timestamps().now();
    if (end.compareTo(BigDecimal.valueOf(now)) <= 0 || end.compareTo(FAR) >= 0) {
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
