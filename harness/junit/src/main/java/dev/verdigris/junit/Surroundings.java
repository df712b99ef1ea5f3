package dev.verdigris.junit;

import java.io.IOException;
import java.io.InputStream;
import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What started the tests, told by who stands on the stack: in Maven's own process a {@code halt}
 * would end the build green, an old Surefire counts wrong, and a click in an IDE must not promote.
 *
 * @param insideMaven whether the tests run in Maven's own process
 * @param surefire the version of the Surefire or Failsafe that runs them, empty for an unknown one;
 *     absent where it is none
 * @param ide the IDE that runs them; absent where it is none
 */
record Surroundings(boolean insideMaven, Optional<String> surefire, Optional<String> ide) {
  /** A process of its own that nobody special started. */
  static final Surroundings PLAIN = new Surroundings(false, Optional.empty(), Optional.empty());

  private static final String SUREFIRE = "org.apache.maven.surefire.";
  private static final String PROVIDER = SUREFIRE + "junitplatform.";
  private static final String POM =
      "META-INF/maven/org.apache.maven.surefire/surefire-junit-platform/pom.properties";

  private static final Pattern VERSION =
      Pattern.compile("([0-9]{1,6})[.]([0-9]{1,6})[.]([0-9]{1,6})");

  /** The first that reruns and counts right. */
  private static final List<Integer> OLDEST = List.of(3, 6, 1);

  /** Those of the calling thread. */
  static Surroundings here() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(frames -> of(frames.toList()));
  }

  private static Surroundings of(List<StackFrame> frames) {
    Optional<String> version =
        frames.stream()
            .filter(frame -> frame.getClassName().startsWith(PROVIDER))
            .findFirst()
            .map(frame -> version(frame.getDeclaringClass().getClassLoader()));
    return of(frames.stream().map(StackFrame::getClassName).toList(), version);
  }

  static Surroundings of(List<String> callers, Optional<String> surefire) {
    boolean maven =
        callers.stream().anyMatch(name -> name.startsWith("org.apache.maven.lifecycle."));
    Optional<String> ide =
        callers.stream().map(Surroundings::ide).flatMap(Optional::stream).findFirst();
    return new Surroundings(maven, surefire, ide);
  }

  private static Optional<String> ide(String className) {
    if (className.startsWith("com.intellij.")) {
      return Optional.of("IntelliJ IDEA");
    }
    if (className.startsWith("com.microsoft.java.test.")) {
      return Optional.of("VS Code");
    }
    return className.startsWith("org.eclipse.jdt.internal.junit")
        ? Optional.of("Eclipse")
        : Optional.empty();
  }

  private static String version(ClassLoader loader) {
    try (InputStream pom = loader.getResourceAsStream(POM)) {
      Properties properties = new Properties();
      if (pom != null) {
        properties.load(pom);
      }
      return properties.getProperty("version", "");
    } catch (IOException unreadable) {
      return "";
    }
  }

  /** The version of a Surefire that is too old to tell the truth. */
  Optional<String> oldSurefire() {
    return surefire.filter(version -> !version.isEmpty() && isOld(version));
  }

  private static boolean isOld(String version) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.lookingAt()) {
      return false;
    }
    for (int i = 0; i < OLDEST.size(); i++) {
      int part = Integer.parseInt(parts.group(i + 1));
      if (part != OLDEST.get(i)) {
        return part < OLDEST.get(i);
      }
    }
    return false;
  }

  /** Whether Surefire or Failsafe started this process, whatever thread asks. */
  static boolean underSurefire() {
    boolean onStack =
        StackWalker.getInstance()
            .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith(SUREFIRE)));
    return onStack || isThere(SUREFIRE + "booter.ForkedBooter");
  }

  private static boolean isThere(String className) {
    try {
      Class.forName(className, false, ClassLoader.getSystemClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError absent) {
      return false;
    }
  }
}
