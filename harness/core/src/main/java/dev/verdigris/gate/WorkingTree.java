package dev.verdigris.gate;

/** Whether the files that were deployed are those of the commit. */
public enum WorkingTree {
  /** As committed. */
  CLEAN,
  /** Something is changed or not committed. */
  DIRTY,
  /** There is no repository, or git could not be asked. */
  UNKNOWN
}
