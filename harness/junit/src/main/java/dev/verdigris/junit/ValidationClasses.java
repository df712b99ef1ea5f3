package dev.verdigris.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Finds the validation classes of a deployment as class files. Package scanning would drop a class
 * that does not load without a word, and with it the tests that it holds.
 */
final class ValidationClasses {
  private static final String SUFFIX = ".class";

  private ValidationClasses() {}

  /**
   * The names of the classes, sorted, or in the annotation's order.
   *
   * @throws dev.verdigris.VerdigrisException VG-36xx when a class does not load or none is there
   */
  static List<String> of(Class<?> deploymentClass) {
    List<Class<?>> named = named(deploymentClass);
    List<Class<?>> classes = named.isEmpty() ? besideWithoutSmoke(deploymentClass) : named;
    if (classes.isEmpty()) {
      throw SetUpProblems.noValidations(deploymentClass);
    }
    return classes.stream().map(Class::getName).toList();
  }

  /** Whether a deployment class names smoke validations, whatever they are. */
  static boolean hasSmoke(Class<?> deploymentClass) {
    try {
      return deploymentClass.getAnnotation(Deployment.class).smoke().length > 0;
    } catch (TypeNotPresentException absent) {
      return true;
    }
  }

  /**
   * The names of the classes that run after the swap, in the annotation's order.
   *
   * @throws dev.verdigris.VerdigrisException VG-36xx when one does not load or is no validation
   */
  static List<String> smoke(Class<?> deploymentClass) {
    return smokeClasses(deploymentClass).stream().map(Class::getName).toList();
  }

  private static List<Class<?>> smokeClasses(Class<?> deploymentClass) {
    return checked(deploymentClass, () -> deploymentClass.getAnnotation(Deployment.class).smoke());
  }

  /**
   * The names of the default validation classes, in the order in which they were found.
   *
   * @throws dev.verdigris.VerdigrisException VG-26xx when one is no validation
   */
  static List<String> defaults() {
    List<String> names = new ArrayList<>();
    ServiceLoader<DefaultValidations> found = ServiceLoader.load(DefaultValidations.class);
    for (DefaultValidations validations : found) {
      for (Class<?> type : validations.classes()) {
        if (!isValidation(type)) {
          throw SetUpProblems.notAValidation(validations.getClass(), type);
        }
        names.add(type.getName());
      }
    }
    return names;
  }

  private static List<Class<?>> besideWithoutSmoke(Class<?> deploymentClass) {
    List<Class<?>> found = new ArrayList<>(beside(deploymentClass));
    if (hasSmoke(deploymentClass)) {
      found.removeAll(smokeClasses(deploymentClass));
    }
    return found;
  }

  private static List<Class<?>> named(Class<?> deploymentClass) {
    return checked(
        deploymentClass, () -> deploymentClass.getAnnotation(Deployment.class).validations());
  }

  private static List<Class<?>> checked(Class<?> deploymentClass, Supplier<Class<?>[]> annotation) {
    Class<?>[] named;
    try {
      named = annotation.get();
    } catch (TypeNotPresentException absent) {
      throw SetUpProblems.notLoadable(absent.typeName(), absent);
    }
    for (Class<?> type : named) {
      if (!isValidation(type)) {
        throw SetUpProblems.notAValidation(deploymentClass, type);
      }
    }
    return List.of(named);
  }

  private static List<Class<?>> beside(Class<?> deploymentClass) {
    Path root = root(deploymentClass);
    Path directory = root.resolve(deploymentClass.getPackageName().replace('.', '/'));
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      List<String> names =
          files
              .map(file -> root.relativize(file).toString())
              .filter(file -> file.endsWith(SUFFIX) && !file.endsWith("-info" + SUFFIX))
              .map(file -> file.substring(0, file.length() - SUFFIX.length()))
              .map(file -> file.replace('/', '.').replace('\\', '.'))
              .sorted()
              .toList();
      for (String name : names) {
        Class<?> type = load(name, deploymentClass.getClassLoader());
        if (isValidation(type)) {
          found.add(type);
        }
      }
    } catch (IOException notReadable) {
      throw new UncheckedIOException(notReadable);
    }
    return found;
  }

  private static Path root(Class<?> deploymentClass) {
    CodeSource source = deploymentClass.getProtectionDomain().getCodeSource();
    try {
      Path root = source == null ? null : Path.of(source.getLocation().toURI());
      if (root == null || !Files.isDirectory(root)) {
        throw SetUpProblems.notADirectory(deploymentClass, String.valueOf(root));
      }
      return root;
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError notLoadable) {
      throw SetUpProblems.notLoadable(name, notLoadable);
    }
  }

  /** A class of its own or a static nested one; inner classes are found through the outer one. */
  private static boolean isValidation(Class<?> type) {
    return !type.isInterface()
        && !Modifier.isAbstract(type.getModifiers())
        && !type.isLocalClass()
        && !type.isAnonymousClass()
        && (!type.isMemberClass() || Modifier.isStatic(type.getModifiers()))
        && AnnotationSupport.isAnnotated(type, Validation.class);
  }
}
