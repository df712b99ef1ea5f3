package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType;
import dev.verdigris.engine.sql.CreateStatement.ColumnDefinition;
import dev.verdigris.engine.sql.CreateStatement.CreateLoadGenerator;
import dev.verdigris.engine.sql.CreateStatement.CreateSubsource;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Ident;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.Option;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code CREATE SOURCE … FROM LOAD GENERATOR}. */
final class SourceDdl {
  /** More than this is a test of capacity, which the engine is not for. */
  private static final BigDecimal LARGEST_SCALE = BigDecimal.ONE;

  private static final String SCALE_FACTOR = "SCALE FACTOR";
  private static final String MAX_CARDINALITY = "MAX CARDINALITY";
  private static final Column OFFSET = new Column("offset", SqlType.scalar("uint8"), true, null);

  private final Change change;

  SourceDdl(Change change) {
    this.change = change;
  }

  String run(CreateLoadGenerator statement) {
    NewItem place = NewItem.resolve(change, statement.name(), false);
    Cluster cluster = Clusters.of(change, statement.cluster());
    LoadGeneratorShape shape = shape(statement);
    ItemFacts.LoadGenerator facts = facts(statement);
    Optional<Item> taken = place.taken(change.base);
    if (taken.isPresent()) {
      if (!statement.ifNotExists()) {
        throw DdlErrors.itemExists(ObjectType.SOURCE, place.fullName());
      }
      change.skipExisting("42710", ObjectType.SOURCE, place.name());
      return "CREATE SOURCE";
    }
    place.requireCreate(change);
    change.rights.require(Privilege.CREATE, Owned.cluster(cluster.id()));
    Clusters.requireUsable(change, cluster);
    put(statement, place, cluster, shape, facts);
    return "CREATE SOURCE";
  }

  private LoadGeneratorShape shape(CreateLoadGenerator statement) {
    String generator = statement.generator();
    if (generator.equals("COUNTER") && !change.session.feature("enable_load_generator_counter")) {
      throw SqlException.preview(
          "Create a LOAD GENERATOR COUNTER", "enable_load_generator_counter");
    }
    LoadGeneratorShape shape = LoadGeneratorShape.of(generator);
    if (shape == null) {
      throw SqlException.unsupported("LOAD GENERATOR " + generator);
    }
    if (statement.allTables() && !shape.isMultiple()) {
      throw SqlException.internal("FOR ALL TABLES is only valid for multi-output sources");
    }
    if (statement.progress() != null && !statement.allTables()) {
      throw SqlException.unsupported("EXPOSE PROGRESS AS of a source without FOR ALL TABLES");
    }
    for (Option option : statement.options()) {
      if (option.name().equals("RETAIN HISTORY")) {
        throw SqlException.preview("RETAIN HISTORY", "enable_logical_compaction_window");
      }
      throw SqlException.unsupported("the source option " + option.name());
    }
    return shape;
  }

  private static ItemFacts.LoadGenerator facts(CreateLoadGenerator statement) {
    String generator = statement.generator();
    Options options = new Options(statement.generatorOptions());
    String own =
        switch (generator) {
          case "TPCH" -> SCALE_FACTOR;
          case "COUNTER" -> MAX_CARDINALITY;
          default -> "";
        };
    for (Option option : statement.generatorOptions()) {
      if (!Set.of("TICK INTERVAL", "AS OF", "UP TO", own).contains(option.name())) {
        throw SqlException.unsupported(
            "the option " + option.name() + " of LOAD GENERATOR " + generator);
      }
    }
    Long tick =
        options
            .string("TICK INTERVAL")
            .map(t -> IntervalText.micros("TICK INTERVAL", t))
            .orElse(null);
    if (tick != null && tick <= 0) {
      throw SqlException.unsupported("a TICK INTERVAL of nothing");
    }
    if (tick == null && !generator.equals("TPCH")) {
      tick = 1_000_000L;
    }
    return new ItemFacts.LoadGenerator(
        generator,
        tick,
        options.number("AS OF").orElse(0),
        options.number("UP TO").map(Integer::longValue).orElse(null),
        number(options, own),
        null);
  }

  private static @Nullable String number(Options options, String name) {
    Optional<Option> option = options.find(name);
    if (option.isEmpty()) {
      return name.equals(SCALE_FACTOR) ? "0.01" : null;
    }
    if (!(Options.literal(option.get()) instanceof Expr.NumberLiteral number)) {
      throw SqlException.unsupported("this value of " + name);
    }
    BigDecimal value = new BigDecimal(number.text());
    if (value.signum() <= 0 || (name.equals(SCALE_FACTOR) && value.compareTo(LARGEST_SCALE) > 0)) {
      throw SqlException.unsupported(name + " = " + number.text());
    }
    return number.text();
  }

  private void put(
      CreateLoadGenerator statement,
      NewItem place,
      Cluster cluster,
      LoadGeneratorShape shape,
      ItemFacts.LoadGenerator facts) {
    ObjectName progressName = null;
    ItemId progress = null;
    if (statement.allTables()) {
      NewItem beside =
          statement.progress() == null
              ? sibling(place, place.name() + "_progress")
              : NewItem.resolve(change, statement.progress(), false);
      progress = progress(beside);
      progressName = beside.stored().withId(progress.value());
    }
    ItemId id = change.newItem();
    CreateLoadGenerator stored =
        new CreateLoadGenerator(
            place.stored(),
            Clusters.stored(cluster),
            false,
            statement.generator(),
            statement.generatorOptions(),
            statement.allTables(),
            progressName,
            List.of());
    List<Column> columns = progress == null ? List.of(OFFSET) : List.of();
    item(
        place,
        id,
        columns,
        cluster.id(),
        progress == null ? Set.of() : Set.of(progress),
        StoredSql.of(stored),
        new ItemFacts.LoadGenerator(
            facts.generator(),
            facts.tickMicros(),
            facts.asOf(),
            facts.upTo(),
            facts.number(),
            progress));
    if (statement.allTables()) {
      shape.outputs().stream()
          .sorted(Comparator.comparing(LoadGeneratorShape.Output::name))
          .forEach(output -> subsource(place, id, cluster, shape, output));
    }
  }

  private NewItem sibling(NewItem place, String name) {
    List<String> fullName = new ArrayList<>(place.fullName());
    fullName.set(fullName.size() - 1, name);
    return new NewItem(place.schema(), null, fullName);
  }

  private ItemId progress(NewItem place) {
    requireFree(place);
    ColumnDefinition offset =
        new ColumnDefinition(
            new Ident(OFFSET.name()), SourceTables.type(change, "uint8"), null, List.of());
    Option flag = new Option("PROGRESS", new Option.Value.Literal(new Expr.BooleanLiteral(true)));
    CreateSubsource stored =
        new CreateSubsource(place.stored(), List.of(offset), List.of(), null, List.of(flag));
    ItemId id = change.newItem();
    item(
        place, id, List.of(OFFSET), null, Set.of(), StoredSql.of(stored), new ItemFacts.Progress());
    return id;
  }

  private void subsource(
      NewItem source,
      ItemId sourceId,
      Cluster cluster,
      LoadGeneratorShape shape,
      LoadGeneratorShape.Output output) {
    NewItem place = sibling(source, output.name());
    requireFree(place);
    SourceTables tables = new SourceTables(change, output);
    CreateSubsource stored =
        new CreateSubsource(
            place.stored(),
            tables.stored(),
            output.table().constraints(),
            source.stored().withId(sourceId.value()),
            List.of(
                new Option(
                    "EXTERNAL REFERENCE",
                    new Option.Value.Name(ObjectName.of(shape.reference(output)))),
                SourceTables.details(output)));
    item(
        place,
        change.newItem(),
        tables.columns(),
        cluster.id(),
        Set.of(sourceId),
        StoredSql.of(stored),
        new ItemFacts.Export(sourceId, output.name(), output.keys()));
  }

  private void requireFree(NewItem place) {
    if (place.taken(change.base).isPresent()) {
      throw DdlErrors.itemExists(ObjectType.SOURCE, place.fullName());
    }
  }

  private void item(
      NewItem place,
      ItemId id,
      List<Column> columns,
      @Nullable ClusterId cluster,
      Set<ItemId> dependencies,
      String sql,
      ItemFacts facts) {
    RoleId owner = change.owner();
    place.put(
        change,
        new Item(
            id,
            change.oid(),
            place.schema(),
            null,
            place.name(),
            ObjectType.SOURCE,
            owner,
            place.privileges(change, ObjectType.SOURCE, owner),
            columns,
            cluster,
            dependencies,
            sql,
            facts,
            Physical.name(id)));
    change.physical.addAll(SourceTables.create(id, columns, facts));
  }
}
