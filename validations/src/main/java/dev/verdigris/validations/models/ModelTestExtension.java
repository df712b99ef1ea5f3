package dev.verdigris.validations.models;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.Settings;
import dev.verdigris.junit.ConfigLocation;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives each test its {@link Models} and cleans up behind it. */
final class ModelTestExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(ModelTestExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Models.class;
  }

  @Override
  @SuppressWarnings("deprecation") // JUnit 6 has another name for it, JUnit 5 only this one.
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    String file =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), ModelTest.class)
            .map(ModelTest::config)
            .orElse(DeploymentConfig.FILE_NAME);
    Path location = ConfigLocation.of(file, context.getRequiredTestClass());
    // The engine outlives the tests of the launcher's session, like the one of validations.
    ModelServer server =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                location,
                key -> ModelServer.open(DeploymentConfig.load(location, Settings.system())),
                ModelServer.class);
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Models.class, key -> new Models(server), Models.class);
  }
}
