package dev.verdigris.history;

import static dev.verdigris.catalog.Identifiers.literal;

import com.google.gson.JsonParser;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Queries;
import dev.verdigris.execute.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The table {@code phases} in a schema of its own.
 *
 * <p>It is made before a phase begins its work and filled after it has ended, by an {@code INSERT},
 * which ends no other deployment's swap as DDL would. It is made only where the catalog has none.
 *
 * @param database the database of its schema
 * @param schema its schema
 */
record HistoryTable(String database, String schema) {
  private static final String NAME = "phases";

  /** Makes the schema and the table where they are absent; whether it made something. */
  boolean make(Session session) throws SQLException {
    if (exists(session)) {
      return false;
    }
    session.execute("CREATE SCHEMA IF NOT EXISTS " + Identifiers.qualified(database, schema));
    session.execute(
        "CREATE TABLE IF NOT EXISTS "
            + name()
            + " (ended_at timestamptz NOT NULL, deployment text NOT NULL, phase text NOT NULL,"
            + " took_ms bigint NOT NULL, deployed_by text NOT NULL, git_commit text NOT NULL,"
            + " verdict text NOT NULL, tests int NOT NULL, renamed jsonb NOT NULL,"
            + " sinks jsonb NOT NULL, keys text NOT NULL, exit_code int NOT NULL,"
            + " code text NOT NULL, summary text NOT NULL, state text NOT NULL)");
    return true;
  }

  private boolean exists(Queries session) throws SQLException {
    return session.query(
        "SELECT 1 FROM mz_tables t JOIN mz_schemas s ON s.id = t.schema_id"
            + " JOIN mz_databases d ON d.id = s.database_id WHERE t.name = "
            + literal(NAME)
            + " AND s.name = "
            + literal(schema)
            + " AND d.name = "
            + literal(database),
        rows -> rows.next());
  }

  void insert(Session session, PhaseRecord record) throws SQLException {
    List<String> values = new ArrayList<>();
    values.add(literal(record.endedAt().toString()) + "::timestamptz");
    values.add(literal(record.deployment()));
    values.add(literal(record.phase().label()));
    values.add(String.valueOf(record.took().toMillis()));
    values.add(literal(record.facts().by()));
    values.add(literal(record.facts().commit()));
    values.add(literal(record.facts().verdict()));
    values.add(String.valueOf(record.facts().tests()));
    values.add(literal(HistoryFile.renamed(record).toString()) + "::jsonb");
    values.add(literal(HistoryFile.sinks(record).toString()) + "::jsonb");
    values.add(literal(String.join("\n", record.keys())));
    values.add(String.valueOf(record.exit().value()));
    values.add(literal(record.code()));
    values.add(literal(record.text()));
    values.add(literal(record.state()));
    session.execute("INSERT INTO " + name() + " VALUES (" + String.join(", ", values) + ")");
  }

  /** Newest first; nothing where there is no table. */
  List<PastPhase> read(Queries session, Optional<String> deployment, int limit)
      throws SQLException {
    if (!exists(session)) {
      return List.of();
    }
    return session.query(
        "SELECT (extract(epoch FROM ended_at) * 1000)::bigint, deployment, phase, took_ms,"
            + " deployed_by, git_commit, verdict, tests, renamed::text, sinks::text, keys,"
            + " exit_code, code, summary, state FROM "
            + name()
            + deployment.map(one -> " WHERE deployment = " + literal(one)).orElse("")
            + " ORDER BY ended_at DESC LIMIT "
            + limit,
        rows -> {
          List<PastPhase> phases = new ArrayList<>();
          while (rows.next()) {
            String keys = rows.getString(11);
            phases.add(
                new PastPhase(
                    Instant.ofEpochMilli(rows.getLong(1)).toString(),
                    true,
                    rows.getString(2),
                    rows.getString(3),
                    rows.getLong(4),
                    rows.getString(5),
                    rows.getString(6),
                    rows.getString(7),
                    rows.getInt(8),
                    JsonParser.parseString(rows.getString(9)).getAsJsonArray(),
                    JsonParser.parseString(rows.getString(10)).getAsJsonArray(),
                    keys.isEmpty() ? List.of() : List.of(keys.split("\n", -1)),
                    rows.getInt(12),
                    rows.getString(13),
                    rows.getString(14),
                    rows.getString(15)));
          }
          return phases;
        });
  }

  private String name() {
    return Identifiers.qualified(database, schema, NAME);
  }
}
