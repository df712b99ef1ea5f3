package dev.verdigris.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * An object in a schema: a relation, an index, a sink, a connection, …
 *
 * @param id its id; it follows the object through a swap
 * @param schemaId the id of its schema
 * @param name its name
 * @param kind what it is
 * @param owner the name of the role that owns it
 * @param clusterId the id of the cluster it runs on; empty where it runs on none
 * @param grants its privileges, without those of system roles
 * @param comment its comment; empty where it has none
 * @param columnComments comments of columns by the column's name
 * @param columns its columns in order; empty for what has none and for what is outside the
 *     deployment
 * @param definition the stored statement, in which other objects stand as {@code [u12 AS
 *     "db"."schema"."name"]}; empty for what is outside the deployment
 * @param dependsOn ids of the objects that it reads or uses
 */
public record Item(
    String id,
    String schemaId,
    String name,
    ObjectKind kind,
    String owner,
    String clusterId,
    SortedSet<Grant> grants,
    String comment,
    Map<String, String> columnComments,
    List<Column> columns,
    String definition,
    Set<String> dependsOn) {

  /** Makes the collections immutable. */
  public Item {
    columnComments = Map.copyOf(columnComments);
    columns = List.copyOf(columns);
    dependsOn = Set.copyOf(dependsOn);
  }

  /** This item with other grants. */
  public Item withGrants(SortedSet<Grant> others) {
    return new Item(
        id,
        schemaId,
        name,
        kind,
        owner,
        clusterId,
        others,
        comment,
        columnComments,
        columns,
        definition,
        dependsOn);
  }

  /** This item with another owner. */
  public Item withOwner(String other) {
    return new Item(
        id,
        schemaId,
        name,
        kind,
        other,
        clusterId,
        grants,
        comment,
        columnComments,
        columns,
        definition,
        dependsOn);
  }

  /** This item with another comment, and the columns' comments as they are. */
  public Item withComment(String other) {
    return new Item(
        id,
        schemaId,
        name,
        kind,
        owner,
        clusterId,
        grants,
        other,
        columnComments,
        columns,
        definition,
        dependsOn);
  }

  /** This item with other comments of columns. */
  public Item withColumnComments(Map<String, String> others) {
    return new Item(
        id,
        schemaId,
        name,
        kind,
        owner,
        clusterId,
        grants,
        comment,
        others,
        columns,
        definition,
        dependsOn);
  }

  /** The same with other columns. */
  public Item withColumns(List<Column> others) {
    return new Item(
        id,
        schemaId,
        name,
        kind,
        owner,
        clusterId,
        grants,
        comment,
        columnComments,
        others,
        definition,
        dependsOn);
  }

  /** This item with other dependencies. */
  public Item withDependsOn(Set<String> others) {
    return new Item(
        id,
        schemaId,
        name,
        kind,
        owner,
        clusterId,
        grants,
        comment,
        columnComments,
        columns,
        definition,
        others);
  }
}
