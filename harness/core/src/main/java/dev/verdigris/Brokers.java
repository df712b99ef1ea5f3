package dev.verdigris;

import dev.verdigris.catalog.CatalogReader;
import dev.verdigris.execute.Session;
import dev.verdigris.execute.Sessions;
import java.net.URI;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the topics of sinks are: asked once, however many sinks there are. */
final class Brokers {
  private final Sessions sessions;
  private @Nullable Map<String, List<URI>> byConnection;

  Brokers(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * The server's own, or else those of the Kafka connection that is among the ids.
   *
   * @throws SQLException that the catalog cannot be read
   */
  synchronized List<URI> of(Collection<String> ids) throws SQLException {
    if (!sessions.brokers().isEmpty()) {
      return sessions.brokers();
    }
    Map<String, List<URI>> known = byConnection;
    if (known == null) {
      try (Session session = sessions.open("brokers")) {
        known = CatalogReader.brokers(session);
        byConnection = known;
      }
    }
    Map<String, List<URI>> all = known;
    return ids.stream().flatMap(id -> all.getOrDefault(id, List.of()).stream()).toList();
  }
}
