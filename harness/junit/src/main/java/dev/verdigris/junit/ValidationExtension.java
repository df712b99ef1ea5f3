package dev.verdigris.junit;

import dev.verdigris.Blue;
import dev.verdigris.DeploymentConfig;
import dev.verdigris.Green;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Gives validations the deployment that they run in, and says what becomes of their failures. */
final class ValidationExtension
    implements ExecutionCondition,
        BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        InvocationInterceptor,
        TestExecutionExceptionHandler,
        ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ValidationExtension.class);

  private static final Set<Class<?>> TYPES =
      Set.of(Green.class, Blue.class, DeploymentConfig.class, Connection.class, DataSource.class);

  /** What a constructor is given belongs to the test that the instance is made for. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return CurrentEnvironment.switchedOff(context)
        ? ConditionEvaluationResult.disabled("gate.off in verdigris.yaml switches it off")
        : ConditionEvaluationResult.enabled("it is not switched off");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    AttachedEnvironment.currentOrAttached(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    current(context).set(findings(context));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    current(context).remove();
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    Judge.judge(failure, context, gate(context), findings(context));
  }

  /** Nothing but interceptors takes part in dynamic tests. */
  @Override
  public void interceptDynamicTest(
      Invocation<@Nullable Void> invocation,
      DynamicTestInvocationContext dynamic,
      ExtensionContext context)
      throws Throwable {
    ThreadLocal<TestFindings> current = current(context);
    TestFindings factory = current.get();
    TestFindings own = new TestFindings(context, current);
    current.set(own);
    try {
      invocation.proceed();
    } catch (AssertionError failure) {
      Judge.judge(failure, context, gate(context), own);
    } finally {
      if (factory == null) {
        current.remove();
      } else {
        current.set(factory);
      }
    }
  }

  private static DeploymentConfig.Gate gate(ExtensionContext context) {
    return AttachedEnvironment.currentOrAttached(context).config().gate();
  }

  private static TestFindings findings(ExtensionContext context) {
    return new TestFindings(context, current(context));
  }

  /** The test that runs on each thread, for what a class was given and its tests share. */
  @SuppressWarnings({"unchecked", "deprecation"}) // JUnit 6 has another name for the method.
  private static ThreadLocal<TestFindings> current(ExtensionContext context) {
    return (ThreadLocal<TestFindings>)
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                "current", key -> new ThreadLocal<TestFindings>(), ThreadLocal.class);
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
      return environment.green().reportingTo(findings(context));
    }
    if (type == Blue.class) {
      return environment.blue().reportingTo(findings(context));
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
