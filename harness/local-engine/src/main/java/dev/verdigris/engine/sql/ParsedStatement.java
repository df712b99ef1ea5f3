package dev.verdigris.engine.sql;

/**
 * A statement and where it stood.
 *
 * @param statement what it says
 * @param text its own text, without the {@code ;} and without blanks or comments around it
 * @param start offset of its first character in the whole text, from 0
 * @param end offset behind its last character
 */
public record ParsedStatement(Statement statement, String text, int start, int end) {}
