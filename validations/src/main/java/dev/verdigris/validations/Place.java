package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.catalog.Schema;
import java.util.stream.Collectors;

/** Names an environment with its schemas as they are called now. */
final class Place {
  private Place() {}

  /** For people: {@code green flights_pr_17}. */
  static String of(Environment environment) {
    return environment.catalog().schemas().values().stream()
        .flatMap(id -> environment.catalog().snapshot().schema(id).stream())
        .map(Schema::name)
        .collect(Collectors.joining(", ", environment.label() + " ", ""));
  }
}
