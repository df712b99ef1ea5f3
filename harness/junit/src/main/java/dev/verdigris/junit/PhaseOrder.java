package dev.verdigris.junit;

import dev.verdigris.VerdigrisException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Collects the built-in phases and the user's own in the order in which they run. */
final class PhaseOrder {
  private final Class<?> deploymentClass;
  private final List<PlannedPhase> own = new ArrayList<>();

  private PhaseOrder(Class<?> deploymentClass) {
    this.deploymentClass = deploymentClass;
  }

  /**
   * The phases of a deployment class. No user code runs.
   *
   * @throws VerdigrisException VG-26xx for an extension that would be ignored or misplaced
   */
  static List<PlannedPhase> of(Class<?> deploymentClass) {
    PhaseOrder order = new PhaseOrder(deploymentClass);
    order.collectFields();
    order.collectAnnotations();
    order.collectServices();
    return order.sorted();
  }

  private void collectFields() {
    List<Field> fields =
        ReflectionSupport.findFields(
            deploymentClass,
            field -> AnnotationSupport.isAnnotated(field, RegisterExtension.class),
            HierarchyTraversalMode.TOP_DOWN);
    for (Field field : fields) {
      String where = field.getDeclaringClass().getSimpleName() + "." + field.getName();
      if (!DeploymentPhase.class.isAssignableFrom(field.getType())) {
        throw SetUpProblems.notAPhase(where, field.getType().getSimpleName());
      }
      if (!Modifier.isStatic(field.getModifiers())) {
        throw SetUpProblems.notStatic(where);
      }
      Order order = field.getAnnotation(Order.class);
      add(field.getName(), where, order, () -> read(field, where));
    }
  }

  private static DeploymentPhase read(Field field, String where) {
    return (DeploymentPhase)
        ReflectionSupport.tryToReadFieldValue(field, null)
            .andThenTry(
                value -> {
                  if (value == null) {
                    throw SetUpProblems.nullPhase(where);
                  }
                  return value;
                })
            .getOrThrow(cause -> asRuntimeException(cause));
  }

  private static RuntimeException asRuntimeException(Exception cause) {
    return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
  }

  private void collectAnnotations() {
    for (ExtendWith annotation :
        AnnotationSupport.findRepeatableAnnotations(deploymentClass, ExtendWith.class)) {
      for (Class<? extends Extension> type : annotation.value()) {
        if (!DeploymentPhase.class.isAssignableFrom(type)) {
          throw SetUpProblems.notAPhase(
              "@ExtendWith on " + deploymentClass.getSimpleName(), type.getSimpleName());
        }
        addType(type.asSubclass(DeploymentPhase.class));
      }
    }
  }

  private void collectServices() {
    ServiceLoader.load(DeploymentPhase.class, deploymentClass.getClassLoader()).stream()
        .forEach(provider -> addType(provider.type()));
  }

  private void addType(Class<? extends DeploymentPhase> type) {
    add(
        type.getSimpleName(),
        type.getName(),
        type.getAnnotation(Order.class),
        () -> ReflectionSupport.newInstance(type));
  }

  private void add(
      String name, String where, @Nullable Order order, PlannedPhase.PhaseSource source) {
    if (order == null) {
      throw SetUpProblems.noOrder(where);
    }
    own.add(new PlannedPhase(name, order.value(), null, source));
  }

  private List<PlannedPhase> sorted() {
    List<PlannedPhase> all = new ArrayList<>();
    for (BuiltInPhase phase : BuiltInPhase.of(deploymentClass)) {
      all.add(PlannedPhase.of(phase));
    }
    all.addAll(own);
    all.sort(Comparator.comparingInt(PlannedPhase::order));
    Set<String> names = new HashSet<>();
    for (PlannedPhase phase : all) {
      if (!names.add(phase.name())) {
        throw SetUpProblems.sameName(deploymentClass.getSimpleName(), phase.name());
      }
    }
    return all;
  }
}
