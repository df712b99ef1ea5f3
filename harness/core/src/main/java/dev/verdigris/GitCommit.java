package dev.verdigris;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the commit that a directory is checked out at, without running git. */
public final class GitCommit {
  private static final String REFERENCE = "ref: ";

  /** A hash of SHA-1 or of SHA-256. */
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  private GitCommit() {}

  /** The commit's hash, or an empty text where there is no repository or it cannot be read. */
  public static String of(Path directory) {
    String commit = read(directory);
    return HASH.matcher(commit).matches() ? commit : "";
  }

  private static String read(Path directory) {
    for (Path at = directory.toAbsolutePath(); at != null; at = at.getParent()) {
      Path git = at.resolve(".git");
      try {
        if (Files.isDirectory(git)) {
          return head(git, git);
        }
        if (Files.isRegularFile(git)) {
          return worktree(at, Files.readString(git).strip());
        }
      } catch (IOException | InvalidPathException e) {
        return "";
      }
    }
    return "";
  }

  /** In a worktree, {@code .git} is a file that names the directory, which names the shared one. */
  private static String worktree(Path at, String pointer) throws IOException {
    Path git = at.resolve(pointer.replaceFirst("^gitdir: ", ""));
    Path common = git.resolve("commondir");
    Path shared =
        Files.exists(common) ? git.resolve(Files.readString(common).strip()).normalize() : git;
    return head(git, shared);
  }

  private static String head(Path git, Path shared) throws IOException {
    String head = Files.readString(git.resolve("HEAD")).strip();
    if (!head.startsWith(REFERENCE)) {
      return head;
    }
    String name = head.substring(REFERENCE.length());
    Path loose = shared.resolve(name);
    if (Files.exists(loose)) {
      return Files.readString(loose).strip();
    }
    Path packed = shared.resolve("packed-refs");
    return Files.exists(packed) ? packed(packed, name) : "";
  }

  private static String packed(Path file, String name) throws IOException {
    @Nullable String found =
        Files.readAllLines(file).stream()
            .filter(line -> line.endsWith(" " + name))
            .map(line -> line.substring(0, line.indexOf(' ')))
            .findFirst()
            .orElse(null);
    return found == null ? "" : found;
  }
}
