package dev.verdigris.engine.sql;

import java.util.Set;

/**
 * The words that Materialize's parser knows by name. A word is none of them is an identifier and
 * nothing else, and error messages say which of the two they found.
 */
final class Keywords {
  private static final Set<String> ALL =
      words(
          """
          access account action add added address addresses after aggregate aggregation
          aligned all alter analyse analysis analyze and any append apply arity arn arranged
          arrangement array as asc assert assume at auction authority availability avro aws
          batch begin between bigint billed body boolean both bpchar broken broker brokers by
          bytes capture cardinality cascade case cast catalog certificate chain chains char
          character characteristics check class client clock close cluster clusters coalesce
          collate column columns comment commit committed compaction compatibility compression
          compute computectl config confluent connection connections constraint continual copy
          correlated count counter cpu create createcluster createdb createnetworkpolicy
          createrole creation credential cross cse csv cte current cursor database databases
          datums day days deallocate debezium debug debugging dec decimal declare decoding
          decorrelated default defaults delete delimited delimiter delta desc details
          direction discard disk distinct doc dot double drop eager element else enable end
          endpoint enforced envelope equivalences error errors escape estimate every except
          exclude execute exists expected experimental explain expose expressions external
          extract factor false fast features fetch fields file files filter first fixed
          fixpoint float following for foreign format forward from full fullname function
          fusion generator grant greatest group groups having header headers hints history
          hold host hour hours humanized hydration iceberg id identifiers ids if ignore ilike
          implementations imported in include index indexes info inherit inline inner input
          insert insights inspect instance int integer internal intersect interval into
          introspection is isnull isolation join joins json kafka key keys last lateral latest
          leading least left legacy letrec level like limit linear list load local locally log
          logical login lowering managed manual map marketing materialize materialized max
          mechanisms membership memory message metadata minute minutes mode month months
          mutually mysql name names namespace natural negative network new next nfc nfd nfkc
          nfkd no nocreatecluster nocreatedb nocreaterole node noinherit nologin non none
          normalize nosuperuser not notice notices null nullif nulls objects of offset on only
          operator optimized optimizer options or order ordinality outer over owned owner
          partition partitions password path pattern physical plan plans policies policy port
          position postgres preceding precision prefix prepare primary prioritize privatelink
          privileges progress projection protobuf protocol public publication pushdown qualify
          query quote raise range rate raw read ready real reassign recursion recursive
          redacted reduce reference references refresh regex region registry relation rename
          reoptimize repeatable replace replacement replan replica replicas replication reset
          respect restrict retain return returning revoke right role roles rollback rotate
          rounds row rows rules sasl scale schedule schema schemas scope second seconds secret
          secrets security seed select sequences serializable server service session set shard
          show sink sinks size skew smallint snapshot some source sources sql ssh ssl start
          stdin stdout storage storagectl strategy strict string strong subscribe subsource
          subsources substring subtree superuser swap syntax system table tables tail task
          tasks temp temporary text then tick ties time timeout timestamp timestamptz timing
          to token topic tpch trace trailing transaction transactional transform trim true
          tunnel type types unbounded uncommitted union unique unknown unnest until up update
          upsert url usage user username users using validate value values varchar variadic
          varying verbose version view views wait warning webhook when where while window wire
          with within without work workers workload write year years zone zones
          """);

  /** Words that are no names anywhere, but behind AS. */
  private static final Set<String> RESERVED =
      words(
          """
          with select from where group having qualify window order limit offset fetch options
          returning union except intersect
          """);

  /** Words that are no alias of a table without AS. */
  private static final Set<String> NOT_TABLE_ALIAS =
      words("on join inner cross full left right natural using set outer");

  /** Words that are no alias of a column without AS. */
  private static final Set<String> NOT_COLUMN_ALIAS = words("year month day hour minute second");

  /** Words that are no columns. */
  private static final Set<String> NOT_COLUMN = words("true false null array case cast not");

  private Keywords() {}

  /** Whether {@code word}, in lower case, is one of them. */
  static boolean isKeyword(String word) {
    return ALL.contains(word);
  }

  /** Whether {@code word} begins a clause and so names nothing. */
  static boolean isReserved(String word) {
    return RESERVED.contains(word);
  }

  /** Whether {@code word} begins a clause or an expression and so is no column, type or table. */
  static boolean isNoName(String word) {
    return RESERVED.contains(word) || NOT_COLUMN.contains(word);
  }

  /** Whether {@code word} behind a table is its alias. */
  static boolean isTableAlias(String word) {
    return !RESERVED.contains(word) && !NOT_TABLE_ALIAS.contains(word);
  }

  /** Whether {@code word} behind an expression is its alias. */
  static boolean isColumnAlias(String word) {
    return !RESERVED.contains(word) && !NOT_COLUMN_ALIAS.contains(word);
  }

  /** Whether {@code word} must be quoted to be read as a name wherever it stands. */
  static boolean needsQuotes(String word) {
    return !isTableAlias(word) || !isColumnAlias(word) || NOT_COLUMN.contains(word);
  }

  private static Set<String> words(String text) {
    return Set.of(text.trim().split("\\s+"));
  }
}
