package dev.verdigris.validations.models;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import dev.verdigris.execute.Interruption;
import dev.verdigris.execute.Sessions;
import dev.verdigris.project.QualifiedName;
import dev.verdigris.project.SqlLexer;
import dev.verdigris.project.SqlToken;
import java.util.List;

/**
 * Where models are tested: the server that the configuration names, or the local engine.
 *
 * @param config the project
 * @param server the server
 * @param sessions sessions on it
 */
record ModelServer(DeploymentConfig config, Server server, Sessions sessions)
    implements AutoCloseable {

  static ModelServer open(DeploymentConfig config) {
    return on(config, Servers.open(config));
  }

  static ModelServer on(DeploymentConfig config, Server server) {
    return new ModelServer(
        config,
        server,
        new Sessions(
            server, config.deployment(), config.timeouts().statement(), new Interruption()));
  }

  /** A relation's name as models write it, quotes included: of two or three parts. */
  QualifiedName name(String written) {
    List<String> parts =
        SqlLexer.tokens(written).stream()
            .filter(SqlToken::isIdentifier)
            .map(SqlToken::value)
            .toList();
    return switch (parts.size()) {
      case 2 -> new QualifiedName(config.database(), parts.get(0), parts.get(1));
      case 3 -> new QualifiedName(parts.get(0), parts.get(1), parts.get(2));
      default -> throw ModelProblems.noName(written).exception();
    };
  }

  @Override
  public void close() {
    sessions.close();
    server.close();
  }
}
