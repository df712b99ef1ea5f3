package dev.verdigris.engine.catalog;

import dev.verdigris.engine.sql.CreateStatement.CreateTable;
import dev.verdigris.engine.sql.CreateStatement.TableConstraint;
import dev.verdigris.engine.sql.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a load generator gives: its outputs, with their columns and keys as the server's own have
 * them (the columns of {@code bids}, {@code accounts} and {@code customer} are recorded, the others
 * are documented).
 *
 * @param name such as {@code AUCTION}
 * @param outputs in the server's order; one that has only one output is named like the generator
 */
record LoadGeneratorShape(String name, List<Output> outputs) {
  private static final String DATABASE = "mz_load_generators";

  private static final LoadGeneratorShape COUNTER =
      of("COUNTER", 0, "counter", "counter int8 NOT NULL");

  private static final LoadGeneratorShape AUCTION =
      of(
          "AUCTION",
          2,
          "organizations",
          "id int8 NOT NULL, name text NOT NULL, UNIQUE (id)",
          "users",
          "id int8 NOT NULL, org_id int8 NOT NULL, name text NOT NULL, UNIQUE (id)",
          "accounts",
          "id int8 NOT NULL, org_id int8 NOT NULL, balance int8 NOT NULL, UNIQUE (id)",
          "auctions",
          "id int8 NOT NULL, seller int8 NOT NULL, item text NOT NULL,"
              + " end_time timestamptz NOT NULL, UNIQUE (id)",
          "bids",
          "id int8 NOT NULL, buyer int8 NOT NULL, auction_id int8 NOT NULL, amount int4 NOT NULL,"
              + " bid_time timestamptz NOT NULL, UNIQUE (id)");

  private static final String MONEY = " numeric(39, 2) NOT NULL, ";

  private static final LoadGeneratorShape TPCH =
      of(
          "TPCH",
          4,
          "supplier",
          "s_suppkey int8 NOT NULL, s_name text NOT NULL, s_address text NOT NULL,"
              + " s_nationkey int8 NOT NULL, s_phone text NOT NULL, s_acctbal"
              + MONEY
              + "s_comment text NOT NULL, UNIQUE (s_suppkey)",
          "part",
          "p_partkey int8 NOT NULL, p_name text NOT NULL, p_mfgr text NOT NULL, p_brand text NOT"
              + " NULL, p_type text NOT NULL, p_size int4 NOT NULL, p_container text NOT NULL,"
              + " p_retailprice"
              + MONEY
              + "p_comment text NOT NULL, UNIQUE (p_partkey)",
          "partsupp",
          "ps_partkey int8 NOT NULL, ps_suppkey int8 NOT NULL, ps_availqty int4 NOT NULL,"
              + " ps_supplycost"
              + MONEY
              + "ps_comment text NOT NULL, UNIQUE (ps_partkey, ps_suppkey)",
          "customer",
          "c_custkey int8 NOT NULL, c_name text NOT NULL, c_address text NOT NULL,"
              + " c_nationkey int8 NOT NULL, c_phone text NOT NULL, c_acctbal"
              + MONEY
              + "c_mktsegment text NOT NULL, c_comment text NOT NULL, UNIQUE (c_custkey)",
          "orders",
          "o_orderkey int8 NOT NULL, o_custkey int8 NOT NULL, o_orderstatus text NOT NULL,"
              + " o_totalprice"
              + MONEY
              + "o_orderdate date NOT NULL, o_orderpriority text NOT NULL, o_clerk text NOT NULL,"
              + " o_shippriority int4 NOT NULL, o_comment text NOT NULL, UNIQUE (o_orderkey)",
          "lineitem",
          "l_orderkey int8 NOT NULL, l_partkey int8 NOT NULL, l_suppkey int8 NOT NULL,"
              + " l_linenumber int4 NOT NULL, l_quantity"
              + MONEY
              + "l_extendedprice"
              + MONEY
              + "l_discount"
              + MONEY
              + "l_tax"
              + MONEY
              + "l_returnflag text NOT NULL, l_linestatus text NOT NULL, l_shipdate date NOT NULL,"
              + " l_commitdate date NOT NULL, l_receiptdate date NOT NULL, l_shipinstruct text NOT"
              + " NULL, l_shipmode text NOT NULL, l_comment text NOT NULL,"
              + " UNIQUE (l_orderkey, l_linenumber)",
          "nation",
          "n_nationkey int8 NOT NULL, n_name text NOT NULL, n_regionkey int8 NOT NULL,"
              + " n_comment text NOT NULL, UNIQUE (n_nationkey)",
          "region",
          "r_regionkey int8 NOT NULL, r_name text NOT NULL, r_comment text NOT NULL,"
              + " UNIQUE (r_regionkey)");

  private static final Map<String, LoadGeneratorShape> ALL =
      Map.of("AUCTION", AUCTION, "TPCH", TPCH, "COUNTER", COUNTER);

  /**
   * One output.
   *
   * @param name such as {@code bids}
   * @param details how the server writes which output it is, in its stored SQL
   * @param table its columns and its key, as a table
   */
  record Output(String name, String details, CreateTable table) {

    /** Positions, from 0, of the columns of its key; nothing if it has none. */
    List<List<Integer>> keys() {
      List<List<Integer>> keys = new ArrayList<>();
      for (TableConstraint constraint : table.constraints()) {
        if (constraint instanceof TableConstraint.Unique unique) {
          List<String> names = table.columns().stream().map(c -> c.name().value()).toList();
          keys.add(unique.columns().stream().map(c -> names.indexOf(c.value())).toList());
        }
      }
      return keys;
    }
  }

  /** The shape of a generator; null for one that the engine does not model. */
  static @Nullable LoadGeneratorShape of(String generator) {
    return ALL.get(generator);
  }

  private static LoadGeneratorShape of(String name, int kind, String... namesAndColumns) {
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < namesAndColumns.length; i += 2) {
      // The server's own encoding (recorded for COUNTER and AUCTION): field 3, in it field 1, in it
      // the generator's field with the number of the output.
      int number = i / 2;
      String output = kind == 0 ? "0a00" : String.format("%02x%02x", kind << 3, number);
      outputs.add(
          new Output(
              namesAndColumns[i],
              "1a040a02" + output,
              (CreateTable)
                  Parser.parse("CREATE TABLE o (" + namesAndColumns[i + 1] + ")").get(0)));
    }
    return new LoadGeneratorShape(name, List.copyOf(outputs));
  }

  /** Whether it has several outputs, so that {@code FOR ALL TABLES} means something. */
  boolean isMultiple() {
    return outputs.size() > 1;
  }

  Output output(String name) {
    return outputs.stream()
        .filter(o -> o.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no output " + name));
  }

  /** Where an output comes from, in full. */
  List<String> reference(Output output) {
    return List.of(DATABASE, name.toLowerCase(java.util.Locale.ROOT), output.name());
  }

  /** The output that a reference means, whose first parts may be left out. */
  Optional<Output> find(List<String> reference) {
    return outputs.stream()
        .filter(
            o -> {
              List<String> full = reference(o);
              int parts = reference.size();
              return parts <= full.size()
                  && full.subList(full.size() - parts, full.size()).equals(reference);
            })
        .findFirst();
  }

  /** The one output of a generator that has only one. */
  Output only() {
    return Objects.requireNonNull(outputs.get(0));
  }
}
