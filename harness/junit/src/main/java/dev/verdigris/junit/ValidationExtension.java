package dev.verdigris.junit;

import dev.verdigris.Blue;
import dev.verdigris.DeploymentConfig;
import dev.verdigris.Green;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives validations the deployment that they run in. */
final class ValidationExtension implements BeforeAllCallback, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ValidationExtension.class);

  private static final Set<Class<?>> TYPES =
      Set.of(Green.class, Blue.class, DeploymentConfig.class, Connection.class, DataSource.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    AttachedEnvironment.currentOrAttached(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return TYPES.contains(type);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    DeploymentEnvironment environment = AttachedEnvironment.currentOrAttached(context);
    Class<?> type = parameter.getParameter().getType();
    if (type == Green.class) {
      return environment.green();
    }
    if (type == Blue.class) {
      return environment.blue();
    }
    if (type == DeploymentConfig.class) {
      return environment.config();
    }
    if (type == DataSource.class) {
      return environment.dataSource();
    }
    return connection(environment, context);
  }

  /** One connection for each test, closed after it. */
  @SuppressWarnings("deprecation") // JUnit 6 has another name for it, JUnit 5 only this one.
  private static Connection connection(
      DeploymentEnvironment environment, ExtensionContext context) {
    OpenConnection open =
        context
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                context.getUniqueId(), key -> OpenConnection.of(environment), OpenConnection.class);
    return open.connection();
  }

  /** A connection that the store closes. */
  private record OpenConnection(Connection connection) implements AutoCloseable {
    static OpenConnection of(DeploymentEnvironment environment) {
      try {
        return new OpenConnection(environment.dataSource().getConnection());
      } catch (SQLException refused) {
        throw new ParameterResolutionException("no connection to green", refused);
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
