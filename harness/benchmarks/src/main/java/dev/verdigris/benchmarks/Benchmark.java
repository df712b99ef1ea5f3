package dev.verdigris.benchmarks;

import java.io.PrintStream;

/** Measures one thing beside what it is compared to, in turns within one run. */
interface Benchmark {

  /** What the command line calls it. */
  String name();

  /** Measures and prints a table in Markdown. */
  void run(PrintStream out) throws Exception;
}
