package dev.verdigris.acceptance.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Does what {@code docs/writing-validations.md} tells its reader to do, with what stands there, in
 * the order in which it stands there: writes the files, runs the deployment class after each step
 * and looks for what the page says that a person sees.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GuideTests {
  private static final Path PROJECT = Path.of("target/guide").toAbsolutePath();
  private static final Path SAMPLE = Path.of("../../sample-project/pom.xml");
  private static final int FILES = 9;

  @Test
  @Order(1)
  void leadsFromAnEmptyClassToAGate() throws IOException {
    LocalRepository.delete(PROJECT);
    int files = 0;
    Iterator<GuidePage.Block> blocks = GuidePage.blocks().iterator();
    while (blocks.hasNext()) {
      GuidePage.Block block = blocks.next();
      if (!block.file().isEmpty()) {
        write(block.file(), block.text());
        files++;
      } else if (block.language().equals("text")) {
        fails(block.text());
      }
    }
    assertThat(files).isEqualTo(FILES);
    LauncherRun run = deploy(Map.of());
    assertThat(run.green()).as(run.messages()).isTrue();
    assertThat(run.node("warmUp")).isEqualTo("SUCCESSFUL");
    assertThat(run.nodes())
        .containsEntry("everyCustomerHasOneRow(Green)", "SUCCESSFUL")
        .containsEntry("totalsChangedOnlyWhereThereWereReturns(Green, Blue)", "SUCCESSFUL")
        .containsEntry("annsReturnIsLeftOut(Connection)", "SUCCESSFUL");
  }

  /** Runs what the page has so far, with the mistake that it speaks of, and looks for its words. */
  private static void fails(String output) throws IOException {
    Path model = PROJECT.resolve("models/shop/revenue.sql");
    String right = Files.readString(model);
    if (output.contains("VG-3104")) {
      Files.writeString(model, right.replace("amount > 0", "amount > 10"));
    }
    LauncherRun run = deploy(Map.of());
    Files.writeString(model, right);
    assertThat(run.green()).isFalse();
    List<String> lines = new ArrayList<>(output.lines().map(String::strip).toList());
    assertThat(lines).hasSizeGreaterThan(2);
    assertThat(run.messages()).contains(lines);
  }

  private static LauncherRun deploy(Map<String, String> parameters) {
    return LauncherRun.of(
        LauncherRun.compile(PROJECT),
        parameters,
        () -> List.of(selectClass("com.example.shop.ShopDeployment")));
  }

  private static void write(String file, String text) throws IOException {
    Path path = PROJECT.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  @Order(2)
  void showsTheElementThatTheSampleHas() throws IOException {
    String element =
        GuidePage.blocks().stream()
            .filter(block -> block.language().equals("xml"))
            .map(GuidePage.Block::text)
            .findFirst()
            .orElseThrow();

    assertThat(words(Files.readString(SAMPLE))).contains(words(element));
  }

  private static String words(String xml) {
    return Pattern.compile("\\s+").matcher(xml).replaceAll("");
  }

  /** The same project with the sample's pom, by Maven. */
  @Test
  @Order(3)
  @EnabledIfSystemProperty(named = "verdigris.test.full", matches = "true")
  void promotesWithTheSamplesPom() throws IOException {
    String pom = Files.readString(SAMPLE);
    Files.writeString(
        PROJECT.resolve("pom.xml"),
        pom.replace("<artifactId>flights</artifactId>", "<artifactId>shop</artifactId>"));
    Path log = PROJECT.resolve("build.log");
    Maven maven = new Maven(LocalRepository.create(PROJECT.resolveSibling("guide-repository")));

    Maven.Ended ended =
        maven.end(
            maven.start(
                PROJECT,
                log,
                List.of("verify", "-Pdeploy", "-Dverdigris.localEngine.data=target/other")),
            log);

    assertThat(ended.exitCode()).as(ended.log()).isZero();
    assertThat(ended.log())
        .contains("done: 2 swaps in one transaction", "this build promoted ShopDeployment");
  }
}
