package dev.verdigris.engine.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reader's words and places: the first is recorded, the others follow its rules. */
class JsonErrorsTests {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          {bad          | key must be a string at line 1 column 2
          nope          | expected ident at line 1 column 2
          x             | expected value at line 1 column 1
          [1,]          | trailing comma at line 1 column 4
          [1 2]         | expected `,` or `]` at line 1 column 4
          {"a" 1}       | expected `:` at line 1 column 6
          {"a": 1 "b"}  | expected `,` or `}` at line 1 column 9
          {"a": 1,}     | trailing comma at line 1 column 9
          "abc          | EOF while parsing a string at line 1 column 4
          [             | EOF while parsing a list at line 1 column 1
          {             | EOF while parsing an object at line 1 column 1
          1 2           | trailing characters at line 1 column 3
          "\\x"         | invalid escape at line 1 column 3
          """)
  void aTextThatIsNoJsonIsToldWithItsPlace(String text, String words) {
    assertThat(JsonErrors.of(text)).isEqualTo(words);
  }

  @Test
  void linesAreCounted() {
    assertThat(JsonErrors.of("{\n  bad")).isEqualTo("key must be a string at line 2 column 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          {"a": [1, -2.5e+3, true, null, "\\u00e4"]}
          "x"
          12
          """)
  void jsonHasNoError(String text) {
    assertThat(JsonErrors.of(text)).isNull();
  }
}
