package dev.verdigris.engine.sql;

/**
 * One part of a name, as it is compared: unquoted in the text means folded to lower case here.
 *
 * @param value the name without quotes
 */
public record Ident(String value) {
  @Override
  public String toString() {
    return value;
  }
}
