package dev.verdigris;

import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.gate.Findings;
import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A relation of one environment. Two are equal when they are the same object of the catalog. */
public final class Relation {
  private final EnvironmentView view;
  private final String name;
  private final String id;
  private final ObjectKind kind;
  private final String sqlName;
  private final List<Column> columns;

  Relation(
      EnvironmentView view,
      String name,
      String id,
      ObjectKind kind,
      String sqlName,
      List<Column> columns) {
    this.view = view;
    this.name = name;
    this.id = id;
    this.kind = kind;
    this.sqlName = sqlName;
    this.columns = List.copyOf(columns);
  }

  /** What people and models call it in either environment: {@code flights.delay_by_airport}. */
  public String name() {
    return name;
  }

  /** {@code green} or {@code blue}: the environment that it was asked from. */
  public String environment() {
    return view.label();
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
    return view.connection();
  }

  /** Where the validation that asked for it tells what it finds beside its result. */
  public Findings findings() {
    return view.findings();
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
