package dev.verdigris.engine.wire;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which statements one connection to PostgreSQL keeps prepared: those that came twice, the latest
 * ones. PostgreSQL itself plans them anew when what they read has changed.
 */
final class KeptStatements {
  private static final int KEPT = 64;

  /** Texts of this length and more are not worth their memory. */
  private static final int LONG = 16_384;

  /** By text and number of parameters; an empty name: it came once and is not prepared. */
  private final Map<String, String> names = new LinkedHashMap<>(KEPT, 0.75f, true);

  private final List<String> dropped = new ArrayList<>();
  private long named;

  /**
   * What to do with a statement.
   *
   * @param name under which it is, or is to be, prepared; empty for the statement without a name
   * @param isPrepared whether PostgreSQL has it already
   */
  record Use(String name, boolean isPrepared) {}

  Use use(String sql, int parameters) {
    if (sql.length() >= LONG) {
      return new Use("", false);
    }
    String key = key(sql, parameters);
    String name = names.get(key);
    if (name == null) {
      names.put(key, "");
      drop();
      return new Use("", false);
    }
    if (name.isEmpty()) {
      String fresh = "k" + ++named;
      names.put(key, fresh);
      return new Use(fresh, false);
    }
    return new Use(name, true);
  }

  /** It failed: whatever was wrong, it is prepared anew the next time. */
  void forget(String sql, int parameters) {
    String name = names.remove(key(sql, parameters));
    if (name != null && !name.isEmpty()) {
      dropped.add(name);
    }
  }

  /** The names that PostgreSQL is to forget, once each. */
  List<String> takeDropped() {
    if (dropped.isEmpty()) {
      return List.of();
    }
    List<String> taken = List.copyOf(dropped);
    dropped.clear();
    return taken;
  }

  private void drop() {
    Iterator<String> oldest = names.values().iterator();
    while (names.size() > KEPT) {
      String name = oldest.next();
      oldest.remove();
      if (!name.isEmpty()) {
        dropped.add(name);
      }
    }
  }

  private static String key(String sql, int parameters) {
    return parameters + " " + sql;
  }
}
