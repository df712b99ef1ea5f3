package dev.verdigris.engine.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server's own relations, types and functions, from the recorded lists; the same in every
 * state. Their ids are this engine's: a real server numbers them anew in every version.
 */
final class SystemCatalog {
  private static final String LISTS = "/dev/verdigris/engine/query/lists/";
  private static final int FIRST_RELATION = 1_000;
  private static final int FIRST_TYPE = 2_000;
  private static final int FIRST_FUNCTION = 3_000;
  private static final long FIRST_OID = 17_000;

  private record Name(SchemaId schema, String name) {}

  /** One overload of a function. */
  record Overload(
      ItemId function,
      long oid,
      SchemaId schema,
      String name,
      List<String> arguments,
      @Nullable String variadic,
      @Nullable String returns,
      boolean returnsSet) {}

  private final Map<ItemId, Item> items = new LinkedHashMap<>();
  private final Map<Name, Item> relations = new HashMap<>();
  private final Map<Name, Item> types = new HashMap<>();
  private final Map<Name, Item> functions = new HashMap<>();
  private final List<Overload> overloads = new ArrayList<>();
  private final Map<String, String> categories = new HashMap<>();

  private SystemCatalog(Set<String> modelled) {
    relations(modelled);
    types();
    functions();
  }

  /** Reads the lists. */
  static SystemCatalog load() {
    return new SystemCatalog(SystemRelations.modelled());
  }

  @Nullable Item item(ItemId id) {
    return items.get(id);
  }

  Optional<Item> item(SchemaId schema, String name) {
    return Optional.ofNullable(relations.get(new Name(schema, name)));
  }

  Optional<Item> type(SchemaId schema, String name) {
    return Optional.ofNullable(types.get(new Name(schema, name)));
  }

  Optional<Item> function(SchemaId schema, String name) {
    return Optional.ofNullable(functions.get(new Name(schema, name)));
  }

  Collection<Item> items() {
    return items.values();
  }

  List<Overload> overloads() {
    return overloads;
  }

  /** The operators: name, types of the arguments, type of the result. */
  static List<String[]> operators() {
    return rows("operators");
  }

  /** Category of a type, such as {@code numeric}. */
  String category(Item type) {
    return Objects.requireNonNull(categories.get(type.name()));
  }

  static SchemaId schema(String name) {
    return new SchemaId("s" + (SystemObjects.SCHEMAS.indexOf(name) + 1));
  }

  private void relations(Set<String> modelled) {
    Map<Name, List<String[]>> columns = new LinkedHashMap<>();
    for (String[] row : rows("relations")) {
      columns.computeIfAbsent(new Name(schema(row[0]), row[1]), name -> new ArrayList<>()).add(row);
    }
    int number = 0;
    for (Map.Entry<Name, List<String[]>> entry : columns.entrySet()) {
      String[] first = entry.getValue().get(0);
      String physical = SystemRelations.physicalSchema(first[0]) + "." + first[1];
      Item item =
          item(
              new ItemId("s" + (FIRST_RELATION + number)),
              FIRST_OID + number,
              entry.getKey(),
              ObjectType.ofCatalogName(first[2]),
              entry.getValue().stream().map(SystemCatalog::column).toList(),
              modelled.contains(physical)
                  ? SystemRelations.physicalSchema(first[0]) + "." + Physical.quote(first[1])
                  : null);
      relations.put(entry.getKey(), item);
      number++;
    }
  }

  private static Column column(String[] row) {
    return new Column(row[4], SystemRelations.type(row[5]), row[6].equals("t"), null);
  }

  private void types() {
    int number = 0;
    for (String[] row : rows("types")) {
      Name name = new Name(schema(row[0]), row[1]);
      ItemId id = new ItemId("s" + (FIRST_TYPE + number++));
      types.put(name, item(id, Long.parseLong(row[3]), name, ObjectType.TYPE, List.of(), null));
      categories.put(row[1], row[2]);
    }
  }

  private void functions() {
    int number = 0;
    for (String[] row : rows("functions")) {
      Name name = new Name(schema(row[0]), row[1]);
      long oid = FIRST_OID + FIRST_RELATION + number++;
      Item function = functions.get(name);
      if (function == null) {
        ItemId id = new ItemId("s" + (FIRST_FUNCTION + functions.size()));
        function = item(id, oid, name, ObjectType.FUNCTION, List.of(), null);
        functions.put(name, function);
      }
      overloads.add(
          new Overload(
              function.id(),
              oid,
              name.schema(),
              name.name(),
              row[2].isEmpty() ? List.of() : List.of(row[2].split(", ", -1)),
              row[3].isEmpty() ? null : row[3],
              row[4].isEmpty() ? null : row[4],
              row[5].equals("t")));
    }
  }

  private Item item(
      ItemId id,
      long oid,
      Name name,
      ObjectType type,
      List<Column> columns,
      @Nullable String physical) {
    Privilege right = type.isRelation() ? Privilege.SELECT : Privilege.USAGE;
    Acl privileges =
        type == ObjectType.FUNCTION
            ? Acl.NONE
            : Acl.NONE
                .grant(RoleId.PUBLIC, SystemObjects.MZ_SYSTEM, Set.of(right))
                .grant(SystemObjects.MZ_SYSTEM, SystemObjects.MZ_SYSTEM, Privilege.allOn(type));
    Item item =
        new Item(
            id,
            oid,
            name.schema(),
            null,
            name.name(),
            type,
            SystemObjects.MZ_SYSTEM,
            privileges,
            columns,
            null,
            Set.of(),
            null,
            new ItemFacts.None(),
            physical);
    items.put(id, item);
    return item;
  }

  private static List<String[]> rows(String list) {
    try (InputStream stream =
            Objects.requireNonNull(
                SystemCatalog.class.getResourceAsStream(LISTS + list + ".tsv"), list);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).map(line -> line.split("\t", -1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
