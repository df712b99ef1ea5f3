package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.DataStatement;
import dev.verdigris.engine.sql.SessionStatement;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** DECLARE, FETCH and CLOSE. */
final class Cursors {
  private final Session session;
  private final Reads reads;
  private final Subscriptions subscriptions;

  Cursors(Session session, Reads reads, Subscriptions subscriptions) {
    this.session = session;
    this.reads = reads;
    this.subscriptions = subscriptions;
  }

  String declare(SessionStatement.Declare declare, Preparer preparer) {
    String name = declare.name().value();
    Map<String, Cursor> open = session.transaction().cursors();
    if (open.containsKey(name)) {
      throw SessionErrors.cursorExists(name);
    }
    Prepared prepared = preparer.prepare(declare.statement(), List.of());
    boolean query =
        prepared.statement() instanceof DataStatement.SelectStatement
            || prepared.statement() instanceof DataStatement.Subscribe;
    if (!query) {
      throw SqlException.unsupported("a cursor for " + prepared.text());
    }
    open.put(name, new Cursor(Portal.of(prepared)));
    return "DECLARE CURSOR";
  }

  String close(SessionStatement.Close close) {
    Cursor cursor = session.transaction().cursors().remove(close.name().value());
    if (cursor == null) {
      throw SessionErrors.unknownCursor(close.name().value());
    }
    cursor.close();
    return "CLOSE CURSOR";
  }

  Completion fetch(SessionStatement.Fetch fetch, Formats formats) throws IOException {
    Cursor cursor = session.transaction().cursors().get(fetch.name().value());
    if (cursor == null) {
      throw SessionErrors.unknownCursor(fetch.name().value());
    }
    long limit = fetch.all() ? Long.MAX_VALUE : fetch.count() == null ? 1 : fetch.count();
    Prepared prepared = cursor.portal().prepared();
    if (prepared.statement() instanceof DataStatement.Subscribe) {
      return new Completion(
          "FETCH " + subscriptions.fetch(cursor, limit, fetch.options(), formats));
    }
    return new Completion("FETCH " + fetchRows(cursor, limit, formats));
  }

  private long fetchRows(Cursor cursor, long limit, Formats formats) throws IOException {
    Portal portal = cursor.portal();
    if (limit == 0 || portal.isDone()) {
      return 0;
    }
    int most = (int) Math.min(limit, Integer.MAX_VALUE);
    long[] count = {0};
    Completion completion =
        reads.select(
            portal,
            portal.prepared().planned(),
            most,
            row -> {
              count[0]++;
              formats.send(row, portal.prepared().resultColumns(), session.client().out());
            });
    if (completion.tag() != null) {
      portal.finish();
    }
    return count[0];
  }
}
