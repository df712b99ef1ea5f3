package dev.verdigris.engine.wire;

import dev.verdigris.engine.Notice;
import dev.verdigris.engine.SqlException;
import java.util.Collection;

/** Errors and warnings of transactions, in Materialize's words. */
final class TransactionErrors {
  static final Notice ALREADY_OPEN =
      new Notice("WARNING", "25001", "there is already a transaction in progress", null, null);
  static final Notice NONE_OPEN =
      new Notice("WARNING", "25P01", "there is no transaction in progress", null, null);

  private TransactionErrors() {}

  static SqlException aborted() {
    return SqlException.of(
        "25P02", "current transaction is aborted, commands ignored until end of transaction block");
  }

  static SqlException notInBlock(String statement) {
    return SqlException.of("25001", statement + " cannot be run inside a transaction block");
  }

  static SqlException onlyInBlock(String statement) {
    return SqlException.of("25P01", statement + " can only be used in transaction blocks");
  }

  static SqlException onlyReads() {
    return SqlException.of("25006", "transaction in read-only mode")
        .withDetail(
            "SELECT queries cannot be combined with other query types, including SUBSCRIBE.");
  }

  static SqlException onlyWrites() {
    return SqlException.of("25000", "transaction in write-only mode");
  }

  static SqlException onlyDdl() {
    return SqlException.of(
        "25000", "transactions which modify objects are restricted to just modifying objects");
  }

  static SqlException onlyOneStatement() {
    return SqlException.of("25000", "this transaction can only execute a single statement");
  }

  static SqlException onlySubscribe() {
    return SqlException.of("25000", "SUBSCRIBE in transactions must be the only read statement");
  }

  static SqlException outsideTimedomain(Collection<String> outside, Collection<String> available) {
    return SqlException.of(
            "25000",
            "Transactions can only reference objects in the same timedomain. See"
                + " https://materialize.com/docs/sql/begin/#same-timedomain-error")
        .withDetail(
            "The following relations in the query are outside the transaction's time domain:\n"
                + quoted(outside)
                + "\nOnly the following relations are available:\n"
                + quoted(available));
  }

  static SqlException notOnCatalogServer(Collection<String> items) {
    return SqlException.of(
            "2F003",
            "querying the following items \""
                + String.join("\", \"", items)
                + "\" is not allowed from the \"mz_catalog_server\" cluster")
        .withDetail(
            "The transaction is executing on the mz_catalog_server cluster, maybe having been"
                + " routed there by the first statement in the transaction.");
  }

  static SqlException noReplicas(String cluster) {
    return SqlException.of(
            "0A000", "CLUSTER \"" + cluster + "\" has no replicas available to service request")
        .withHint(
            "Use ALTER CLUSTER to adjust the replication factor of the cluster. Example:`ALTER"
                + " CLUSTER <cluster-name> SET (REPLICATION FACTOR 1)`");
  }

  static SqlException planChanged() {
    return SqlException.of("0A000", "cached plan must not change result type");
  }

  static SqlException idleTooLong() {
    return SqlException.fatal("25P03", "terminating connection due to idle-in-transaction timeout");
  }

  private static String quoted(Collection<String> names) {
    return "\"" + String.join("\"\n\"", names) + "\"";
  }
}
