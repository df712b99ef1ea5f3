package dev.verdigris;

import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.execute.ReadSession;
import dev.verdigris.gate.Findings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A relation of one environment. Two are equal when they are the same object of the catalog. */
public final class Relation {
  private final Origin origin;
  private final String name;
  private final String id;
  private final ObjectKind kind;
  private final String sqlName;
  private final List<Column> columns;

  /** Where a relation was asked from. */
  interface Origin {
    /** {@code green} or {@code blue}. */
    String label();

    /** A new connection that reads there. */
    Connection connection();

    /** A session that reads there, one of those that are shared. */
    ReadSession session();

    /** The same for a subscription. */
    ReadSession sessionApart();

    /** Whether the rows of the relation with this id change as time passes. */
    boolean movesWithTime(String id);

    /** Where a validation tells what it finds beside its result. */
    Findings findings();
  }

  Relation(
      Origin origin,
      String name,
      String id,
      ObjectKind kind,
      String sqlName,
      List<Column> columns) {
    this.origin = origin;
    this.name = name;
    this.id = id;
    this.kind = kind;
    this.sqlName = sqlName;
    this.columns = List.copyOf(columns);
  }

  /**
   * A relation that belongs to no deployment, such as a model's stand-in in a test of that model.
   *
   * @param environment what messages say instead of {@code green} and {@code blue}
   * @param name what people call it: {@code flights.delay_by_airport}
   * @param id its id
   * @param kind what it is
   * @param sqlName its whole name, quoted
   * @param columns its columns in order
   * @param connections makes connections that can read it
   */
  public static Relation apart(
      String environment,
      String name,
      String id,
      ObjectKind kind,
      String sqlName,
      List<Column> columns,
      Supplier<Connection> connections) {
    return new Relation(new Apart(environment, connections), name, id, kind, sqlName, columns);
  }

  private record Apart(String label, Supplier<Connection> connections) implements Origin {
    @Override
    public Connection connection() {
      return connections.get();
    }

    @Override
    public ReadSession session() {
      return sessionApart();
    }

    @Override
    public ReadSession sessionApart() {
      try {
        return ReadSession.over(connection());
      } catch (SQLException e) {
        throw EnvironmentProblems.noConnection(label, e).exception(e);
      }
    }

    @Override
    public boolean movesWithTime(String id) {
      return false;
    }

    @Override
    public Findings findings() {
      return Findings.NONE;
    }
  }

  /** What people and models call it in either environment: {@code flights.delay_by_airport}. */
  public String name() {
    return name;
  }

  /** {@code green} or {@code blue}: the environment that it was asked from. */
  public String environment() {
    return origin.label();
  }

  /** Its id; it follows the relation through a swap. */
  public String id() {
    return id;
  }

  /** What it is. */
  public ObjectKind kind() {
    return kind;
  }

  /**
   * Its whole name as statements have it now, quoted: {@code
   * "materialize"."flights_pr_17"."delay_by_airport"}.
   */
  public String sqlName() {
    return sqlName;
  }

  /** Its columns in order. */
  public List<Column> columns() {
    return columns;
  }

  /**
   * A new connection on the cluster of the environment that it was asked from. The caller closes
   * it.
   *
   * @throws VerdigrisException VG-6101 when the server cannot be reached
   */
  public Connection connection() {
    return origin.connection();
  }

  /**
   * A session that reads as {@link #connection()} does, and whose statements end at a deadline; it
   * is one of the {@code validation.connections} that all validations share. The caller closes it.
   *
   * @throws VerdigrisException VG-6101 or VG-6111 when there is no connection, VG-6112 when all are
   *     in use
   */
  public ReadSession session() {
    return origin.session();
  }

  /** The same for a subscription: it does not count, and its connection is thrown away. */
  public ReadSession sessionApart() {
    return origin.sessionApart();
  }

  /**
   * Whether its definition, or that of a relation which it reads, filters by {@code mz_now()}: then
   * its rows change as time passes. What lies outside the deployment's schemas and clusters is not
   * looked at.
   */
  public boolean movesWithTime() {
    return origin.movesWithTime(id);
  }

  /** Where the validation that asked for it tells what it finds beside its result. */
  public Findings findings() {
    return origin.findings();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Relation relation && relation.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Its name as statements have it, so that it can be put into a text. */
  @Override
  public String toString() {
    return sqlName;
  }
}
