package dev.verdigris.acceptance.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import dev.verdigris.catalog.Identifiers;
import dev.verdigris.engine.LocalEngine;
import dev.verdigris.testkit.Roles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Clicks, as IDEs make launcher requests of them: IntelliJ IDEA and Eclipse select methods by
 * class, name and parameter types, classes by name, packages and class path roots; Eclipse and VS
 * Code run again by unique ids. A real IDE has not been tried: what it adds, such as its own VM
 * options or a working directory, is not seen here.
 *
 * <p>Run in a JVM that no build tool started, see {@link IdeTests}: under one, a validation that is
 * run by itself was not clicked. The rule is the same for every one of them: production stays as it
 * is.
 */
class IdeTestCase {
  private static final Path DIRECTORY = Path.of("target/ide").toAbsolutePath();
  private static final String PACKAGE = "com.example.gate";
  private static final String TOTALS = PACKAGE + ".TotalsValidation";
  private static final String DEPLOYMENT = PACKAGE + ".ShopDeployment";
  private static final String TEST = "everyCustomerHasATotal";
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** The template with its classes: what does not change from click to click is compiled once. */
  private static final Path TEMPLATE = DIRECTORY.resolve("template");

  private static LocalEngine engine;

  private RowProject project;
  private Path classes;
  private List<String> production;

  @BeforeAll
  static void start() throws Exception {
    LocalRepository.delete(DIRECTORY);
    Files.createDirectories(DIRECTORY);
    engine = LocalEngine.builder().dataDirectory(DIRECTORY.resolve("engine")).start();
    RowProject.create(engine, Roles.one(engine.url()), RowProject.TEMPLATE, TEMPLATE, "ide_0");
    LauncherRun.compile(TEMPLATE);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @BeforeEach
  void create() throws SQLException {
    String name = "ide_" + COUNT.incrementAndGet();
    project =
        RowProject.create(engine, Roles.one(engine.url()), TEMPLATE, DIRECTORY.resolve(name), name);
    classes = project.directory().resolve("target/test-classes");
    production = project.production();
  }

  @AfterEach
  void productionIsAsItWas() throws SQLException {
    assertThat(project.production()).isEqualTo(production).hasSize(2);
    // Each test has clusters of its own, and a server has room for 25.
    for (String cluster : project.query("SELECT name FROM mz_clusters WHERE id LIKE 'u%'")) {
      if (!cluster.equals("quickstart")) {
        project.execute("DROP CLUSTER " + Identifiers.quote(cluster) + " CASCADE");
      }
    }
  }

  private LauncherRun click(
      Map<String, String> parameters, Supplier<List<DiscoverySelector>> selectors) {
    return LauncherRun.of(classes, parameters, selectors);
  }

  private LauncherRun click(Supplier<List<DiscoverySelector>> selectors) {
    return click(Map.of(), selectors);
  }

  private String green() throws SQLException {
    return String.join(
        ",",
        project.query(
            "SELECT o.id FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id"
                + " JOIN mz_databases AS d ON d.id = s.database_id WHERE d.name = '"
                + project.name()
                + "' AND s.name = 'shop_next' AND o.name = 'totals'"));
  }

  static Stream<Arguments> clicks() {
    String parameters = "java.sql.Connection";
    return Stream.of(
        Arguments.of("IntelliJ: a method", list(() -> selectMethod(TOTALS, TEST, parameters)), 1),
        Arguments.of(
            "Eclipse: a method",
            list(() -> selectMethod(TOTALS + "#" + TEST + "(" + parameters + ")")),
            1),
        Arguments.of("IntelliJ: a class", list(() -> selectClass(TOTALS)), 8),
        Arguments.of(
            "IntelliJ: a nested class",
            list(() -> selectNestedClass(List.of(TOTALS), TOTALS + "$Inside")),
            1),
        Arguments.of("Eclipse: a nested class", list(() -> selectClass(TOTALS + "$Inside")), 1),
        Arguments.of("IntelliJ: a package", list(() -> selectPackage(PACKAGE)), 9),
        Arguments.of(
            "VS Code: a unique id",
            list(
                () ->
                    selectUniqueId(
                        "[engine:junit-jupiter]/[class:"
                            + TOTALS
                            + "]/[method:"
                            + TEST
                            + "("
                            + parameters
                            + ")]")),
            1));
  }

  private static Supplier<List<DiscoverySelector>> list(Supplier<DiscoverySelector> one) {
    return () -> List.of(one.get());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clicks")
  void runsAgainstAGreenThatTheClickMade(
      String ide, Supplier<List<DiscoverySelector>> selectors, int atLeast) throws SQLException {
    LauncherRun run = click(selectors);

    assertThat(run.nodes().values()).as(run.messages()).doesNotContain("FAILED", "ABORTED");
    assertThat(run.nodes().keySet().stream().filter(name -> name.endsWith(")")).count())
        .isGreaterThanOrEqualTo(atLeast);
    assertThat(run.node("promote")).isEqualTo("ABSENT");
    assertThat(green()).isNotEmpty();
  }

  @Test
  void runsEverythingBelowAClassPathRoot() throws SQLException {
    LauncherRun run =
        click(() -> new ArrayList<DiscoverySelector>(selectClasspathRoots(Set.of(classes))));

    assertThat(run.nodes()).containsEntry("ordersAreCounted(Connection)", "SUCCESSFUL");
    assertThat(run.green()).as(run.messages()).isTrue();
    assertThat(run.node("ShopDeployment")).isEqualTo("ABSENT");
    assertThat(green()).isNotEmpty();
  }

  @Test
  void buildsGreenOnceAndAgainWhenAModelChanges() throws SQLException {
    Supplier<List<DiscoverySelector>> method =
        list(() -> selectMethod(TOTALS, TEST, "java.sql.Connection"));
    assertThat(click(method).green()).isTrue();
    String first = green();
    assertThat(click(method).green()).isTrue();
    assertThat(green()).isEqualTo(first);

    project.write(
        "models/shop/totals.sql",
        "CREATE MATERIALIZED VIEW shop.totals AS SELECT customer, sum(amount) AS total, count(*) AS"
            + " orders FROM raw.orders WHERE customer <> 'bob' GROUP BY customer;\n");
    LauncherRun run = click(method);

    assertThat(green()).isNotEqualTo(first);
    assertThat(run.message("everyCustomerHasATotal(Connection)"))
        .contains("expected: <2> but was: <1>");
  }

  @Test
  void abortsWithASentenceWhereNoGreenExistsOnAMaterialize() throws SQLException {
    withUrl(
        () -> {
          LauncherRun run = click(list(() -> selectClass(TOTALS)));

          assertThat(run.node("TotalsValidation")).isEqualTo("ABORTED");
          assertThat(run.message("TotalsValidation"))
              .isEqualTo(
                  "deployment next has no complete green (absent): run the @Deployment class to"
                      + " build it");
        });
    assertThat(green()).isEmpty();
  }

  @Test
  void attachesToTheDeploymentThatIsNamedAndChangesNothing() throws SQLException {
    LauncherRun deployment =
        click(Map.of("verdigris.deployment", "other"), list(() -> selectClass(DEPLOYMENT)));
    assertThat(deployment.green()).as(deployment.messages()).isTrue();

    LauncherRun run =
        click(
            Map.of("verdigris.attach", "other"),
            list(() -> selectMethod(TOTALS, TEST, "java.sql.Connection")));

    assertThat(run.green()).as(run.messages()).isTrue();
    assertThat(run.node("everyCustomerHasATotal(Connection)")).isEqualTo("SUCCESSFUL");
    assertThat(green()).isEmpty();
  }

  @Test
  void attachesToTheGreenOfTheConfiguredDeploymentOnAMaterialize() throws SQLException {
    assertThat(click(list(() -> selectClass(DEPLOYMENT))).green()).isTrue();
    String before = green();
    withUrl(
        () -> {
          LauncherRun run = click(list(() -> selectClass(TOTALS)));
          assertThat(run.nodes().values()).doesNotContain("FAILED", "ABORTED");
        });
    assertThat(green()).isEqualTo(before).isNotEmpty();
  }

  /** The engine, addressed as if it were somebody else's. */
  private void withUrl(Acting body) throws SQLException {
    System.setProperty("verdigris.url", engine.url());
    try {
      body.act();
    } finally {
      System.clearProperty("verdigris.url");
    }
  }

  private interface Acting {
    void act() throws SQLException;
  }

  @Test
  void validatesAndNeverPromotesWhenTheDeploymentClassIsClicked() {
    LauncherRun run = click(list(() -> selectClass(DEPLOYMENT)));

    assertThat(run.green()).as(run.messages()).isTrue();
    assertThat(run.node("validate")).isEqualTo("SUCCESSFUL");
    assertThat(run.node("promote")).isEqualTo("SKIPPED");
    assertThat(run.message("promote")).isEqualTo("not run: promotion was not asked for");
  }

  @Test
  void runsTheFailedOnesAgainByTheirUniqueIdsAndPromotesNothing() {
    System.setProperty("gate.at", "test");
    LauncherRun first;
    try {
      first = click(list(() -> selectClass(DEPLOYMENT)));
    } finally {
      System.clearProperty("gate.at");
    }
    assertThat(first.failedIds()).hasSizeGreaterThanOrEqualTo(2);

    LauncherRun again =
        click(
            Map.of("verdigris.promote", "true"),
            () ->
                first.failedIds().stream()
                    .map(id -> (DiscoverySelector) selectUniqueId(id))
                    .toList());

    assertThat(again.node("everyCustomerHasATotal(Connection)")).isEqualTo("SUCCESSFUL");
    assertThat(again.node("promote")).isIn("ABSENT", "FAILED");
    assertThat(again.messages()).contains("VG-3622 NOT PROMOTED  partial");
  }

  @Test
  void promotesNothingWhenAnIdesFilterLeavesAPart() {
    PostDiscoveryFilter filter =
        test ->
            FilterResult.includedIf(
                !test.isTest()
                    || test.getDisplayName().startsWith(TEST)
                    || test.getDisplayName().length() < 10);
    LauncherRun run =
        LauncherRun.of(
            classes,
            Map.of("verdigris.promote", "true"),
            list(() -> selectClass(DEPLOYMENT)),
            filter);

    assertThat(run.messages()).contains("NOT PROMOTED  partial");
    assertThat(run.green()).isFalse();
  }

  /** Runs the clicks and prints what they came to; ends with 1 where one failed. */
  public static void main(String... arguments) {
    List<String> lines = new ArrayList<>();
    AtomicInteger failed = new AtomicInteger();
    try (LauncherSession session = LauncherFactory.openSession()) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectClass(IdeTestCase.class))
                  .build(),
              new TestExecutionListener() {
                @Override
                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                  lines.add("CLICK " + test.getDisplayName() + " " + result.getStatus());
                  result.getThrowable().ifPresent(failure -> lines.add(failure.toString()));
                  if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                    failed.incrementAndGet();
                  }
                }
              });
    }
    System.out.println(String.join("\n", lines));
    System.exit(failed.get() == 0 ? 0 : 1);
  }
}
