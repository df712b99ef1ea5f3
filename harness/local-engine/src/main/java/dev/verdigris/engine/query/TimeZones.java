package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesException;
import java.util.ArrayList;
import java.util.List;

/** {@code timezone_offset(zone, time)}: what a time zone is called then, and how far it is off. */
final class TimeZones {
  /** Until when the changes of a zone are listed. */
  private static final Instant HORIZON = Instant.parse("2060-01-01T00:00:00Z");

  private TimeZones() {}

  static Expression offset(List<Expression> arguments, Planning planning) {
    FunctionCalls.Bound bound =
        new FunctionCalls(planning)
            .bind(
                "timezone_offset",
                FunctionTable.LOADED.overloads(List.of("timezone_offset")),
                arguments);
    String name = RegularExpressions.literal(bound.arguments().get(0));
    if (name == null) {
      throw SqlException.unsupported("timezone_offset of a zone that is not a literal");
    }
    if (!ZoneId.getAvailableZoneIds().contains(name)) {
      return Literals.failing("invalid time zone '" + name + "'", SqlType.TEXT);
    }
    Expression time = bound.arguments().get(1);
    List<Expression> fields =
        List.of(
            Expression.of(
                "mz.zone_abbreviation(" + Expression.quote(name) + ", " + time.sql() + ")",
                SqlType.TEXT,
                time.nullable()),
            interval(time, name, true),
            interval(time, name, false));
    List<SqlType.Field> types =
        List.of(
            new SqlType.Field("abbrev", SqlType.TEXT),
            new SqlType.Field("base_utc_offset", SqlType.INTERVAL),
            new SqlType.Field("dst_offset", SqlType.INTERVAL));
    String row = String.join(", ", fields.stream().map(Rendering::shown).toList());
    String sql = "(CASE WHEN " + time.sql() + " IS NOT NULL THEN ROW(" + row + ") END)";
    return Expression.of(sql, SqlType.record(types), time.nullable(), time)
        .withOrigin(new Origin.Row(fields));
  }

  /** The zone's own offset, or what summer adds to it, looked up among the zone's changes. */
  private static Expression interval(Expression time, String name, boolean standard) {
    ZoneRules rules = rules(name);
    List<String> from = new ArrayList<>();
    List<String> seconds = new ArrayList<>();
    seconds.add(Long.toString(seconds(rules, Instant.MIN, standard)));
    Instant at = Instant.parse("1900-01-01T00:00:00Z");
    ZoneOffsetTransition change = rules.nextTransition(at);
    while (change != null && change.getInstant().isBefore(HORIZON)) {
      from.add("'" + change.getInstant() + "'");
      seconds.add(Long.toString(seconds(rules, change.getInstant(), standard)));
      change = rules.nextTransition(change.getInstant());
    }
    String place =
        from.isEmpty()
            ? "0"
            : "pg_catalog.width_bucket("
                + time.sql()
                + ", ARRAY["
                + String.join(", ", from)
                + "]::pg_catalog.timestamptz[])";
    String sql =
        "((ARRAY["
            + String.join(", ", seconds)
            + "])["
            + place
            + " + 1] * '1 second'::pg_catalog.interval)";
    return Expression.of(sql, SqlType.INTERVAL, time.nullable(), time);
  }

  private static ZoneRules rules(String name) {
    try {
      return ZoneId.of(name).getRules();
    } catch (ZoneRulesException e) {
      throw SqlException.unsupported("the time zone " + name);
    }
  }

  private static long seconds(ZoneRules rules, Instant at, boolean standard) {
    Instant when = at.equals(Instant.MIN) ? Instant.parse("1900-01-01T00:00:00Z") : at;
    return standard
        ? rules.getStandardOffset(when).getTotalSeconds()
        : rules.getDaylightSavings(when).toSeconds();
  }
}
