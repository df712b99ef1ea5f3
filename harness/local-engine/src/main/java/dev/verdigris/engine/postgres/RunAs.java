package dev.verdigris.engine.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A way to run PostgreSQL, which refuses to run as root. An ordinary user runs it as it is; root
 * hands it to an unprivileged user, with whichever tool the machine has.
 */
final class RunAs {
  /** The user that owns nothing, on every Linux. */
  private static final int NOBODY = 65534;

  private final String name;
  private final int owner;
  private final Function<List<String>, List<String>> wrap;

  private RunAs(String name, int owner, Function<List<String>, List<String>> wrap) {
    this.name = name;
    this.owner = owner;
    this.wrap = wrap;
  }

  /** The ways for this user, the best first. */
  static List<RunAs> candidates(int uid) {
    if (uid != 0) {
      return List.of(new RunAs("directly", uid, command -> command));
    }
    String user = nameOfNobody();
    return List.of(
        prefix(
            "setpriv",
            NOBODY,
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            "--"),
        prefix("runuser", NOBODY, "runuser", "-u", user, "--"),
        prefix("su", NOBODY, "su", "-s", "/bin/sh", user, "-c", "exec \"$0\" \"$@\"", "--"),
        // In a user namespace of its own root is nobody, yet still the owner of its files.
        prefix("unshare", 0, "unshare", "-U", "--"));
  }

  /** The command for a user without a name: in a user namespace of its own it has nobody's. */
  static List<String> nobodyByName(List<String> command) {
    return Stream.concat(Stream.of("unshare", "-U", "--"), command.stream()).toList();
  }

  private static RunAs prefix(String name, int owner, String... words) {
    return new RunAs(
        name, owner, command -> Stream.concat(Stream.of(words), command.stream()).toList());
  }

  private static String nameOfNobody() {
    try {
      for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
        String[] fields = line.split(":", -1);
        if (fields.length > 2 && fields[2].equals(String.valueOf(NOBODY))) {
          return fields[0];
        }
      }
    } catch (IOException e) {
      // No list of users: the usual name is as good as any, and trying tells.
    }
    return "nobody";
  }

  String name() {
    return name;
  }

  /** The command line that runs {@code command} this way. */
  List<String> command(List<String> command) {
    return wrap.apply(new ArrayList<>(command));
  }

  /** The user that must own what PostgreSQL writes. */
  int owner() {
    return owner;
  }

  /** Gives a tree that we made to the user that PostgreSQL runs as, if that is another than us. */
  void own(Path tree, int uid) throws IOException {
    if (owner != uid) {
      takeOver(tree);
    }
  }

  /** Gives a tree to the user that PostgreSQL runs as; only root can. */
  void takeOver(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }
}
