package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commit is a help for people: whatever state a repository is in, no deployment fails by it.
 */
class GitCommitTests {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String OTHER = "ffffffffffffffffffffffffffffffffffffffff";

  @TempDir private Path directory;
  private Path git;

  @BeforeEach
  void repository() {
    git = directory.resolve(".git");
  }

  @Test
  void no_repository() throws IOException {
    assertThat(GitCommit.of(Files.createDirectories(directory.resolve("a/b")))).isEmpty();
  }

  @Test
  void a_branch() throws IOException {
    write("HEAD", "ref: refs/heads/main\n");
    write("refs/heads/main", COMMIT + "\n");
    assertThat(GitCommit.of(directory)).isEqualTo(COMMIT);
    assertThat(GitCommit.of(Files.createDirectories(directory.resolve("a/b")))).isEqualTo(COMMIT);
  }

  @Test
  void a_commit_without_a_branch() throws IOException {
    write("HEAD", COMMIT + "\n");
    assertThat(GitCommit.of(directory)).isEqualTo(COMMIT);
  }

  @Test
  void a_hash_of_sha_256() throws IOException {
    write("HEAD", "ab".repeat(32) + "\n");
    assertThat(GitCommit.of(directory)).isEqualTo("ab".repeat(32));
  }

  @Test
  void references_that_are_packed() throws IOException {
    write("HEAD", "ref: refs/heads/main\n");
    write(
        "packed-refs",
        "# pack-refs with: peeled fully-peeled sorted \n"
            + OTHER
            + " refs/heads/another/refs/heads/main\n"
            + COMMIT
            + " refs/heads/main\n"
            + OTHER
            + " refs/tags/v1\n^"
            + OTHER
            + "\n");
    assertThat(GitCommit.of(directory)).isEqualTo(COMMIT);
  }

  @Test
  void a_loose_reference_before_a_packed_one() throws IOException {
    write("HEAD", "ref: refs/heads/main\n");
    write("refs/heads/main", COMMIT + "\n");
    write("packed-refs", OTHER + " refs/heads/main\n");
    assertThat(GitCommit.of(directory)).isEqualTo(COMMIT);
  }

  @Test
  void a_worktree() throws IOException {
    Path main = Files.createDirectories(directory.resolve("main/.git/worktrees/w"));
    Files.writeString(main.resolve("HEAD"), "ref: refs/heads/w\n");
    Files.writeString(main.resolve("commondir"), "../..\n");
    Path refs = Files.createDirectories(directory.resolve("main/.git/refs/heads"));
    Files.writeString(refs.resolve("w"), COMMIT + "\n");
    Path worktree = Files.createDirectories(directory.resolve("w"));
    Files.writeString(worktree.resolve(".git"), "gitdir: " + main + "\n");
    assertThat(GitCommit.of(worktree)).isEqualTo(COMMIT);
  }

  @Test
  void a_branch_without_a_commit() throws IOException {
    write("HEAD", "ref: refs/heads/main\n");
    assertThat(GitCommit.of(directory)).isEmpty();
  }

  @Test
  void a_directory_that_is_no_repository() throws IOException {
    Files.createDirectories(git);
    assertThat(GitCommit.of(directory)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "ref:",
        "ref: \0",
        "ref: refs",
        "nothing of git's",
        COMMIT + OTHER + "0"
      })
  void a_head_that_is_none(String text) throws IOException {
    write("HEAD", text);
    Files.createDirectories(git.resolve("refs"));
    assertThat(GitCommit.of(directory)).isEmpty();
  }

  @Test
  void a_head_that_is_no_text() throws IOException {
    Files.createDirectories(git);
    Files.write(git.resolve("HEAD"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThat(GitCommit.of(directory)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gitdir: nowhere", "gitdir: \0", "nonsense"})
  void a_pointer_to_nowhere(String text) throws IOException {
    Files.writeString(git, text, StandardCharsets.UTF_8);
    assertThat(GitCommit.of(directory)).isEmpty();
  }

  private void write(String file, String text) throws IOException {
    Path path = git.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
