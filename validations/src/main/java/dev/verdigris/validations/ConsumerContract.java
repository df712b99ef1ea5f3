package dev.verdigris.validations;

import dev.verdigris.SourcePosition;
import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.catalog.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What a consumer declared that it reads, from a committed file. Columns that it does not name may
 * come, go and change.
 *
 * <pre>
 * consumer: on-time board
 * owner: boards@example.com
 * relations:
 *   flights.on_time_board:
 *     iata: text not null
 *     on_time: boolean
 * </pre>
 *
 * @param file the file as people know it
 * @param consumer who reads
 * @param owner whom to ask before the contract is broken; empty where nobody is named
 * @param relations columns by the name that models call the relation
 */
record ConsumerContract(
    String file, String consumer, String owner, Map<String, List<Column>> relations) {
  private static final String NOT_NULL = " not null";
  private static final TreeSet<String> KEYS =
      new TreeSet<>(List.of("consumer", "owner", "relations"));

  /** Types have several names; the catalog knows one. */
  private static final Map<String, String> CATALOG_NAMES =
      Map.ofEntries(
          Map.entry("int", "integer"),
          Map.entry("int2", "smallint"),
          Map.entry("int4", "integer"),
          Map.entry("int8", "bigint"),
          Map.entry("bool", "boolean"),
          Map.entry("float", "double precision"),
          Map.entry("float4", "real"),
          Map.entry("float8", "double precision"),
          Map.entry("double", "double precision"),
          Map.entry("decimal", "numeric"),
          Map.entry("string", "text"),
          Map.entry("varchar", "character varying"),
          Map.entry("json", "jsonb"),
          Map.entry("timestamp", "timestamp without time zone"),
          Map.entry("timestamptz", "timestamp with time zone"));

  ConsumerContract {
    relations = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(relations));
  }

  /**
   * Reads a file.
   *
   * @throws dev.verdigris.VerdigrisException VG-2861 when it is no contract, with what is wrong
   */
  static ConsumerContract read(Path path) {
    String file =
        SourcePosition.display(Path.of("").toAbsolutePath(), path.toAbsolutePath().normalize());
    String text;
    try {
      text = Files.readString(path, StandardCharsets.UTF_8);
    } catch (java.nio.file.NoSuchFileException absent) {
      throw ContractProblems.malformed(file, "there is no such file").exception(absent);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
    return parse(file, text);
  }

  static ConsumerContract parse(String file, String text) {
    Map<?, ?> content = map(file, "the file", load(file, text));
    for (Object key : content.keySet()) {
      if (!(key instanceof String name) || !KEYS.contains(name)) {
        throw ContractProblems.unknownKey(file, String.valueOf(key), KEYS).exception();
      }
    }
    Map<String, List<Column>> relations = new LinkedHashMap<>();
    map(file, "relations", content.get("relations"))
        .forEach(
            (name, columns) ->
                relations.put(String.valueOf(name), columns(file, String.valueOf(name), columns)));
    if (relations.isEmpty()) {
      throw ContractProblems.malformed(file, "relations names none").exception();
    }
    return new ConsumerContract(
        file,
        text(file, "consumer", content.get("consumer")),
        content.get("owner") == null ? "" : text(file, "owner", content.get("owner")),
        relations);
  }

  private static Object load(String file, String text) {
    try {
      Object loaded =
          new Load(LoadSettings.builder().setLabel(file).setAllowDuplicateKeys(false).build())
              .loadFromString(text);
      return loaded == null ? Map.of() : loaded;
    } catch (YamlEngineException e) {
      throw ContractProblems.malformed(file, String.valueOf(e.getMessage())).exception(e);
    }
  }

  private static List<Column> columns(String file, String relation, Object declared) {
    List<Column> columns = new ArrayList<>();
    map(file, relation, declared)
        .forEach(
            (name, type) ->
                columns.add(column(String.valueOf(name), text(file, relation + "." + name, type))));
    if (columns.isEmpty()) {
      throw ContractProblems.malformed(file, relation + " names no columns").exception();
    }
    return columns;
  }

  private static Column column(String name, String declared) {
    String type = declared.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    boolean notNull = type.endsWith(NOT_NULL);
    String bare = notNull ? type.substring(0, type.length() - NOT_NULL.length()) : type;
    return new Column(name, CATALOG_NAMES.getOrDefault(bare, bare), !notNull);
  }

  private static Map<?, ?> map(
      String file, String where, @org.jspecify.annotations.Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw ContractProblems.malformed(file, where + " is not a list of names and values")
        .exception();
  }

  private static String text(
      String file, String where, @org.jspecify.annotations.Nullable Object value) {
    if (value instanceof String text && !text.isBlank()) {
      return text;
    }
    throw ContractProblems.malformed(file, where + " is not a text").exception();
  }

  /** What of the contract an environment does not keep. */
  List<Observation> broken(EnvironmentCatalog environment) {
    SortedMap<String, Item> known = environment.relations();
    List<Observation> observations = new ArrayList<>();
    relations.forEach(
        (name, columns) -> {
          Item relation = known.get(name);
          if (relation == null) {
            observations.add(Observation.fail(ColumnComparison.LOST, name));
          } else {
            columns.forEach(column -> broken(name, column, relation).ifPresent(observations::add));
          }
        });
    return observations;
  }

  private static Optional<Observation> broken(String relation, Column declared, Item item) {
    String name = relation + "." + declared.name();
    Optional<Column> found =
        item.columns().stream().filter(one -> one.name().equals(declared.name())).findFirst();
    if (found.isEmpty()) {
      return Optional.of(Observation.fail(ColumnComparison.LOST, name + ", " + declared.type()));
    }
    Column column = found.get();
    if (!column.type().equals(declared.type())) {
      return Optional.of(
          Observation.fail(
              ColumnComparison.RETYPED,
              name + "  declared " + declared.type() + "  green " + column.type()));
    }
    return column.nullable() && !declared.nullable()
        ? Optional.of(
            Observation.fail(
                ColumnComparison.NULLABLE, name + "  declared not null  green may be null"))
        : Optional.empty();
  }
}
