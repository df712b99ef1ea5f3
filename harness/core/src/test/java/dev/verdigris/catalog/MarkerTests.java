package dev.verdigris.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerTests {
  private static final Marker MARKER =
      Marker.of(
          "pr_17", "flights", "u12", "ann \"the\" deployer", "2026-11-25T13:00:00Z", "c0ffee");

  @Test
  void it_stands_on_the_last_line_behind_the_users_text() {
    String comment = MARKER.comment("one\n'two'");
    assertThat(comment)
        .isEqualTo(
            "one\n'two'\nverdigris/1 {\"deployment\":\"pr_17\",\"of\":\"flights\",\"blue\":\"u12\","
                + "\"by\":\"ann \\\"the\\\" deployer\",\"at\":\"2026-11-25T13:00:00Z\","
                + "\"commit\":\"c0ffee\"}");
    assertThat(MarkerLine.of(comment)).isEqualTo(new MarkerLine.Valid("one\n'two'", MARKER));
  }

  @Test
  void every_fact_survives() {
    Marker full =
        MARKER
            .asLead()
            .withModels("abcde")
            .withBuilt("0123")
            .withVerdict("ff", 7)
            .withBase("-")
            .withSinks(
                List.of(
                    new Redirection("u7", "u8", "u9"),
                    new Redirection("u1", "u2", "new:flights.\"a b\"")));
    assertThat(MarkerLine.of(full.line()).marker()).contains(full);
  }

  @Test
  void other_models_take_the_verdict_away() {
    Marker full = MARKER.withBuilt("0123").withVerdict("ff", 7);
    assertThat(full.withModels("xyzzy"))
        .isEqualTo(MARKER.withModels("xyzzy"))
        .extracting(Marker::built, Marker::verdict, Marker::tests)
        .containsExactly("", "", 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "verdigris/1",
        "verdigris/1 ",
        "verdigris/1 {",
        "verdigris/1 []",
        "verdigris/1 {}",
        "verdigris/1 {\"deployment\":\"a\",\"of\":\"b\",\"blue\":\"u1\",\"by\":\"c\"}",
        "verdigris/1 {\"deployment\":\"a\",\"of\":\"b\",\"blue\":\"u1\",\"by\":\"c\",\"at\":{}}",
        "verdigris/1 {\"deployment\":\"a\",\"of\":\"b\",\"blue\":\"u1\",\"by\":\"c\",\"at\":\"d\","
            + "\"more\":1}",
        "verdigris/1 {\"deployment\":\"a\",\"of\":\"b\",\"blue\":\"u1\",\"by\":\"c\",\"at\":\"d\","
            + "\"sinks\":1}",
        "verdigris/1 {\"deployment\":\"a\",\"of\":\"b\",\"blue\":\"u1\",\"by\":\"c\",\"at\":\"d\","
            + "\"sinks\":[[\"u1\",\"u2\"]]}",
        "verdigris/2 {\"deployment\":\"a\",\"of\":\"b\",\"blue\":\"u1\",\"by\":\"c\",\"at\":\"d\"}",
        "verdigris/"
      })
  void a_line_that_only_looks_like_one_is_reported(String line) {
    assertThat(MarkerLine.of("text\n" + line)).isInstanceOf(MarkerLine.Unreadable.class);
    assertThat(MarkerLine.of("text\n" + line).userText()).isEqualTo("text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "verdigris", "see verdigris/1 {}", "verdigris/1 {}\nbelow"})
  void any_other_comment_has_none(String comment) {
    assertThat(MarkerLine.of(comment)).isEqualTo(new MarkerLine.None(comment));
  }
}
