package dev.verdigris.acceptance;

import static dev.verdigris.catalog.Identifiers.quote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.verdigris.DeploymentRun;
import dev.verdigris.Server;
import dev.verdigris.plan.DeploymentState.Kind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a statement may take is for the configuration to say, whatever the role and URL say. */
class StatementTimeoutTests {
  private final TestServer server = TestServer.shared();

  @Test
  void theServersTimeoutEndsNoStatementOfADeployment(@TempDir Path directory) throws Exception {
    assumeThat(server.isLocal()).as("only the local engine can be steered").isTrue();
    String timeout = "ALTER ROLE " + quote(server.deployer()) + " %s statement_timeout";
    try (Production production = Production.create(server, directory)) {
      String options = "--cluster%3D" + production.compute + "%20--statement_timeout%3D40ms";
      server.asSystem().execute(timeout.formatted("SET") + " = '50ms'");
      server
          .engine()
          .faults()
          .statements("CREATE SCHEMA .*" + production.tag + ".*")
          .slow(Duration.ofMillis(300));
      try (DeploymentRun run =
          DeploymentRun.open(
              production.config("pr_17"), new With(server, options), new Recorder())) {
        run.init();
        assertThat(run.state().kind()).isEqualTo(Kind.BUILDING);
      } finally {
        server.engine().faults().reset();
        server.asSystem().execute(timeout.formatted("RESET"));
      }
    }
  }

  /** A server with connection options in its URL. */
  private record With(TestServer server, String options) implements Server {
    @Override
    public String url() {
      return server.url() + (server.url().contains("?") ? "&" : "?") + "options=" + options;
    }

    @Override
    public String description() {
      return server.description();
    }

    @Override
    public void close() {
      // It is not ours.
    }
  }
}
