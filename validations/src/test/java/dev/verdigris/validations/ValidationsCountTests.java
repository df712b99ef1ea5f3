package dev.verdigris.validations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.validations.Proves.Aspect;
import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Counts the items of the catalogue that exist: those of which every aspect has a test. */
class ValidationsCountTests {
  @Test
  void everyItemHasATestForEachOfItsAspects() {
    Map<CatalogueItem, Set<Aspect>> proven = new EnumMap<>(CatalogueItem.class);
    for (Class<?> type :
        ReflectionSupport.findAllClassesInPackage(
            "dev.verdigris.validations", any -> true, name -> name.endsWith("Tests"))) {
      for (Method method : type.getDeclaredMethods()) {
        for (Proves proves : AnnotationSupport.findRepeatableAnnotations(method, Proves.class)) {
          assertThat(
                  AnnotationSupport.isAnnotated(
                      method, org.junit.platform.commons.annotation.Testable.class))
              .as("%s is a test", method)
              .isTrue();
          for (CatalogueItem item : proves.value()) {
            proven
                .computeIfAbsent(item, any -> EnumSet.noneOf(Aspect.class))
                .addAll(List.of(proves.aspects()));
          }
        }
      }
    }
    Set<Integer> missing = new TreeSet<>();
    for (CatalogueItem item : CatalogueItem.values()) {
      if (!proven.getOrDefault(item, Set.of()).containsAll(EnumSet.allOf(Aspect.class))) {
        missing.add(item.number());
      }
    }
    int items = CatalogueItem.values().length;
    System.out.println("VALIDATIONS " + (items - missing.size()) + " of " + items);

    assertThat(items).isEqualTo(26);
    assertThat(missing).isEmpty();
  }
}
