package dev.verdigris.cli;

/** The program {@code verdigris}. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(Cli.run(Terminal.system(), arguments));
  }
}
