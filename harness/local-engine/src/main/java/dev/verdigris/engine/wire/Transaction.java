package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.DdlTransaction;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session's transaction has become by its statements so far, and what may still join it. A
 * transaction reads, or inserts, or renames and swaps, or is one other statement, or one
 * subscription; never two of these.
 */
final class Transaction {

  /** How far a transaction reaches. */
  enum Extent {
    /** One statement by itself. */
    STATEMENT,
    /** The statements of one message, or those up to Sync. */
    MESSAGE,
    /** From BEGIN to COMMIT. */
    BLOCK
  }

  /** What a transaction does. */
  enum Kind {
    FRESH,
    READS,
    WRITES,
    DDL,
    SINGLE,
    SUBSCRIPTION
  }

  private static final int STATEMENTS = 100;
  private static final int SHOWN = 200;

  private final Extent extent;
  private final boolean readOnly;
  private final Map<String, Cursor> cursors = new LinkedHashMap<>();
  private final Set<ItemId> written = new LinkedHashSet<>();
  private final List<String> statements = new ArrayList<>();
  private Kind kind = Kind.FRESH;
  private boolean failed;
  private boolean onBackend;
  private Timedomains.@Nullable Domain domain;
  private @Nullable DdlTransaction ddl;
  private @Nullable Statement single;

  Transaction(Extent extent, boolean readOnly) {
    this.extent = extent;
    this.readOnly = readOnly;
  }

  Extent extent() {
    return extent;
  }

  boolean isBlock() {
    return extent == Extent.BLOCK;
  }

  boolean readOnly() {
    return readOnly;
  }

  Kind kind() {
    return kind;
  }

  boolean failed() {
    return failed;
  }

  void fail() {
    failed = true;
  }

  /** The same reaching further: BEGIN in the middle of a message. */
  Transaction as(Extent newExtent, boolean newReadOnly) {
    Transaction block = new Transaction(newExtent, newReadOnly);
    block.kind = kind;
    block.onBackend = onBackend;
    block.domain = domain;
    block.ddl = ddl;
    block.single = single;
    block.written.addAll(written);
    block.statements.addAll(statements);
    block.cursors.putAll(cursors);
    return block;
  }

  /** Fails unless this transaction may do that too; it then does. */
  void become(Kind wanted) {
    if (kind == Kind.FRESH) {
      if (wanted == Kind.WRITES && readOnly) {
        throw TransactionErrors.onlyReads();
      }
      kind = wanted;
      return;
    }
    if (!fits(wanted)) {
      throw misfit(wanted);
    }
  }

  /** Whether it may do that too. */
  boolean fits(Kind wanted) {
    return kind == Kind.FRESH
        || (kind == wanted && (kind == Kind.READS || kind == Kind.WRITES || kind == Kind.DDL));
  }

  private SqlException misfit(Kind wanted) {
    return switch (kind) {
      // An insert among renames gets the words for a read-only transaction.
      case DDL ->
          wanted == Kind.WRITES ? TransactionErrors.onlyReads() : TransactionErrors.onlyDdl();
      case WRITES -> TransactionErrors.onlyWrites();
      case SINGLE -> TransactionErrors.onlyOneStatement();
      case SUBSCRIPTION ->
          wanted == Kind.READS || wanted == Kind.SUBSCRIPTION
              ? TransactionErrors.onlySubscribe()
              : TransactionErrors.onlyReads();
      case READS ->
          wanted == Kind.SUBSCRIPTION
              ? TransactionErrors.onlySubscribe()
              : TransactionErrors.onlyReads();
      case FRESH -> throw new IllegalStateException("a fresh transaction takes everything");
    };
  }

  /** Whether PostgreSQL has a transaction open for this one. */
  boolean onBackend() {
    return onBackend;
  }

  void openedOnBackend() {
    onBackend = true;
  }

  void closedOnBackend() {
    onBackend = false;
  }

  Timedomains.@Nullable Domain domain() {
    return domain;
  }

  void settle(Timedomains.Domain newDomain) {
    domain = newDomain;
  }

  @Nullable DdlTransaction ddl() {
    return ddl;
  }

  void settle(DdlTransaction newDdl) {
    ddl = newDdl;
  }

  @Nullable Statement single() {
    return single;
  }

  void defer(Statement statement) {
    single = statement;
  }

  Set<ItemId> written() {
    return written;
  }

  /** Notes a statement; of many and of long ones only the beginnings. */
  void ran(String text) {
    if (statements.size() < STATEMENTS) {
      statements.add(text.substring(0, Math.min(text.length(), SHOWN)).replaceAll("\\s+", " "));
    }
  }

  /** What has run in it, for who looks for a COMMIT of that. */
  List<String> statements() {
    return statements;
  }

  Map<String, Cursor> cursors() {
    return cursors;
  }
}
