package dev.verdigris.engine.catalog;

import dev.verdigris.engine.Notice;
import dev.verdigris.engine.SessionContext;
import java.util.List;

/** The engine itself at work, where there is no session. */
enum SystemSession implements SessionContext {
  /** The only one. */
  INSTANCE;

  @Override
  public String role() {
    return "mz_system";
  }

  @Override
  public boolean isSystemUser() {
    return true;
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
    return "mz_system";
  }

  @Override
  public String setting(String name) {
    return "off";
  }

  @Override
  public String temporarySchema() {
    return "";
  }

  @Override
  public void notice(Notice notice) {
    // There is nobody to tell.
  }
}
