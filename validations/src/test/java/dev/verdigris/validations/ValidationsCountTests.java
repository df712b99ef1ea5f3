package dev.verdigris.validations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.validations.Proves.Aspect;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Counts the items of the catalogue that exist: those of which every aspect has a test. */
class ValidationsCountTests {
  @Test
  void everyItemHasATestForEachOfItsAspects() throws ReflectiveOperationException {
    Map<CatalogueItem, Set<Aspect>> proven = new EnumMap<>(CatalogueItem.class);
    for (Class<?> type :
        ReflectionSupport.findAllClassesInPackage(
            "dev.verdigris.validations", any -> true, name -> name.endsWith("Tests"))) {
      for (Method method : type.getDeclaredMethods()) {
        for (Proves proves : AnnotationSupport.findRepeatableAnnotations(method, Proves.class)) {
          assertThat(AnnotationSupport.isAnnotated(method, Testable.class))
              .as("%s is a test", method)
              .isTrue();
          assertThat(AnnotationSupport.isAnnotated(method, Disabled.class))
              .as("%s is disabled", method)
              .isFalse();
          for (Aspect aspect : proves.aspects()) {
            for (CatalogueItem item : items(method, proves, aspect)) {
              proven.computeIfAbsent(item, any -> EnumSet.noneOf(Aspect.class)).add(aspect);
            }
          }
        }
      }
    }
    Set<String> missing = new TreeSet<>();
    Set<Integer> incomplete = new TreeSet<>();
    for (CatalogueItem item : CatalogueItem.values()) {
      for (Aspect aspect : Aspect.values()) {
        if (!proven.getOrDefault(item, Set.of()).contains(aspect)) {
          missing.add(item.number() + " " + aspect);
          incomplete.add(item.number());
        }
      }
    }
    int items = CatalogueItem.values().length;
    System.out.println("VALIDATIONS " + (items - incomplete.size()) + " of " + items);

    assertThat(items).isEqualTo(26);
    assertThat(missing).isEmpty();
  }

  /** Those that are named, or those of the cases that show the aspect. */
  private static Collection<CatalogueItem> items(Method method, Proves proves, Aspect aspect)
      throws ReflectiveOperationException {
    MethodSource source = method.getAnnotation(MethodSource.class);
    if (source == null || proves.value().length > 0) {
      assertThat(proves.value()).as("%s names what it proves", method).isNotEmpty();
      assertThat(source).as("%s has cases that tell what it proves", method).isNull();
      return List.of(proves.value());
    }
    Method cases = method.getDeclaringClass().getDeclaredMethod(source.value()[0]);
    cases.setAccessible(true);
    List<CatalogueItem> items = new ArrayList<>();
    for (Object one : (Collection<?>) cases.invoke(null)) {
      CatalogueCase tried = (CatalogueCase) one;
      if (tried.shows(aspect)) {
        items.add(tried.item());
      }
    }
    assertThat(items).as("%s has cases of %s", method, aspect).isNotEmpty();
    return items;
  }
}
