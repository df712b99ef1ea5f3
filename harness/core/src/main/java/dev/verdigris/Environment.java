package dev.verdigris;

import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.catalog.Health;
import dev.verdigris.execute.ReadSession;
import dev.verdigris.gate.Findings;
import java.sql.Connection;
import java.util.List;

/** Green or blue: a set of relations, and connections that read them on the right cluster. */
public sealed interface Environment permits ViewedEnvironment {

  /** {@code green} or {@code blue}. */
  String label();

  /**
   * A new connection whose search path finds this environment's schemas and whose cluster is this
   * environment's first one. The caller closes it.
   *
   * @throws VerdigrisException VG-6101 when the server cannot be reached
   */
  Connection connection();

  /**
   * A session that reads as {@link #connection()} does, and whose statements end at a deadline; it
   * is one of the {@code validation.connections} that all validations share. The caller closes it.
   *
   * @throws VerdigrisException VG-6101 or VG-6111 when there is no connection, VG-6112 when all are
   *     in use
   */
  ReadSession session();

  /** The same for a subscription: it does not count, and its connection is thrown away. */
  ReadSession sessionApart();

  /**
   * The relation that the models call {@code name}, for example {@code flights.delay_by_airport}.
   *
   * @throws VerdigrisException VG-2241 when the environment has none of this name, with the nearest
   */
  Relation relation(String name);

  /** All relations, in the order of their names. */
  List<Relation> relations();

  /**
   * This environment's name now for one of the configured schemas.
   *
   * @throws VerdigrisException VG-2242 when the schema is not in the deployment
   */
  String schema(String name);

  /**
   * This environment's name now for one of the configured clusters.
   *
   * @throws VerdigrisException VG-2243 when the cluster is not in the deployment
   */
  String cluster(String name);

  /**
   * A sink that reads one of the deployment's relations, with the relation that it reads in this
   * environment.
   *
   * @param name its schema and name, {@code sinks.delays}
   * @throws VerdigrisException VG-2244 when no sink of this name reads the deployment
   */
  Sink sink(String name);

  /** All sinks that read one of the deployment's relations, in the order of their names. */
  List<Sink> sinks();

  /** What the catalog said of this environment when it was asked for. */
  EnvironmentCatalog catalog();

  /**
   * What the server reports now about both environments, their sources and their sinks, read in one
   * statement.
   *
   * @throws VerdigrisException VG-6111 when the server cannot be asked
   */
  Health health();

  /** Where the validation that was given this environment tells what it finds beside its result. */
  Findings findings();
}
