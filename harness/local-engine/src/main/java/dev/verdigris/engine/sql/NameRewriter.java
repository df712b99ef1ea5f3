package dev.verdigris.engine.sql;

import dev.verdigris.engine.sql.CreateStatement.ColumnDefinition;
import dev.verdigris.engine.sql.CreateStatement.ColumnOption;
import dev.verdigris.engine.sql.CreateStatement.Format;
import dev.verdigris.engine.sql.CreateStatement.SinkFormat;
import dev.verdigris.engine.sql.CreateStatement.TypeDefinition;
import dev.verdigris.engine.sql.CreateStatement.TypeOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies trees with other names in them: to write names in full before a statement is stored, and
 * to write the new names of what it reads after a rename or a swap.
 *
 * <p>Common table expressions hide relations of their names, so they are not asked for. A column
 * that is qualified with the name of a relation follows when that relation gets another name, as
 * {@code t.a} becomes {@code u.a}; an alias keeps it as it is.
 */
public final class NameRewriter {
  private final NameMapping mapping;
  private final QueryRewriter queries;

  private NameRewriter(NameMapping mapping) {
    this.mapping = mapping;
    this.queries = new QueryRewriter(mapping);
  }

  /** A query with its names mapped. */
  public static Query rewrite(Query query, NameMapping mapping) {
    return new NameRewriter(mapping).queries.query(query, Scope.EMPTY);
  }

  /** An expression with its names mapped. */
  public static Expr rewrite(Expr expr, NameMapping mapping) {
    return new NameRewriter(mapping).queries.exprs().expr(expr, Scope.EMPTY);
  }

  /** A type with its names mapped. */
  public static TypeName rewrite(TypeName type, NameMapping mapping) {
    return new NameRewriter(mapping).queries.exprs().type(type);
  }

  /** A CREATE with its names mapped, that of what it makes included. */
  public static CreateStatement rewrite(CreateStatement create, NameMapping mapping) {
    return new NameRewriter(mapping).create(create);
  }

  private CreateStatement create(CreateStatement create) {
    if (create instanceof CreateStatement.CreateView view) {
      return new CreateStatement.CreateView(
          mapping.created(view.name()),
          view.columns(),
          queries.query(view.query(), Scope.EMPTY),
          view.ifExists(),
          view.temporary());
    }
    if (create instanceof CreateStatement.CreateMaterializedView view) {
      return new CreateStatement.CreateMaterializedView(
          mapping.created(view.name()),
          view.columns(),
          cluster(view.cluster()),
          queries.query(view.query(), Scope.EMPTY),
          view.ifExists(),
          options(view.options()),
          view.asOf());
    }
    if (create instanceof CreateStatement.CreateIndex index) {
      return index(index);
    }
    if (create instanceof CreateStatement.CreateSink sink) {
      return sink(sink);
    }
    if (create instanceof CreateStatement.CreateTable table) {
      return new CreateStatement.CreateTable(
          mapping.created(table.name()),
          columns(table.columns()),
          table.constraints(),
          table.ifNotExists(),
          table.temporary(),
          table.options());
    }
    if (create instanceof CreateStatement.CreateTableFromSource table) {
      return new CreateStatement.CreateTableFromSource(
          mapping.created(table.name()),
          columns(table.columns()),
          table.constraints(),
          table.ifNotExists(),
          mapping.relation(table.source()),
          table.reference(),
          table.options());
    }
    return other(create);
  }

  private CreateStatement other(CreateStatement create) {
    if (create instanceof CreateStatement.CreateLoadGenerator source) {
      return new CreateStatement.CreateLoadGenerator(
          mapping.created(source.name()),
          cluster(source.cluster()),
          source.ifNotExists(),
          source.generator(),
          source.generatorOptions(),
          source.allTables(),
          source.progress() == null ? null : mapping.relation(source.progress()),
          source.options());
    }
    if (create instanceof CreateStatement.CreateSubsource subsource) {
      return new CreateStatement.CreateSubsource(
          mapping.created(subsource.name()),
          columns(subsource.columns()),
          subsource.constraints(),
          subsource.source() == null ? null : mapping.relation(subsource.source()),
          subsource.options());
    }
    if (create instanceof CreateStatement.CreateConnection connection) {
      return new CreateStatement.CreateConnection(
          mapping.created(connection.name()),
          connection.ifNotExists(),
          connection.type(),
          options(connection.options()),
          connection.withOptions());
    }
    if (create instanceof CreateStatement.CreateSecret secret) {
      return new CreateStatement.CreateSecret(
          mapping.created(secret.name()), secret.ifNotExists(), secret.value());
    }
    if (create instanceof CreateStatement.CreateType type) {
      return new CreateStatement.CreateType(
          mapping.created(type.name()), definition(type.definition()));
    }
    return create;
  }

  private @Nullable ClusterName cluster(@Nullable ClusterName cluster) {
    return cluster == null ? null : mapping.cluster(cluster);
  }

  private CreateStatement index(CreateStatement.CreateIndex index) {
    List<Expr> keys = index.keys();
    Scope scope =
        Scope.EMPTY.with(
            List.of(new Scope.Visible(index.on().parts(), mapping.relation(index.on()).parts())));
    return new CreateStatement.CreateIndex(
        index.name(),
        cluster(index.cluster()),
        mapping.relation(index.on()),
        keys == null ? null : queries.exprs().exprs(keys, scope),
        index.options(),
        index.ifNotExists());
  }

  private CreateStatement sink(CreateStatement.CreateSink sink) {
    ObjectName name = sink.name();
    SinkFormat format = sink.format();
    return new CreateStatement.CreateSink(
        name == null ? null : mapping.created(name),
        cluster(sink.cluster()),
        sink.ifNotExists(),
        mapping.relation(sink.from()),
        mapping.connection(sink.connection()),
        sink.connectionOptions(),
        sink.key(),
        sink.headers(),
        format == null ? null : format(format),
        sink.envelope(),
        sink.options());
  }

  private SinkFormat format(SinkFormat format) {
    Format key = format.key();
    return new SinkFormat(key == null ? null : encoding(key), encoding(format.value()));
  }

  private Format encoding(Format format) {
    return format instanceof Format.Avro avro
        ? new Format.Avro(mapping.connection(avro.registry()), avro.options())
        : format;
  }

  private List<Option> options(List<Option> options) {
    return options.stream()
        .map(
            option ->
                option.value() instanceof Option.Value.Secret secret
                    ? new Option(
                        option.name(), new Option.Value.Secret(mapping.secret(secret.name())))
                    : option)
        .toList();
  }

  private List<ColumnDefinition> columns(List<ColumnDefinition> columns) {
    return columns.stream()
        .map(
            column ->
                new ColumnDefinition(
                    column.name(),
                    queries.exprs().type(column.type()),
                    column.collation(),
                    column.options().stream().map(this::columnOption).toList()))
        .toList();
  }

  private ColumnOption columnOption(ColumnOption option) {
    if (option instanceof ColumnOption.Default value) {
      return new ColumnOption.Default(
          value.name(), queries.exprs().expr(value.value(), Scope.EMPTY));
    }
    return option;
  }

  private TypeDefinition definition(TypeDefinition definition) {
    if (definition instanceof TypeDefinition.ListType list) {
      return new TypeDefinition.ListType(typeOptions(list.options()));
    }
    if (definition instanceof TypeDefinition.MapType map) {
      return new TypeDefinition.MapType(typeOptions(map.options()));
    }
    return new TypeDefinition.RecordType(
        columns(((TypeDefinition.RecordType) definition).columns()));
  }

  private List<TypeOption> typeOptions(List<TypeOption> options) {
    return options.stream()
        .map(option -> new TypeOption(option.name(), queries.exprs().type(option.type())))
        .toList();
  }
}
