package dev.verdigris.junit;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * What a person sees while a deployment runs: one line a phase, with its time. Surefire's own
 * console shows classes only, and a phase may take minutes.
 */
final class Console {
  private final PrintStream out;

  Console(PrintStream out) {
    this.out = out;
  }

  /**
   * The standard output as it is now. Surefire replaces it, and writing past it would break the
   * channel to Maven; so this is the one place here that may name it.
   */
  static Console standard() {
    return new Console(System.out);
  }

  void title(String words) {
    line("VERDIGRIS  " + words);
  }

  /** A phase that ended, well or not. */
  void phase(String name, Duration time, String words) {
    line(String.format(Locale.ROOT, "  %-9s %6.1f s  %s", name, time.toMillis() / 1000.0, words));
  }

  /** A phase that was not run. */
  void notRun(String name, String reason) {
    line(String.format(Locale.ROOT, "  %-9s %6s    not run: %s", name, "-", reason));
  }

  /** Something that happens while a phase runs. */
  void progress(String name, String words) {
    line(String.format(Locale.ROOT, "  %-9s        …  %s", name, words));
  }

  /** Text as it is, for example the plans of a dry run. */
  void text(String text) {
    line(text.stripTrailing());
  }

  /** A labelled line at the end: state, next. */
  void last(String label, String words) {
    String indent = "\n" + " ".repeat(12);
    line(String.format(Locale.ROOT, "  %-9s %s", label, words.replace("\n", indent)));
  }

  private synchronized void line(String text) {
    out.println(text);
    out.flush();
  }
}
