package dev.verdigris.validations;

import dev.verdigris.Relation;
import java.util.regex.Pattern;

/**
 * A relation as messages name it.
 *
 * @param environment {@code green} or {@code blue}
 * @param name what models call it: {@code flights.delay_by_airport}
 * @param sqlName what statements call it now, quoted
 */
record Subject(String environment, String name, String sqlName) {
  private static final Pattern DATABASE = Pattern.compile("^\"(?:[^\"]|\"\")*\"\\.");
  private static final Pattern PLAIN = Pattern.compile("\"([a-z_][a-z0-9_$]*)\"");

  static Subject of(Relation relation) {
    return new Subject(relation.environment(), relation.name(), relation.sqlName());
  }

  /** Environment and name as it is now: {@code green flights_pr_17.delay_by_airport}. */
  String label() {
    String withoutDatabase = DATABASE.matcher(sqlName).replaceFirst("");
    return environment + " " + PLAIN.matcher(withoutDatabase).replaceAll("$1");
  }

  /** The name without the schema. */
  String unqualified() {
    return name.substring(name.indexOf('.') + 1);
  }

  /** What a summary calls the other side: {@code production} for blue. */
  String side() {
    return environment.equals("blue") ? "production" : environment;
  }
}
