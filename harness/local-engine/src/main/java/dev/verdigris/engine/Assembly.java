package dev.verdigris.engine;

import dev.verdigris.engine.catalog.Catalog;
import dev.verdigris.engine.catalog.CatalogScripts;
import dev.verdigris.engine.catalog.ShowQueries;
import dev.verdigris.engine.kafka.KafkaBrokers;
import dev.verdigris.engine.kafka.KafkaService;
import dev.verdigris.engine.postgres.PostgresServer;
import dev.verdigris.engine.query.Bootstrap;
import dev.verdigris.engine.query.QueryDefinitions;
import dev.verdigris.engine.query.QueryPlanner;
import dev.verdigris.engine.sink.SinkRuntime;
import dev.verdigris.engine.source.SourceRuntime;
import dev.verdigris.engine.subscribe.SubscribeRuntime;
import dev.verdigris.engine.wire.Engine;
import dev.verdigris.engine.wire.Listening;
import dev.verdigris.engine.wire.WireServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of one engine, put together.
 *
 * @param postgres stores and computes
 * @param catalog what there is
 * @param sinks what writes to Kafka
 * @param sources what load generators make
 * @param subscriptions what waits for changes
 * @param server what clients talk to
 */
record Assembly(
    PostgresServer postgres,
    Catalog catalog,
    SinkRuntime sinks,
    SourceRuntime sources,
    SubscribeRuntime subscriptions,
    WireServer server)
    implements AutoCloseable {

  static Assembly start(Path directory, KafkaService kafka, Listening where, Faults faults) {
    PostgresServer postgres = PostgresServer.start(directory, scripts());
    try {
      return on(postgres, kafka, where, faults);
    } catch (SQLException e) {
      postgres.close();
      throw EngineProblems.postgres(e);
    } catch (IOException e) {
      postgres.close();
      throw EngineProblems.ports(where.port(), where.internalPort(), e);
    } catch (RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  static List<String> scripts() {
    List<String> scripts = new ArrayList<>(Bootstrap.scripts());
    scripts.addAll(CatalogScripts.scripts());
    return scripts;
  }

  private static Assembly on(
      PostgresServer postgres, KafkaService kafka, Listening where, Faults faults)
      throws SQLException, IOException {
    Timestamps timestamps = faults.timestamps();
    prepare(postgres, timestamps);
    CommitOrder order = new CommitOrder(timestamps);
    ChangeBus changes = new ChangeBus();
    ShowQueries shows = new ShowQueries();
    Catalog catalog =
        Catalog.open(
            postgres.connect(),
            new QueryDefinitions(shows),
            new KafkaBrokers(kafka),
            timestamps,
            faults.simulation());
    SinkRuntime sinks =
        SinkRuntime.start(catalog, order, changes, kafka, postgres::connect, faults.sinkSteps());
    SourceRuntime sources = SourceRuntime.start(catalog, order, changes, postgres::connect);
    SubscribeRuntime subscriptions =
        new SubscribeRuntime(catalog, order, changes, postgres::connect);
    Engine engine =
        new Engine(
            postgres,
            catalog,
            new QueryPlanner(shows),
            order,
            changes,
            timestamps,
            subscriptions,
            faults);
    try {
      WireServer server = WireServer.listen(engine, where);
      return new Assembly(postgres, catalog, sinks, sources, subscriptions, server);
    } catch (IOException e) {
      subscriptions.close();
      sources.close();
      sinks.close();
      catalog.close();
      throw e;
    }
  }

  /**
   * Forgets the sessions of the last process; goes on with its time, should the clock be behind.
   */
  private static void prepare(PostgresServer postgres, Timestamps timestamps) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE mz_local.session, mz_local.subscription");
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT coalesce(max(extract(epoch FROM occurred_at) * 1000), 0)::int8 FROM"
                  + " mz_local.audit_event")) {
        rows.next();
        timestamps.atLeast(rows.getLong(1));
      }
    }
  }

  /** Ends everything as a kill does: clients get no word, what is not committed is lost. */
  void kill() {
    subscriptions.engineEnds();
    server.kill();
    postgres.kill();
    close();
  }

  /** Clients first, then what they used. */
  @Override
  public void close() {
    subscriptions.engineEnds();
    server.close();
    subscriptions.close();
    sources.close();
    sinks.close();
    catalog.close();
    postgres.close();
  }
}
