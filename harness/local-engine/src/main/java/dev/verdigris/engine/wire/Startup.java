package dev.verdigris.engine.wire;

import dev.verdigris.engine.Notice;
import dev.verdigris.engine.SqlException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parameters that a connection begins with, and what the client is told in answer. */
final class Startup {
  private static final Set<String> NOT_VARIABLES = Set.of("user", "options", "replication");

  private final Map<String, String> parameters;

  private Startup(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /** Reads what follows the protocol's version. */
  static Startup read(Message message) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String name = message.string(); !name.isEmpty(); name = message.string()) {
      parameters.put(name, message.string());
    }
    return new Startup(parameters);
  }

  String user() {
    String user = parameters.get("user");
    if (user == null || user.isEmpty()) {
      throw SqlException.fatal("28000", "no PostgreSQL user name specified in startup packet");
    }
    return user;
  }

  /** Sets the session's variables and sends everything up to the first ReadyForQuery. */
  void begin(Session session) throws IOException {
    List<Notice> notices = new ArrayList<>();
    if (session.isSystemUser()) {
      session.variables().setDefault("cluster", List.of(session.role()));
    }
    session
        .state()
        .role(session.role())
        .ifPresent(
            role ->
                role.parameters()
                    .forEach((name, value) -> set(session.variables(), name, value, notices)));
    parameters.forEach(
        (name, value) -> {
          if (!NOT_VARIABLES.contains(name)) {
            set(session.variables(), name, value, notices);
          }
        });
    options(parameters.getOrDefault("options", ""))
        .forEach((name, value) -> set(session.variables(), name, value, notices));
    Client client = session.client();
    client.out().begin('R').int32(0).end();
    for (Variable variable : session.variables().all()) {
      if (variable.reported()) {
        client.parameterStatus(variable.name(), session.setting(variable.name()));
      }
    }
    client.out().begin('K').int32(session.id().number()).int32(session.id().secret()).end();
    notices.forEach(session::notice);
    tellOfMissing(session);
    if (session.variables().isOn("welcome_message")) {
      session.notice(welcome(session));
    }
  }

  private static void set(Variables variables, String name, String value, List<Notice> notices) {
    try {
      List<String> values = name.equals("search_path") ? SearchPath.parse(value) : List.of(value);
      variables.setDefault(name, values);
    } catch (SqlException e) {
      notices.add(SessionErrors.notSetAtStart(name, e.message()));
    }
  }

  private static void tellOfMissing(Session session) {
    if (!session.variables().isOn("current_object_missing_warnings")) {
      return;
    }
    if (session.state().database(session.database()).isEmpty()) {
      session.notice(SessionErrors.databaseMissingAtStart(session.database()));
    }
    if (session.state().cluster(session.cluster()).isEmpty()) {
      session.notice(SessionErrors.clusterMissingAtStart(session.cluster()));
    }
  }

  private static Notice welcome(Session session) {
    String schema = session.searchPath().isEmpty() ? "" : session.searchPath().get(0);
    return new Notice(
        "NOTICE",
        "00000",
        """
        connected to Materialize v26.28.0-dev.0
          Environment ID: docker-container-%s-0
          Region: docker/container
          User: %s
          Cluster: %s
          Database: %s
          Schema: %s
          Session UUID: %s

        Issue a SQL query to get started. Need help?
          View documentation: https://materialize.com/s/docs
          Join our Slack community: https://materialize.com/s/chat
        """
                .formatted(
                    "00000000-0000-0000-0000-000000000000",
                    session.role(),
                    session.cluster(),
                    session.database(),
                    schema,
                    java.util.UUID.randomUUID())
            + "    ",
        null,
        null);
  }

  /** {@code --name=value} and {@code -c name=value}, with blanks escaped by a backslash. */
  static Map<String, String> options(String text) {
    Map<String, String> options = new LinkedHashMap<>();
    List<String> words = words(text);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("-c") && i + 1 < words.size()) {
        word = words.get(++i);
      } else if (word.startsWith("-c")) {
        word = word.substring(2);
      } else if (word.startsWith("--")) {
        word = word.substring(2);
      }
      int equals = word.indexOf('=');
      if (equals > 0) {
        options.put(word.substring(0, equals).replace('-', '_'), word.substring(equals + 1));
      }
    }
    return options;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        word.append(text.charAt(++i));
      } else if (Character.isWhitespace(c)) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
      } else {
        word.append(c);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }
}
