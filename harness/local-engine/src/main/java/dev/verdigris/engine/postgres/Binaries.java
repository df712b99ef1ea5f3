package dev.verdigris.engine.postgres;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL of the jar that fits this platform. */
final class Binaries {
  private final URL archive;

  private Binaries(URL archive) {
    this.archive = archive;
  }

  /** Finds the archive on the class path; where there is none, says which dependency to add. */
  static Binaries find(Platform platform) {
    URL archive = Binaries.class.getResource(platform.resource());
    if (archive == null) {
      throw PostgresProblems.noBinaries(platform.name(), platform.artifact());
    }
    return new Binaries(archive);
  }

  /** A name that two archives share only if they are the same. */
  String version() throws IOException {
    URLConnection connection = archive.openConnection();
    if (connection instanceof JarURLConnection jar) {
      jar.setUseCaches(false);
      try (JarFile file = jar.getJarFile()) {
        JarEntry entry = file.getJarEntry(jar.getEntryName());
        return String.format("%08x-%x", entry.getCrc(), entry.getSize());
      }
    }
    return String.format("%x", connection.getContentLengthLong());
  }

  /** Unpacks into a directory that exists and is empty. */
  void unpack(Path home) throws IOException {
    URLConnection connection = archive.openConnection();
    connection.setUseCaches(false);
    try (InputStream packed = new BufferedInputStream(connection.getInputStream(), 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = home.resolve(entry.getName()).normalize();
        if (!target.startsWith(home)) {
          throw new IOException("the archive reaches outside itself: " + entry.getName());
        }
        write(entry, tar, target);
      }
    }
  }

  private static void write(TarArchiveEntry entry, TarArchiveInputStream tar, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isFile()) {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
        tar.transferTo(out);
      }
      boolean executable = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }
}
