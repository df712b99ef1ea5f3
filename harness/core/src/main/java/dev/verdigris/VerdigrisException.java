package dev.verdigris;

import org.jspecify.annotations.Nullable;

/** Everything that Verdigris refuses or fails with. Its message is {@link Problem#format()}. */
public final class VerdigrisException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  VerdigrisException(Problem problem, @Nullable Throwable cause) {
    super(problem.format(), cause);
    this.problem = problem;
  }

  /** What happened. */
  public Problem problem() {
    return problem;
  }

  /** What a process that ends with this failure exits with. */
  public ExitCode exitCode() {
    return problem.exitCode();
  }
}
