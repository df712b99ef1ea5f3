package dev.verdigris.engine.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A directory of things that are made once and used by every engine of this user: the unpacked
 * binaries and template data. Each entry appears by one rename, whole; one that somebody tidied
 * away in part is made again.
 */
final class Cache {
  private static final String CONTENT = "content";
  private static final String EXTENT = "extent";
  private static final ReentrantLock WITHIN_THIS_PROCESS = new ReentrantLock();

  private final Path directory;

  Cache(Path directory) {
    this.directory = directory;
  }

  /** Makes an entry in a fresh directory. */
  @FunctionalInterface
  interface Maker {
    void make(Path fresh) throws IOException;
  }

  /**
   * Where the cache may be, the best first. Root's lies where an unprivileged user can read it; an
   * ordinary user's under the home directory, if there is one.
   */
  static List<Path> candidates(int uid, @Nullable String chosen, Path dataDirectory) {
    List<Path> places = new ArrayList<>();
    if (chosen != null && !chosen.isBlank()) {
      return List.of(Path.of(chosen).toAbsolutePath());
    }
    if (uid != 0) {
      String xdg = System.getenv("XDG_CACHE_HOME");
      String home = System.getenv("HOME");
      if (xdg != null && xdg.startsWith("/")) {
        places.add(Path.of(xdg, "verdigris"));
      } else if (home != null && home.startsWith("/")) {
        places.add(Path.of(home, ".cache", "verdigris"));
      }
    }
    places.add(
        Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "verdigris-" + uid).toAbsolutePath());
    Path parent = dataDirectory.toAbsolutePath().getParent();
    if (parent != null) {
      places.add(parent.resolve(".verdigris-cache"));
    }
    return places;
  }

  /** Makes the directory, or tells why it cannot serve: null where it can. */
  @Nullable String prepare(int uid) {
    try {
      Files.createDirectories(directory);
      Object owner = Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      if (!owner.equals(uid) || Files.isSymbolicLink(directory)) {
        return directory + ": belongs to another user";
      }
      // Readable for the user that PostgreSQL runs as, writable for nobody else.
      Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rwxr-xr-x");
      if (!Files.getPosixFilePermissions(directory).equals(mode)) {
        Files.setPosixFilePermissions(directory, mode);
      }
      Path probe = Files.createTempDirectory(directory, "probe-");
      Files.delete(probe);
      return null;
    } catch (IOException | UnsupportedOperationException e) {
      return directory + ": " + e;
    }
  }

  /** The content of the entry of that name, made now if it is not there or not whole. */
  Path entry(String name, Maker maker) throws IOException {
    Path entry = directory.resolve(name);
    if (!isWhole(entry)) {
      WITHIN_THIS_PROCESS.lock();
      try (FileChannel channel =
          FileChannel.open(
              directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        lockOutOtherProcesses(channel);
        if (!isWhole(entry)) {
          make(entry, maker);
        }
      } finally {
        WITHIN_THIS_PROCESS.unlock();
      }
    }
    return entry.resolve(CONTENT);
  }

  /** Removes an entry that turned out to be of no use. */
  void discard(String name) throws IOException {
    Path entry = directory.resolve(name);
    Path spoiled = Files.createTempDirectory(directory, "spoiled-");
    try {
      Files.move(entry, spoiled.resolve("entry"), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // Somebody else was as quick.
    }
    Trees.delete(spoiled);
  }

  /**
   * Waits for the lock, which the end of the channel gives back. Where another class loader of this
   * process holds it, two may make the same entry, and the rename decides.
   */
  private static void lockOutOtherProcesses(FileChannel channel) throws IOException {
    try {
      channel.lock();
    } catch (OverlappingFileLockException e) {
      // See above: not waited for.
    }
  }

  private void make(Path entry, Maker maker) throws IOException {
    Path fresh = Files.createTempDirectory(directory, "making-");
    try {
      Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rwxr-xr-x");
      Path content = Files.createDirectory(fresh.resolve(CONTENT));
      Files.setPosixFilePermissions(fresh, mode);
      Files.setPosixFilePermissions(content, mode);
      maker.make(content);
      Files.writeString(fresh.resolve(EXTENT), Trees.extent(content));
      if (Files.exists(entry)) {
        Path spoiled = Files.createTempDirectory(directory, "spoiled-");
        Files.move(entry, spoiled.resolve("entry"), StandardCopyOption.ATOMIC_MOVE);
        Trees.delete(spoiled);
      }
      Files.move(fresh, entry, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!isWhole(entry)) {
        throw e;
      }
    } finally {
      Trees.delete(fresh);
    }
  }

  private static boolean isWhole(Path entry) throws IOException {
    Path extent = entry.resolve(EXTENT);
    Path content = entry.resolve(CONTENT);
    return Files.isDirectory(content)
        && Files.exists(extent)
        && Files.readString(extent).equals(Trees.extent(content));
  }
}
