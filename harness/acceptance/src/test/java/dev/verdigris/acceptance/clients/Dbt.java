package dev.verdigris.acceptance.clients;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A copy of the dbt project of flights, and dbt run in it as a user runs it. */
final class Dbt {
  /** Everything but the load generator and its table. */
  static final String[] WITHOUT_INGEST = {
    "--exclude", "config.materialized:source", "config.materialized:source_table"
  };

  /** What must be left out of a deployment, as dbt-materialize's manual says. */
  static final String[] WITHOUT_SINKS_AND_SOURCES = {
    "--exclude",
    "config.materialized:source",
    "config.materialized:source_table",
    "config.materialized:sink"
  };

  /** The variables of a deployment whose definition counts an early departure as punctual. */
  static final String NEXT = "{deploy: true, delay_rule: \"avg(greatest(delay_minutes, 0))\"}";

  private final Path dbt;
  private final Path project;
  private final Map<String, String> environment = new HashMap<>();

  private Dbt(Path dbt, Path project) {
    this.dbt = dbt;
    this.project = project;
  }

  /** Copies the project into a directory and points it at an engine. */
  static Dbt project(Path directory, EngineProcess engine) throws IOException {
    Path dbt = Tools.dbt();
    Path project = Files.createDirectories(directory.resolve("flights"));
    copy(Path.of("src/test/resources/clients/dbt"), project);
    Dbt made = new Dbt(dbt, project);
    made.environment.put("FLIGHTS_PORT", Integer.toString(engine.port()));
    made.environment.put("DBT_SEND_ANONYMOUS_USAGE_STATS", "false");
    return made;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  Dbt with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Where the project is. */
  Path directory() {
    return project;
  }

  /** Runs {@code dbt} with these arguments. */
  Command.Result run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(dbt.toString());
    command.addAll(List.of("--no-use-colors", "--no-version-check"));
    Collections.addAll(command, arguments);
    command.addAll(List.of("--profiles-dir", "."));
    return Command.run(project, environment, command);
  }

  /** Runs it with a selection at the end. */
  Command.Result run(String[] selection, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    Collections.addAll(all, selection);
    return run(all.toArray(String[]::new));
  }

  /** Runs one of the adapter's operations. */
  Command.Result operation(String name, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("run-operation", name));
    Collections.addAll(all, arguments);
    return run(all.toArray(String[]::new));
  }

  /** The status of each node that the last command ran, by the node's name. */
  Map<String, String> results() {
    Map<String, String> statuses = new TreeMap<>();
    for (JsonElement result : artifact("run_results.json").getAsJsonArray("results")) {
      JsonObject one = result.getAsJsonObject();
      String[] id = one.get("unique_id").getAsString().split("\\.", -1);
      statuses.put(id[2], one.get("status").getAsString());
    }
    return statuses;
  }

  /** A file that dbt wrote below {@code target}, as JSON. */
  JsonObject artifact(String name) {
    try {
      String text = Files.readString(project.resolve("target").resolve(name));
      return JsonParser.parseString(text).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The SQL of all nodes that the last command ran. */
  List<String> compiled() {
    List<String> sql = new ArrayList<>();
    for (JsonElement result : artifact("run_results.json").getAsJsonArray("results")) {
      sql.add(result.getAsJsonObject().get("compiled_code").getAsString());
    }
    return sql;
  }
}
