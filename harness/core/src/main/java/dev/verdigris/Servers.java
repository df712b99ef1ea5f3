package dev.verdigris;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the server that a deployment is for. */
public final class Servers {
  private Servers() {}

  /**
   * The configured Materialize, or else the local engine if one is on the class path.
   *
   * @throws VerdigrisException VG-2251 when no address is configured and no local engine is there,
   *     VG-2252 when there are several
   */
  public static Server open(DeploymentConfig config) {
    return open(
        config.server().url(),
        new ServerProvider.Request(config.localEngine().data(), config.localEngine().seed()));
  }

  /**
   * The Materialize at an address, or else the local engine on a data directory.
   *
   * @param url a JDBC URL without a secret; null for the local engine
   * @param local what is asked of the local engine
   * @throws VerdigrisException as {@link #open(DeploymentConfig)}
   */
  public static Server open(@Nullable String url, ServerProvider.Request local) {
    if (url != null) {
      return new RemoteServer(url, password(System.getenv()));
    }
    List<ServerProvider> providers = new ArrayList<>();
    ServiceLoader.load(ServerProvider.class).forEach(providers::add);
    if (providers.isEmpty()) {
      throw ServerProblems.none().exception();
    }
    if (providers.size() > 1) {
      throw ServerProblems.several(providers.stream().map(ServerProvider::name).toList())
          .exception();
    }
    return providers.get(0).open(local);
  }

  /**
   * The password of the environment: {@code VERDIGRIS_PASSWORD}, else {@code PGPASSWORD}; null
   * where neither is set, and the driver looks into {@code ~/.pgpass}.
   */
  static @Nullable String password(Map<String, String> environment) {
    for (String variable : List.of("VERDIGRIS_PASSWORD", "PGPASSWORD")) {
      String password = environment.get(variable);
      if (password != null && !password.isEmpty()) {
        return password;
      }
    }
    return null;
  }

  /** A Materialize that somebody else runs. */
  private static final class RemoteServer implements Server {
    private final String url;
    private final Properties properties = new Properties();

    RemoteServer(String url, @Nullable String password) {
      this.url = url;
      if (password != null) {
        properties.setProperty("password", password);
      }
    }

    @Override
    public String url() {
      return url;
    }

    @Override
    public Properties properties() {
      Properties copy = new Properties();
      copy.putAll(properties);
      return copy;
    }

    @Override
    public String description() {
      int parameters = url.indexOf('?');
      String address = parameters < 0 ? url : url.substring(0, parameters);
      return "Materialize at " + address.replaceFirst("^jdbc:postgresql://", "");
    }

    @Override
    public void close() {
      // It is not ours to stop.
    }
  }
}
