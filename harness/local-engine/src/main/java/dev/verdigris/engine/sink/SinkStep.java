package dev.verdigris.engine.sink;

/**
 * The moments in a sink's life between which something becomes lasting: wherever the process ends,
 * it ends between two of them. A test that ends it at each has tried them all.
 */
public enum SinkStep {
  /** A commit can matter to the sink; nothing is read yet. */
  COMMIT_SEEN,
  /** What a commit changed is known, and not written down. */
  CHANGES_READ,
  /** What a commit changed is written down, and not handed over to be sent. */
  CHANGES_KEPT,
  /** A Kafka transaction is open, and empty. */
  TRANSACTION_BEGUN,
  /** Its records are on their way; the progress record is not. */
  RECORDS_SENT,
  /** The progress record is, too; the transaction is open. */
  PROGRESS_SENT,
  /** The transaction is committed in Kafka; the outbox does not know it. */
  TRANSACTION_COMMITTED,
  /** The outbox knows it. */
  TRANSACTION_NOTED,
  /** {@code ALTER SINK … SET FROM} has waited; nothing is done. */
  CUTOVER_BEGUN,
  /** The former relation's last changes are written down. */
  FORMER_KEPT,
  /** The next relation is read, and its contents are not written down. */
  NEXT_READ,
  /** The next relation's contents are written down; the catalog names the former one. */
  NEXT_KEPT,
  /** The catalog names the next relation; the former one's contents are still there. */
  CATALOG_CHANGED,
  /** The former one's contents are gone; nothing of the next one has been sent. */
  CUT_OVER,
  /** A sink that goes on has read what it kept; it has no connection yet. */
  LOADED,
  /** Whoever sent before is fenced off, and how far it came is known. */
  FENCED
}
