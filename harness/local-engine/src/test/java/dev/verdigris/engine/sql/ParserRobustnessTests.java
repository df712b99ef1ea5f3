package dev.verdigris.engine.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.engine.SqlException;
import dev.verdigris.project.SqlLexer;
import dev.verdigris.project.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever it is given, the parser answers with statements or with an error for the client. */
class ParserRobustnessTests {
  private static final int MUTATIONS = Boolean.getBoolean("verdigris.test.full") ? 100_000 : 5_000;

  /** Texts made of pieces of recorded ones; a failure prints the seed to pass back in. */
  @Test
  void a_damaged_text_is_read_or_refused_and_what_is_read_can_be_printed() {
    long seed = Long.getLong("verdigris.seed", 20261125L);
    Random random = new Random(seed);
    List<String> texts =
        Recordings.all().stream()
            .filter(step -> step.syntaxError() == null && step.sql().length() < 600)
            .map(Recordings.Step::sql)
            .distinct()
            .toList();
    int read = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      String text = damaged(texts, random);
      try {
        for (Statement statement : Parser.parse(text)) {
          read++;
          for (SqlStyle style : List.of(SqlStyle.STORED, SqlStyle.SHOWN)) {
            String printed = Printer.print(statement, style);
            assertThat(Printer.print(Parser.parse(printed).get(0), style))
                .as("seed %d, text %s", seed, text)
                .isEqualTo(printed);
          }
        }
      } catch (SqlException e) {
        assertThat(e.sqlstate()).as(text).isIn("42601", "0A000");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", text " + text, e);
      }
    }
    assertThat(read).isGreaterThan(MUTATIONS / 100);
  }

  private static String damaged(List<String> texts, Random random) {
    List<String> pieces = pieces(texts.get(random.nextInt(texts.size())));
    List<String> others = pieces(texts.get(random.nextInt(texts.size())));
    for (int change = random.nextInt(3); change >= 0 && !pieces.isEmpty(); change--) {
      int at = random.nextInt(pieces.size());
      switch (random.nextInt(3)) {
        case 0 -> pieces.remove(at);
        case 1 -> pieces.add(at, pieces.get(random.nextInt(pieces.size())));
        default -> {
          if (!others.isEmpty()) {
            pieces.set(at, others.get(random.nextInt(others.size())));
          }
        }
      }
    }
    return String.join(" ", pieces);
  }

  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    for (SqlToken token : SqlLexer.tokens(text)) {
      pieces.add(text.substring(token.start(), token.end()));
    }
    return pieces;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "(SELECT ", "ARRAY[", "NOT ", "- ", "CASE WHEN ", "f(", "'x'::map[a=>"})
  void nesting_without_end_is_refused(String opening) {
    assertThatThrownBy(() -> Parser.parse("SELECT " + opening.repeat(100_000)))
        .isInstanceOf(SqlException.class)
        .extracting(e -> ((SqlException) e).sqlstate())
        .isEqualTo("42601");
  }

  @Test
  void each_statement_knows_its_own_text() {
    String text = " ; /* a */ SELECT 'ä' ;; insert into t values (1) -- end\n; BEGIN;";
    List<ParsedStatement> statements = Parser.parseScript(text);
    assertThat(statements)
        .extracting(ParsedStatement::text)
        .containsExactly("SELECT 'ä'", "insert into t values (1)", "BEGIN");
    assertThat(statements)
        .allSatisfy(s -> assertThat(text.substring(s.start(), s.end())).isEqualTo(s.text()));
    assertThat(Parser.parse(" ; -- nothing")).isEmpty();
  }

  @Test
  void an_error_anywhere_is_the_answer_to_the_whole_text() {
    assertThatThrownBy(() -> Parser.parse("SELECT 1; SELECT 'é'; SELEC 2"))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.message())
                  .isEqualTo(
                      "Expected a keyword at the beginning of a statement, found identifier"
                          + " \"selec\"");
              assertThat(e.position()).isEqualTo(23);
            });
  }

  @Test
  void what_materialize_reads_and_we_do_not_model_is_refused_by_name() {
    assertThatThrownBy(() -> Parser.parse("CREATE CONNECTION p TO POSTGRES (HOST 'x')"))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.sqlstate()).isEqualTo("0A000");
              assertThat(e.message())
                  .isEqualTo("local engine: a connection to POSTGRES is not modelled");
              assertThat(e.hint())
                  .isEqualTo(
                      "The local engine refuses what it cannot do as Materialize does it. Run this"
                          + " against a real Materialize: set -Dverdigris.url to its address.");
              assertThat(e.position()).isNull();
            });
  }
}
