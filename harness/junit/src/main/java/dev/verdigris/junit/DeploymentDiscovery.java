package dev.verdigris.junit;

import dev.verdigris.VerdigrisException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/**
 * Finds the {@link Deployment} classes that were selected themselves, by name or unique id. A
 * selected package, class path root or validation method is no selection of a deployment.
 *
 * <p>Surefire and IDEs call discovery many times, also inside Maven's own JVM, so it reads class
 * files and does nothing else. What it finds wrong it keeps for the execution.
 */
final class DeploymentDiscovery {
  private final EngineDiscoveryRequest request;

  DeploymentDiscovery(EngineDiscoveryRequest request) {
    this.request = request;
  }

  void discoverInto(EngineDescriptor engine) {
    for (Map.Entry<Class<?>, Boolean> selected : selected(engine.getUniqueId()).entrySet()) {
      DeploymentNode node =
          deployment(engine.getUniqueId(), selected.getKey(), selected.getValue());
      if (node.partOnly()) {
        narrow(node);
      }
      engine.addChild(node);
    }
  }

  /** Leaves in the tree only what was selected by its unique id. */
  private void narrow(DeploymentNode deployment) {
    List<UniqueId> ids =
        request.getSelectorsByType(UniqueIdSelector.class).stream()
            .map(UniqueIdSelector::getUniqueId)
            .toList();
    Set<TestDescriptor> leaves = new LinkedHashSet<>();
    deployment.accept(
        node -> {
          if (node.getChildren().isEmpty()) {
            leaves.add(node);
          }
        });
    for (TestDescriptor leaf : leaves) {
      UniqueId id = leaf.getUniqueId();
      if (ids.stream().noneMatch(one -> one.hasPrefix(id) || id.hasPrefix(one))) {
        remove(leaf, deployment);
      }
    }
  }

  private static void remove(TestDescriptor node, DeploymentNode deployment) {
    TestDescriptor parent = node.getParent().orElse(null);
    node.removeFromHierarchy();
    if (parent != null && !parent.equals(deployment) && parent.getChildren().isEmpty()) {
      remove(parent, deployment);
    }
  }

  /** Deployment classes, and whether only a part of each was selected. */
  private Map<Class<?>, Boolean> selected(UniqueId engine) {
    Map<Class<?>, Boolean> classes = new LinkedHashMap<>();
    for (ClassSelector selector : request.getSelectorsByType(ClassSelector.class)) {
      load(selector).ifPresent(loaded -> select(classes, loaded, false));
    }
    for (UniqueIdSelector selector : request.getSelectorsByType(UniqueIdSelector.class)) {
      List<UniqueId.Segment> segments = selector.getUniqueId().getSegments();
      if (selector.getUniqueId().hasPrefix(engine) && segments.size() > 1) {
        ReflectionSupport.tryToLoadClass(segments.get(1).getValue())
            .ifSuccess(loaded -> select(classes, loaded, segments.size() > 2));
      }
    }
    return classes;
  }

  /** A class that does not load is Jupiter's to report: it cannot be told to be a deployment. */
  private static Optional<Class<?>> load(ClassSelector selector) {
    try {
      return Optional.of(selector.getJavaClass());
    } catch (RuntimeException | LinkageError notLoadable) {
      return Optional.empty();
    }
  }

  private static void select(Map<Class<?>, Boolean> classes, Class<?> type, boolean partOnly) {
    if (type.isAnnotationPresent(Deployment.class)) {
      classes.merge(type, partOnly, Boolean::logicalAnd);
    }
  }

  private DeploymentNode deployment(UniqueId engine, Class<?> type, boolean partOnly) {
    DeploymentNode node = new DeploymentNode(engine, type, partOnly);
    List<PlannedPhase> phases;
    try {
      phases = PhaseOrder.of(type);
    } catch (VerdigrisException misplaced) {
      node.fail(BuiltInPhase.INIT, misplaced);
      phases = BuiltInPhase.of(type).stream().map(PlannedPhase::of).toList();
    }
    for (PlannedPhase phase : phases) {
      if (phase.builtIn() == BuiltInPhase.VALIDATE) {
        expectValidations(node);
      } else if (phase.builtIn() == BuiltInPhase.SMOKE) {
        expectSmoke(node);
      }
      node.add(new PhaseNode(node.getUniqueId(), phase));
    }
    return node;
  }

  private void expectSmoke(DeploymentNode node) {
    try {
      NestedJupiter jupiter =
          new NestedJupiter(request, ValidationClasses.smoke(node.deploymentClass()));
      // The same class may be a validation too: its nodes need ids of their own.
      UniqueId id = node.getUniqueId().append("suite", "smoke");
      node.smoke(jupiter.discover(id), jupiter);
    } catch (VerdigrisException notDiscovered) {
      node.fail(BuiltInPhase.SMOKE, notDiscovered);
    }
  }

  private void expectValidations(DeploymentNode node) {
    try {
      Set<String> defaults = new LinkedHashSet<>(ValidationClasses.defaults());
      List<String> own = ValidationClasses.of(node.deploymentClass());
      defaults.removeAll(own);
      List<String> all = new ArrayList<>(own);
      all.addAll(defaults);
      NestedJupiter jupiter = new NestedJupiter(request, all);
      node.defaults(defaults);
      node.expect(jupiter.discover(node.getUniqueId()), jupiter);
    } catch (VerdigrisException notDiscovered) {
      node.fail(BuiltInPhase.VALIDATE, notDiscovered);
    }
  }
}
