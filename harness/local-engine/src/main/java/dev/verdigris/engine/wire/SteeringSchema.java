package dev.verdigris.engine.wire;

import dev.verdigris.engine.Faults;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.fault.Steering;
import dev.verdigris.engine.query.ResultColumn;
import dev.verdigris.engine.query.SqlType;
import dev.verdigris.engine.sql.DataStatement;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.ParsedStatement;
import dev.verdigris.engine.sql.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The schema {@code verdigris_engine}: {@code SELECT verdigris_engine.f(…)} steers the engine,
 * {@code SELECT * FROM verdigris_engine.steerings} lists what is set. It is no schema of the
 * catalog, and only sessions of the internal port have it: to all others it is a name that does not
 * exist.
 */
final class SteeringSchema {
  static final String NAME = "verdigris_engine";
  private static final String LIST = "steerings";

  private SteeringSchema() {}

  /** The call in a statement of this form; null for every other statement. */
  private static Expr.@Nullable Call call(DataStatement.SelectStatement select) {
    return body(select) instanceof Query.Select of
            && of.from().isEmpty()
            && of.items().size() == 1
            && of.items().get(0) instanceof Query.SelectItem.Item item
            && item.expr() instanceof Expr.Call call
            && isOurs(call.name())
        ? call
        : null;
  }

  private static boolean isList(DataStatement.SelectStatement select) {
    return body(select) instanceof Query.Select of
        && of.items().size() == 1
        && of.items().get(0) instanceof Query.SelectItem.Wildcard
        && of.where() == null
        && of.from().size() == 1
        && of.from().get(0).joins().isEmpty()
        && of.from().get(0).factor() instanceof Query.Factor.Relation relation
        && isOurs(relation.name())
        && relation.name().last().value().equals(LIST);
  }

  private static Query.@Nullable Body body(DataStatement.SelectStatement select) {
    Query query = select.query();
    boolean plain =
        query.with() == null
            && query.orderBy().isEmpty()
            && query.limit() == null
            && query.offset() == null
            && select.asOf() == null;
    return plain ? query.body() : null;
  }

  private static boolean isOurs(ObjectName name) {
    return name.parts().size() == 2 && name.names().get(0).equals(NAME);
  }

  /** What such a statement takes and gives; null if it is none, or not for this session. */
  static @Nullable Prepared prepare(ParsedStatement source, Session session) {
    if (!session.id().internal()
        || !(source.statement() instanceof DataStatement.SelectStatement select)) {
      return null;
    }
    if (isList(select)) {
      return Prepared.of(
          source,
          List.of(
              Preparer.text("steering"),
              Preparer.text("target"),
              Preparer.text("setting"),
              new ResultColumn("fired", SqlType.INT8, false, false)));
    }
    Expr.Call call = call(select);
    if (call == null) {
      return null;
    }
    String name = call.name().last().value();
    int parameters = 0;
    for (Expr argument : call.arguments()) {
      if (plain(argument) instanceof Expr.Parameter parameter) {
        parameters = Math.max(parameters, parameter.number());
      }
    }
    return new Prepared(
        source,
        List.of(Preparer.text(name)),
        Collections.nCopies(parameters, SqlType.TEXT),
        null,
        0);
  }

  /** Whether a prepared statement is one of these. */
  static boolean is(Prepared prepared) {
    return prepared.plan() == null
        && prepared.source() != null
        && prepared.statement() instanceof DataStatement.SelectStatement;
  }

  /** Runs it. */
  static Completion run(Portal portal, Session session, RowSender rows) throws IOException {
    DataStatement.SelectStatement select =
        (DataStatement.SelectStatement) portal.prepared().statement();
    Faults faults = session.engine().faults();
    session.transaction().become(Transaction.Kind.READS);
    Expr.Call call = call(select);
    if (call == null) {
      List<ResultColumn> columns = portal.prepared().resultColumns();
      List<Steering> list = faults.list();
      for (Steering each : list) {
        rows.send(
            List.of(each.name(), each.target(), each.setting(), Long.toString(each.fired())),
            columns,
            portal.formats());
      }
      return new Completion("SELECT " + list.size());
    }
    String name = call.name().last().value();
    SteeringFunction function = SteeringFunction.ALL.get(name);
    if (function == null) {
      throw SqlException.of("42883", "local engine: there is no " + call.name() + " to steer with")
          .withHint("There are " + SteeringFunction.signatures() + ".");
    }
    List<@Nullable String> values = new ArrayList<>();
    for (Expr argument : call.arguments()) {
      values.add(value(argument, portal));
    }
    function.call(faults, values);
    rows.send(List.of(text(values)), portal.formats());
    return new Completion("SELECT 1");
  }

  private static String text(List<@Nullable String> values) {
    return values.isEmpty()
        ? "done"
        : "set: " + String.join(", ", values.stream().map(String::valueOf).toList());
  }

  private static Expr plain(Expr expr) {
    Expr inner = expr;
    while (true) {
      if (inner instanceof Expr.Nested nested) {
        inner = nested.expr();
      } else if (inner instanceof Expr.Cast cast) {
        inner = cast.expr();
      } else {
        return inner;
      }
    }
  }

  private static @Nullable String value(Expr argument, Portal portal) {
    Expr plain = plain(argument);
    if (plain instanceof Expr.NullLiteral) {
      return null;
    }
    if (plain instanceof Expr.StringLiteral string) {
      return string.value();
    }
    if (plain instanceof Expr.NumberLiteral number) {
      return number.text();
    }
    if (plain instanceof Expr.Parameter parameter) {
      byte[] value = portal.parameters().get(parameter.number() - 1);
      return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
    throw SqlException.of("22023", "local engine: " + NAME + " takes strings and numbers only");
  }
}
