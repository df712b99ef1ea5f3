package dev.verdigris;

import dev.verdigris.gate.WorkingTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks git whether anything in the directory's repository is changed or not committed. */
public final class GitTree {
  private static final int SECONDS = 10;

  private GitTree() {}

  /** {@link WorkingTree#UNKNOWN} where there is no repository, no git, or no answer in time. */
  public static WorkingTree of(Path directory) {
    return GitCommit.of(directory).isEmpty()
        ? WorkingTree.UNKNOWN
        : of(directory, List.of("git", "status", "--porcelain"));
  }

  static WorkingTree of(Path directory, List<String> command) {
    Process git;
    try {
      git =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException noGit) {
      return WorkingTree.UNKNOWN;
    }
    try {
      // A git with more to say than the pipe holds does not end by itself, and has said enough.
      boolean ended = git.waitFor(SECONDS, TimeUnit.SECONDS);
      if (git.getInputStream().available() > 0) {
        return WorkingTree.DIRTY;
      }
      return ended && git.exitValue() == 0 ? WorkingTree.CLEAN : WorkingTree.UNKNOWN;
    } catch (IOException e) {
      return WorkingTree.UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return WorkingTree.UNKNOWN;
    } finally {
      git.destroyForcibly();
    }
  }
}
