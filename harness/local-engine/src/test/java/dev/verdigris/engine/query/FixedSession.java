package dev.verdigris.engine.query;

import dev.verdigris.engine.Notice;
import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A session of the role that a fresh server has. */
final class FixedSession implements SessionContext {
  private static final Map<String, String> SETTINGS =
      Map.of("cluster", "quickstart", "mz_version", "v26.28.0-dev.0 (674bf3d11)");

  final List<Notice> notices = new ArrayList<>();

  @Override
  public String role() {
    return "materialize";
  }

  @Override
  public boolean isSystemUser() {
    return false;
  }

  @Override
  public String database() {
    return "materialize";
  }

  @Override
  public List<String> searchPath() {
    return List.of("public");
  }

  @Override
  public String cluster() {
    return "quickstart";
  }

  @Override
  public String setting(String name) {
    String value = SETTINGS.get(name);
    if (value == null) {
      throw SqlException.of("42704", "unrecognized configuration parameter \"" + name + "\"");
    }
    return value;
  }

  @Override
  public String temporarySchema() {
    return "mz_temp_1";
  }

  @Override
  public void notice(Notice notice) {
    notices.add(notice);
  }

  @Override
  public int number() {
    return 1;
  }
}
