package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ObjectType;
import dev.verdigris.engine.catalog.Privilege;
import dev.verdigris.engine.query.PostgresErrors;
import dev.verdigris.engine.sql.DataStatement;
import dev.verdigris.engine.sql.DataStatement.CopyRelation;
import dev.verdigris.engine.sql.Ident;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** COPY from the client: what it sends goes on to PostgreSQL as it comes. */
final class CopyIn {
  private final Session session;

  CopyIn(Session session) {
    this.session = session;
  }

  Completion run(DataStatement.Copy copy) throws IOException {
    if (!(copy.relation() instanceof CopyRelation.CopyTable relation)) {
      throw SqlException.internal("COPY FROM takes a table");
    }
    Item table = session.state().resolveItem(relation.name().names(), session);
    if (table.type() != ObjectType.TABLE || table.isSystem()) {
      throw SqlException.internal(
          "cannot insert into "
              + table.type().words()
              + " '"
              + Timedomains.name(table, session.state())
              + "'");
    }
    CopyFormat format = CopyFormat.of(copy.options());
    List<String> columns = columns(relation, table);
    session.transaction().become(Transaction.Kind.WRITES);
    session.state().rights(session).requireWrite(table.id(), Privilege.INSERT);
    session.openForWrites();
    session.transaction().written().add(table.id());
    String sql =
        "COPY %s (%s) FROM STDIN WITH (%s)"
            .formatted(table.physicalName(), String.join(", ", columns), format.postgres());
    session.onBackend(
        backend -> {
          backend.copyIn(sql);
          return sql;
        });
    MessageWriter out = session.client().out();
    out.begin('G').int8(0).int16(columns.size());
    columns.forEach(column -> out.int16(0));
    out.end();
    session.client().flush();
    return new Completion("COPY " + receive());
  }

  /** The physical columns, in the order in which values come. */
  private static List<String> columns(CopyRelation.CopyTable relation, Item table) {
    List<String> columns = new ArrayList<>();
    if (relation.columns().isEmpty()) {
      for (int i = 1; i <= table.columns().size(); i++) {
        columns.add("c" + i);
      }
    }
    for (Ident name : relation.columns()) {
      int position = table.position(name.value());
      if (position == 0) {
        throw SqlException.internal("column \"" + name.value() + "\" does not exist");
      }
      columns.add("c" + position);
    }
    return columns;
  }

  private long receive() throws IOException {
    return session
        .<Backend.Completion>onBackend(
            backend -> {
              while (true) {
                Message message = next(backend);
                switch (message.type()) {
                  case 'd' -> backend.copyData(message.body(), message.length());
                  case 'c' -> {
                    return finished(backend);
                  }
                  case 'f' -> {
                    String reason = message.string();
                    backend.copyFail(reason);
                    throw SqlException.of("57014", "COPY from stdin failed: " + reason);
                  }
                  case 'H', 'S' -> {
                    // Allowed in between, and without meaning there.
                  }
                  default -> {
                    backend.copyFail("the client said something else");
                    throw SqlException.fatal("08P01", "unexpected message during COPY");
                  }
                }
              }
            })
        .count();
  }

  /** The client's next message; where none comes, PostgreSQL must not wait for more either. */
  private Message next(Backend backend) throws IOException {
    try {
      Message message = session.nextMessage();
      // A cancel request that came before the message counts, even if nothing waited when it came.
      session.interruption().check();
      return message;
    } catch (SqlException e) {
      backend.copyFail("interrupted");
      throw e;
    }
  }

  private static Backend.Completion finished(Backend backend) throws IOException {
    try {
      return backend.copyDone();
    } catch (PostgresException e) {
      throw PostgresErrors.translate(e.sqlState(), e.message(), e.hint(), false);
    }
  }
}
