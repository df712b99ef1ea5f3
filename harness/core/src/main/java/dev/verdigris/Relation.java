package dev.verdigris;

import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.ObjectKind;
import java.util.List;

/**
 * A relation of one environment.
 *
 * @param name what people and models call it in either environment: {@code
 *     flights.delay_by_airport}
 * @param environment {@code green} or {@code blue}
 * @param id its id; it follows the relation through a swap
 * @param kind what it is
 * @param sqlName its whole name as statements have it now, quoted: {@code
 *     "materialize"."flights_pr_17"."delay_by_airport"}
 * @param columns its columns in order
 */
public record Relation(
    String name,
    String environment,
    String id,
    ObjectKind kind,
    String sqlName,
    List<Column> columns) {

  /** Makes the list immutable. */
  public Relation {
    columns = List.copyOf(columns);
  }

  /** Its name as statements have it, so that it can be put into a text. */
  @Override
  public String toString() {
    return sqlName;
  }
}
