package dev.verdigris.preflight;

/** What a finding means for the phase. */
public enum Severity {
  /** The phase is refused. */
  BLOCKS,
  /** The phase goes on; somebody should know. */
  WARNS,
  /** Nothing is wrong; it is told with everything else. */
  TELLS
}
