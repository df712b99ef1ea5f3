package dev.verdigris.engine.sql;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.CreateStatement.IfExists;
import dev.verdigris.project.SqlToken;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads CREATE, but of tables ({@link TableParser}), sinks, sources and connections ({@link
 * PipeParser}).
 */
final class CreateParser {
  private static final String KINDS =
      "DATABASE, SCHEMA, ROLE, TYPE, INDEX, SINK, SOURCE, [TEMPORARY] TABLE, SECRET, [OR REPLACE]"
          + " [TEMPORARY] VIEW, or [OR REPLACE] MATERIALIZED VIEW after CREATE";

  private final Grammar grammar;
  private final TokenCursor tokens;

  CreateParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  CreateStatement create() {
    SqlToken first = tokens.peek();
    CreateStatement named = named();
    if (named != null) {
      return named;
    }
    boolean replace = tokens.accept("OR", "REPLACE");
    if (tokens.accept("MATERIALIZED", "VIEW")) {
      return materializedView(replace);
    }
    boolean temporary = tokens.acceptOneOf("TEMPORARY", "TEMP") != null;
    if (tokens.accept("VIEW")) {
      return view(replace, temporary);
    }
    if (!replace && tokens.accept("TABLE")) {
      return grammar.tables.table(temporary);
    }
    if (tokens.accept("USER")) {
      throw tokens.error(
          "CREATE USER is not supported, for more information consult the documentation at"
              + " https://materialize.com/docs/sql/create-role/#details",
          first);
    }
    if (tokens.accept("NETWORK", "POLICY")) {
      throw SqlException.unsupported("CREATE NETWORK POLICY");
    }
    if (tokens.accept("CONTINUAL", "TASK")) {
      throw SqlException.unsupported("CREATE CONTINUAL TASK");
    }
    throw tokens.expected(KINDS, first);
  }

  private @Nullable CreateStatement named() {
    String kind =
        tokens.acceptOneOf(
            "DATABASE",
            "SCHEMA",
            "CLUSTER",
            "SECRET",
            "ROLE",
            "TYPE",
            "INDEX",
            "DEFAULT",
            "SINK",
            "SOURCE",
            "SUBSOURCE",
            "CONNECTION");
    if (kind == null) {
      return null;
    }
    return switch (kind) {
      case "DATABASE" -> {
        boolean ifNotExists = ifNotExists();
        yield new CreateStatement.CreateDatabase(grammar.names.identifier(), ifNotExists);
      }
      case "SCHEMA" -> {
        boolean ifNotExists = ifNotExists();
        yield new CreateStatement.CreateSchema(grammar.names.name(), ifNotExists);
      }
      case "CLUSTER" -> tokens.accept("REPLICA") ? replica() : cluster();
      case "SECRET" -> secret();
      case "ROLE" -> role();
      case "TYPE" -> type();
      case "INDEX" -> index(false);
      case "DEFAULT" -> {
        tokens.expect("INDEX");
        yield index(true);
      }
      case "SINK" -> grammar.pipes.sink();
      case "SOURCE" -> grammar.pipes.source();
      case "SUBSOURCE" -> grammar.pipes.subsource();
      default -> grammar.pipes.connection();
    };
  }

  boolean ifNotExists() {
    if (!tokens.at("IF") || !tokens.at(1, "NOT")) {
      return false;
    }
    tokens.expect("IF", "NOT", "EXISTS");
    return true;
  }

  /** {@code IN CLUSTER name}, or nothing. */
  @Nullable ClusterName inCluster() {
    return tokens.accept("IN", "CLUSTER") ? grammar.names.cluster() : null;
  }

  private CreateStatement cluster() {
    Ident name = grammar.names.identifier();
    boolean parenthesis = tokens.acceptSymbol("(");
    List<Option> options = clusterOptions();
    if (parenthesis) {
      tokens.expectSymbol(")");
    }
    return new CreateStatement.CreateCluster(name, options);
  }

  private List<Option> clusterOptions() {
    return grammar.names.commaSeparated(() -> grammar.options.option(OptionNames.CLUSTER));
  }

  private CreateStatement replica() {
    Ident cluster = grammar.names.identifier();
    tokens.expectSymbol(".");
    Ident name = grammar.names.identifier();
    boolean parenthesis = tokens.acceptSymbol("(");
    List<Option> options =
        grammar.names.commaSeparated(() -> grammar.options.option(OptionNames.REPLICA));
    if (parenthesis) {
      tokens.expectSymbol(")");
    }
    return new CreateStatement.CreateClusterReplica(cluster, name, options);
  }

  private CreateStatement secret() {
    boolean ifNotExists = ifNotExists();
    ObjectName name = grammar.names.item();
    tokens.expect("AS");
    return new CreateStatement.CreateSecret(name, ifNotExists, grammar.exprs.expr());
  }

  private CreateStatement role() {
    Ident name = grammar.names.identifier();
    tokens.accept("WITH");
    return new CreateStatement.CreateRole(name, roleOptions());
  }

  List<String> roleOptions() {
    List<String> options = new ArrayList<>();
    while (true) {
      String option =
          tokens.acceptOneOf(
              "SUPERUSER",
              "NOSUPERUSER",
              "LOGIN",
              "NOLOGIN",
              "INHERIT",
              "NOINHERIT",
              "CREATECLUSTER",
              "NOCREATECLUSTER",
              "CREATEDB",
              "NOCREATEDB",
              "CREATEROLE",
              "NOCREATEROLE");
      if (option == null) {
        if (tokens.at("PASSWORD")) {
          throw SqlException.unsupported("the password of a role");
        }
        return List.copyOf(options);
      }
      options.add(option);
    }
  }

  private CreateStatement type() {
    ObjectName name = grammar.names.item();
    tokens.expect("AS");
    CreateStatement.TypeDefinition definition;
    if (tokens.accept("LIST")) {
      definition =
          new CreateStatement.TypeDefinition.ListType(typeOptions(List.of("ELEMENT TYPE")));
    } else if (tokens.accept("MAP")) {
      definition =
          new CreateStatement.TypeDefinition.MapType(
              typeOptions(List.of("KEY TYPE", "VALUE TYPE")));
    } else {
      definition =
          new CreateStatement.TypeDefinition.RecordType(
              grammar.names.parenthesized(
                  () ->
                      new CreateStatement.ColumnDefinition(
                          grammar.names.identifier(), grammar.types.type(), null, List.of())));
    }
    return new CreateStatement.CreateType(name, definition);
  }

  private List<CreateStatement.TypeOption> typeOptions(List<String> names) {
    return grammar.names.parenthesized(
        () -> {
          String name = grammar.options.name(names);
          tokens.acceptSymbol("=");
          return new CreateStatement.TypeOption(name, grammar.types.type());
        });
  }

  private CreateStatement view(boolean replace, boolean temporary) {
    IfExists ifExists = ifExists(replace);
    ObjectName name = grammar.names.item();
    List<Ident> columns = grammar.names.optionalColumns();
    tokens.expect("AS");
    return new CreateStatement.CreateView(
        name, columns, grammar.queries.query(), ifExists, temporary);
  }

  private IfExists ifExists(boolean replace) {
    if (replace) {
      return IfExists.REPLACE;
    }
    return ifNotExists() ? IfExists.SKIP : IfExists.ERROR;
  }

  private CreateStatement materializedView(boolean replace) {
    IfExists ifExists = ifExists(replace);
    ObjectName name = grammar.names.item();
    List<Ident> columns = grammar.names.optionalColumns();
    ClusterName cluster = inCluster();
    List<Option> options = grammar.options.with(OptionNames.MATERIALIZED_VIEW);
    tokens.expect("AS");
    Query query = grammar.queries.query();
    Long asOf = tokens.accept("AS", "OF") ? Long.valueOf(tokens.expectUnsigned()) : null;
    return new CreateStatement.CreateMaterializedView(
        name, columns, cluster, query, ifExists, options, asOf);
  }

  private CreateStatement index(boolean byDefault) {
    boolean ifNotExists = ifNotExists();
    boolean unnamed = tokens.at("ON") || (tokens.at("IN") && tokens.at(1, "CLUSTER"));
    Ident name = unnamed ? null : grammar.names.identifier();
    ClusterName cluster = inCluster();
    tokens.expect("ON");
    ObjectName on = grammar.names.item();
    if (tokens.accept("USING")) {
      tokens.expect("ARRANGEMENT");
    }
    List<Expr> keys = byDefault ? null : keys();
    List<Option> options = grammar.options.with(OptionNames.INDEX);
    return new CreateStatement.CreateIndex(name, cluster, on, keys, options, ifNotExists);
  }

  private List<Expr> keys() {
    if (tokens.atSymbol("(") && tokens.atSymbol(1, ")")) {
      tokens.next();
      tokens.next();
      return List.of();
    }
    return grammar.names.parenthesized(grammar.exprs::expr);
  }
}
