package dev.verdigris.engine.fault;

import dev.verdigris.engine.Faults;
import dev.verdigris.engine.LocalEngine;
import dev.verdigris.engine.catalog.Simulation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;

/** The two ways to steer an engine, which do the same. */
enum Way {
  JAVA {
    @Override
    void steer(LocalEngine engine, String function, String... values) {
      Faults faults = engine.faults();
      Simulation simulation = engine.simulation();
      switch (function) {
        case "hydration_takes" -> simulation.hydrationTakes(values[0], span(values[1]));
        case "cluster_hydration_takes" ->
            simulation.clusterHydrationTakes(values[0], span(values[1]));
        case "never_hydrates" -> simulation.neverHydrates(values[0]);
        case "hydration_flaps" -> simulation.hydrationFlaps(values[0], span(values[1]));
        case "status_is_held_back" -> simulation.statusIsHeldBack(values[0]);
        case "lags" -> simulation.lags(values[0], span(values[1]));
        case "replica_is" -> simulation.replicaIs(values[0], values[1], values[2], values[3]);
        case "source_is" -> simulation.sourceIs(values[0], values[1], values[2]);
        case "sink_stalls" -> faults.sinkStalls(values[0]);
        case "sink_fails" -> faults.sinkFails(values[0], values[1]);
        case "sink_cutover_hangs" -> faults.sinkCutoverHangs(values[0]);
        case "statements_are_slow" -> at(faults, 2, values).slow(span(values[1]));
        case "statements_fail" -> at(faults, 3, values).fail(values[1], values[2]);
        case "connections_drop_before" -> at(faults, 1, values).dropBefore();
        case "connections_drop_after" -> at(faults, 1, values).dropAfter();
        case "statements_take_effect_late" -> at(faults, 2, values).takeEffectLate(span(values[1]));
        case "ddl_comes_before" -> at(faults, 1, values).afterForeignDdl();
        case "ddl_churns" -> faults.ddlChurns(span(values[0]));
        case "clock_jumps" -> faults.clockJumps(span(values[0]));
        case "restart" -> faults.restart();
        case "reset" -> {
          if (values.length == 0) {
            faults.reset();
          } else {
            faults.reset(values[0]);
          }
        }
        default -> throw new IllegalArgumentException(function);
      }
    }

    private Faults.Statements at(Faults faults, int rest, String... values) {
      Faults.Statements statements = faults.statements(values[0]);
      if (values.length > rest) {
        statements = statements.times(Integer.parseInt(values[rest]));
      }
      return values.length > rest + 1
          ? statements.skipping(Integer.parseInt(values[rest + 1]))
          : statements;
    }

    private Duration span(String text) {
      return text.endsWith(" ms")
          ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 3)))
          : Duration.parse("PT" + text);
    }
  },

  SQL {
    @Override
    void steer(LocalEngine engine, String function, String... values) throws SQLException {
      String marks = String.join(", ", Collections.nCopies(values.length, "?"));
      try (Connection internal = DriverManager.getConnection(engine.internalUrl());
          PreparedStatement statement =
              internal.prepareStatement(
                  "SELECT verdigris_engine." + function + "(" + marks + ")")) {
        for (int i = 0; i < values.length; i++) {
          statement.setString(i + 1, values[i]);
        }
        statement.executeQuery().close();
      } catch (SQLException e) {
        boolean cut = String.valueOf(e.getSQLState()).startsWith("08");
        if (!cut || !function.equals("restart")) {
          throw e;
        }
        // It cuts all connections, and the one that asks may be cut before it is answered.
      }
    }
  };

  /**
   * Calls the function, or what it stands for; spans are written as {@code 5s} or {@code 300 ms}.
   */
  abstract void steer(LocalEngine engine, String function, String... values) throws SQLException;
}
