package dev.verdigris.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * All that a new engine begins with. An engine on a directory that was seeded before keeps what it
 * has; where seeding is cut short, the next engine on the directory begins with nothing.
 *
 * @param files SQL files, in order
 * @param password that the public port asks for; null if it asks for none
 */
record Seeding(List<Path> files, @Nullable String password) {

  void run(LocalEngine engine, EngineDirectory directory) {
    if (files.isEmpty() || directory.isSeeded()) {
      return;
    }
    Properties properties = new Properties();
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("options", "--welcome_message=off");
    if (password != null) {
      properties.setProperty("password", password);
    }
    try {
      directory.seedingBegins();
      try (Connection connection = DriverManager.getConnection(engine.url(), properties)) {
        for (Path file : files) {
          new Seed(file, engine::kafkaAddress).run(connection);
        }
      }
      directory.seedingIsDone();
    } catch (IOException e) {
      throw EngineProblems.directory(directory.path(), e);
    } catch (SQLException e) {
      throw EngineProblems.postgres(e);
    }
  }
}
