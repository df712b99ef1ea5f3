package dev.verdigris.junit;

import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherSession;

/** Hands the deployment from the engine to the extensions, through the nested launcher's store. */
final class CurrentEnvironment {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(CurrentEnvironment.class.getName());
  private static final String KEY = "environment";

  private CurrentEnvironment() {}

  /**
   * Hands it over.
   *
   * @param defaults names of the default validation classes
   * @param behindSwap whether what runs is on production, behind the swap
   */
  static void put(
      LauncherSession session,
      DeploymentEnvironment environment,
      Set<String> defaults,
      boolean behindSwap) {
    session
        .getStore()
        .put(
            Namespace.create(NAMESPACE.getParts()),
            KEY,
            new Holder(environment, defaults, behindSwap));
  }

  /** Whether the test runs on production, behind the swap. */
  static boolean behindSwap(ExtensionContext context) {
    Holder holder = holder(context);
    return holder != null && holder.behindSwap();
  }

  /** The deployment that the test runs in, or null when it runs in none. */
  static @Nullable DeploymentEnvironment find(ExtensionContext context) {
    Holder holder = holder(context);
    return holder == null ? null : holder.environment();
  }

  /** Whether the configuration of the deployment switches this default validation off. */
  static boolean switchedOff(ExtensionContext context) {
    Holder holder = holder(context);
    Optional<Class<?>> type = context.getTestClass();
    if (holder == null || type.isEmpty() || !holder.defaults().contains(outer(type.get()))) {
      return false;
    }
    String name = TestNames.of(context);
    return holder.environment().config().gate().off().stream()
        .anyMatch(one -> TestNames.covers(one, name));
  }

  /** A default class may be a static member: the outermost one that is in the list counts. */
  private static String outer(Class<?> type) {
    Class<?> at = type;
    while (at.getEnclosingClass() != null && !Modifier.isStatic(at.getModifiers())) {
      at = at.getEnclosingClass();
    }
    return at.getName();
  }

  private static @Nullable Holder holder(ExtensionContext context) {
    return context
        .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .get(KEY, Holder.class);
  }

  /** Keeps the store from closing what it is only lent. */
  private record Holder(
      DeploymentEnvironment environment, Set<String> defaults, boolean behindSwap) {}
}
