package dev.verdigris.engine.catalog;

import dev.verdigris.engine.query.SqlType;
import java.util.List;
import java.util.Set;

/** A catalog with the tables that recorded queries read, made without DDL. */
public final class QueryCatalog {
  private static final RoleId OWNER = new RoleId("u1");
  private static final SchemaId PUBLIC = new SchemaId("u1");
  private static final SchemaId OTHER = new SchemaId("u2");
  private static final SchemaId SYSTEM = new SchemaId("s1");

  private QueryCatalog() {}

  /** Tables {@code u1} to {@code u6}, a view {@code u7} of {@code u6}, one system relation. */
  public static CatalogState state() {
    CatalogState empty = new CatalogBuilder(SystemCatalog.load()).build();
    CatalogBuilder builder = new CatalogBuilder(empty);
    DatabaseId database = new DatabaseId("u1");
    builder.put(new Role(OWNER, 20_001, "materialize", true, false));
    builder.put(new Database(database, 20_002, "materialize", OWNER, Acl.NONE));
    builder.put(new Schema(PUBLIC, 20_003, database, "public", OWNER, Acl.NONE));
    builder.put(new Schema(OTHER, 20_004, database, "other", OWNER, Acl.NONE));
    builder.put(new Schema(SYSTEM, 20_005, null, "mz_catalog", OWNER, Acl.NONE));
    builder.put(table("u1", PUBLIC, "d_t", column("a", SqlType.INT4, false), text("s")));
    builder.put(table("u2", PUBLIC, "d_u", integer("a"), integer("b")));
    builder.put(
        table("u3", PUBLIC, "dk_t", column("id", SqlType.INT4, false), text("k"), integer("v")));
    builder.put(table("u4", PUBLIC, "dk_u", column("id", SqlType.INT4, false), integer("w")));
    builder.put(
        table("u5", PUBLIC, "prices", column("price", SqlType.NUMERIC.withModifier(2), true)));
    builder.put(table("u6", OTHER, "far", integer("x")));
    builder.put(
        item("u7", PUBLIC, "near", ObjectType.VIEW, Set.of(new ItemId("u6")), integer("x")));
    builder.put(
        item("s1", SYSTEM, "mz_things", ObjectType.VIEW, Set.of(), text("id"), text("name")));
    return builder.build();
  }

  private static Item table(String id, SchemaId schema, String name, Column... columns) {
    return item(id, schema, name, ObjectType.TABLE, Set.of(), columns);
  }

  private static Item item(
      String id,
      SchemaId schema,
      String name,
      ObjectType type,
      Set<ItemId> dependencies,
      Column... columns) {
    return new Item(
        new ItemId(id),
        30_000 + id.charAt(1),
        schema,
        null,
        name,
        type,
        OWNER,
        Acl.NONE,
        List.of(columns),
        null,
        dependencies,
        null,
        new ItemFacts.None(),
        id.startsWith("s") ? "mz_catalog." + name : "u.\"" + id + "\"");
  }

  private static Column integer(String name) {
    return column(name, SqlType.INT4, true);
  }

  private static Column text(String name) {
    return column(name, SqlType.TEXT, true);
  }

  private static Column column(String name, SqlType type, boolean nullable) {
    return new Column(name, type, nullable, null);
  }
}
