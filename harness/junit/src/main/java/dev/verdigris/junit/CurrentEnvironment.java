package dev.verdigris.junit;

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

  static void put(LauncherSession session, DeploymentEnvironment environment) {
    session.getStore().put(Namespace.create(NAMESPACE.getParts()), KEY, new Holder(environment));
  }

  /** The deployment that the test runs in, or null when it runs in none. */
  static @Nullable DeploymentEnvironment find(ExtensionContext context) {
    Holder holder =
        context
            .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE)
            .get(KEY, Holder.class);
    return holder == null ? null : holder.environment();
  }

  /** Keeps the store from closing what it is only lent. */
  private record Holder(DeploymentEnvironment environment) {}
}
