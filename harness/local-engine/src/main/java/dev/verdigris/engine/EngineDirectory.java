package dev.verdigris.engine;

import dev.verdigris.VerdigrisException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one engine: whose it is now, where that engine listens, whether its seed has
 * run.
 */
final class EngineDirectory implements AutoCloseable {
  private static final String LOCK = "engine.lock";
  private static final String ADDRESS = "engine.properties";
  private static final String SEEDING = "seed.unfinished";
  private static final String SEEDED = "seed.done";
  private static final int CONNECT_MILLIS = 2_000;

  private final Path path;
  private final FileChannel channel;

  private EngineDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Takes the directory for this process; null where somebody has it. It is made if absent. */
  static @Nullable EngineDirectory take(Path path) throws IOException {
    Files.createDirectories(path);
    FileChannel channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This very process has it.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      return null;
    }
    EngineDirectory directory = new EngineDirectory(path, channel);
    Files.deleteIfExists(path.resolve(ADDRESS));
    if (Files.exists(path.resolve(SEEDING))) {
      directory.empty();
    }
    return directory;
  }

  /**
   * Takes the directory for this process.
   *
   * @throws VerdigrisException VG-64xx where somebody has it or it cannot be made
   */
  static EngineDirectory claim(Path path) {
    try {
      EngineDirectory directory = take(path);
      if (directory == null) {
        String by =
            running(path)
                .map(a -> "process " + a.process() + ", SQL on 127.0.0.1:" + a.port())
                .orElse("a process that has not told its address yet");
        throw EngineProblems.inUse(path, by);
      }
      return directory;
    } catch (IOException e) {
      throw EngineProblems.directory(path, e);
    }
  }

  /** A new one among the system's temporary files. */
  static Path temporary() {
    try {
      return Files.createTempDirectory("verdigris-engine-");
    } catch (IOException e) {
      throw EngineProblems.directory(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), e);
    }
  }

  /** The engine that runs on a directory, if one answers there. */
  static Optional<EngineAddress> running(Path path) throws IOException {
    Path file = path.resolve(ADDRESS);
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    } catch (java.nio.file.NoSuchFileException e) {
      return Optional.empty();
    }
    EngineAddress address =
        new EngineAddress(
            properties.getProperty("host", EngineAddress.LOOPBACK),
            Integer.parseInt(properties.getProperty("port", "0")),
            Integer.parseInt(properties.getProperty("internal.port", "0")),
            Long.parseLong(properties.getProperty("process", "0")));
    return answers(address.internalPort()) ? Optional.of(address) : Optional.empty();
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
          CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  boolean isSeeded() {
    return Files.exists(path.resolve(SEEDED));
  }

  void seedingBegins() throws IOException {
    Files.writeString(path.resolve(SEEDING), "");
  }

  void seedingIsDone() throws IOException {
    Files.move(path.resolve(SEEDING), path.resolve(SEEDED), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Tells other processes where the engine is; the last thing before it is ready. */
  void publish(EngineAddress address) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("host", address.host());
    properties.setProperty("port", Integer.toString(address.port()));
    properties.setProperty("internal.port", Integer.toString(address.internalPort()));
    properties.setProperty("process", Long.toString(address.process()));
    Path draft = path.resolve(ADDRESS + ".new");
    try (OutputStream out = Files.newOutputStream(draft)) {
      properties.store(out, "Where the engine on this directory listens");
    }
    Files.move(draft, path.resolve(ADDRESS), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes everything but the lock, on which others may wait. */
  private void empty() throws IOException {
    remove(path, path.resolve(LOCK));
  }

  /** Removes the whole directory. */
  static void delete(Path path) throws IOException {
    remove(path, null);
    Files.deleteIfExists(path);
  }

  private static void remove(Path root, @Nullable Path kept) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!file.equals(kept)) {
              Files.deleteIfExists(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            if (!visited.equals(root)) {
              Files.delete(visited);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Gives the directory back. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(path.resolve(ADDRESS));
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
    }
  }
}
