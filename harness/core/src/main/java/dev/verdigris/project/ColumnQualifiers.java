package dev.verdigris.project;

import dev.verdigris.project.Rewriting.Edit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rewrites columns that are qualified with a deployed schema, {@code flights.routes.origin}.
 *
 * <p>Where only one relation of the query can be meant, the schema goes: {@code routes.origin}.
 * Materialize stores a column's name as written, and refuses a swap with "ambiguous reference to
 * schema" where one names a schema without its database. Otherwise the schema becomes green's.
 */
final class ColumnQualifiers {
  private final RelationFinder.Found query;
  private final List<Optional<Reference>> references;
  private final Set<QualifiedName> deployed;
  private final String database;

  /**
   * Prepares for one query.
   *
   * @param references what each of the query's relations means; empty for the system's
   * @param database the deployment's
   */
  ColumnQualifiers(
      RelationFinder.Found query, List<Optional<Reference>> references, String database) {
    this.query = query;
    this.references = references;
    this.database = database;
    this.deployed =
        references.stream()
            .flatMap(Optional::stream)
            .filter(Reference::inDeployment)
            .map(Reference::name)
            .collect(Collectors.toSet());
  }

  /**
   * What to write for a column's name of at least two parts. Two parts are a column of a table or
   * of an alias, unless the query has nothing of that name: then they are a whole row.
   */
  Optional<Edit> edit(SqlName column, Naming naming) {
    int last = column.size() - 1;
    boolean star = column.parts().get(last).kind() == SqlToken.Kind.SYMBOL;
    if (names(column, last - 1)) {
      return Optional.of(column(column, last - 1, naming));
    }
    boolean wholeRow = !star && names(column, last) && !query.tables().contains(column.part(0));
    return wholeRow ? Optional.of(schema(column, last, naming)) : Optional.empty();
  }

  /** Whether the parts up to {@code relation} name a deployed relation of this query. */
  private boolean names(SqlName column, int relation) {
    if (relation < 1 || relation > 2) {
      return false;
    }
    String named = relation == 2 ? column.part(0) : database;
    return deployed.contains(
        new QualifiedName(named, column.part(relation - 1), column.part(relation)));
  }

  private Edit column(SqlName column, int relation, Naming naming) {
    return isOnlyOne(column.part(relation))
        ? new Edit(column.start(), column.parts().get(relation).start(), "")
        : schema(column, relation, naming);
  }

  private Edit schema(SqlName column, int relation, Naming naming) {
    SqlToken schema = column.parts().get(relation - 1);
    return new Edit(schema.start(), schema.end(), QualifiedName.quote(naming.of(schema.value())));
  }

  /** Whether no alias and no other relation anywhere in the query has this name. */
  private boolean isOnlyOne(String table) {
    long relations =
        IntStream.range(0, references.size())
            .filter(i -> query.relations().get(i).last().equals(table))
            .mapToObj(i -> references.get(i).map(Reference::name))
            .distinct()
            .count();
    return relations == 1 && !query.aliases().contains(table);
  }
}
