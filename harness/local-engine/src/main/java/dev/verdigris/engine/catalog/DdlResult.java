package dev.verdigris.engine.catalog;

/**
 * What became of a DDL statement.
 *
 * @param tag of its completion, such as {@code ALTER SCHEMA}
 * @param changed whether anything changed: false for what {@code IF [NOT] EXISTS} passed over
 */
public record DdlResult(String tag, boolean changed) {}
