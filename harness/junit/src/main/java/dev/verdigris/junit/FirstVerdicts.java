package dev.verdigris.junit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.engine.support.store.NamespacedHierarchicalStore;

/**
 * What the first execution in a launcher session came to. Surefire reruns failed tests by a second
 * execution in the same session: that one shows the first verdict again and runs nothing, so that a
 * flaky validation cannot promote.
 */
final class FirstVerdicts {
  private static final Namespace NAMESPACE = Namespace.create(FirstVerdicts.class.getName());

  private FirstVerdicts() {}

  /** The results of an earlier execution of the deployment in this session, by node; or null. */
  static @Nullable Map<UniqueId, TestExecutionResult> find(
      ExecutionRequest request, DeploymentNode deployment) {
    return session(request).get(NAMESPACE, key(deployment), Results.class);
  }

  /** Begins to remember; the listener passes everything on to the request's. */
  static EngineExecutionListener remember(ExecutionRequest request, DeploymentNode deployment) {
    Results results = new Results();
    session(request).put(NAMESPACE, key(deployment), results);
    return new Recorder(request.getEngineExecutionListener(), results);
  }

  /** Shows the first verdict again. */
  static void replay(
      TestDescriptor node,
      EngineExecutionListener listener,
      Map<UniqueId, TestExecutionResult> results) {
    TestExecutionResult result = results.get(node.getUniqueId());
    boolean failed = result != null && result.getStatus() == TestExecutionResult.Status.FAILED;
    if (node.isTest() && !failed) {
      listener.executionSkipped(node, "the first verdict of this session stands");
      return;
    }
    listener.executionStarted(node);
    node.getChildren().forEach(child -> replay(child, listener, results));
    listener.executionFinished(
        node, result != null && failed ? result : TestExecutionResult.successful());
  }

  private static NamespacedHierarchicalStore<Namespace> session(ExecutionRequest request) {
    return request.getStore().getParent().orElseGet(request::getStore);
  }

  private static String key(DeploymentNode deployment) {
    return deployment.deploymentClass().getName();
  }

  private static final class Results extends ConcurrentHashMap<UniqueId, TestExecutionResult> {
    private static final long serialVersionUID = 1L;
  }

  private record Recorder(
      EngineExecutionListener listener, Map<UniqueId, TestExecutionResult> results)
      implements EngineExecutionListener {
    @Override
    public void dynamicTestRegistered(TestDescriptor node) {
      listener.dynamicTestRegistered(node);
    }

    @Override
    public void executionSkipped(TestDescriptor node, String reason) {
      listener.executionSkipped(node, reason);
    }

    @Override
    public void executionStarted(TestDescriptor node) {
      listener.executionStarted(node);
    }

    @Override
    public void executionFinished(TestDescriptor node, TestExecutionResult result) {
      results.put(node.getUniqueId(), result);
      listener.executionFinished(node, result);
    }

    @Override
    public void reportingEntryPublished(TestDescriptor node, ReportEntry entry) {
      listener.reportingEntryPublished(node, entry);
    }

    @Override
    public void fileEntryPublished(TestDescriptor node, FileEntry file) {
      listener.fileEntryPublished(node, file);
    }
  }
}
