package dev.verdigris.catalog;

/**
 * A column of a relation.
 *
 * @param name its name
 * @param type its type as {@code mz_columns} has it, for example {@code integer}
 * @param nullable whether the server knows of no reason why it could not be null
 */
public record Column(String name, String type, boolean nullable) {}
