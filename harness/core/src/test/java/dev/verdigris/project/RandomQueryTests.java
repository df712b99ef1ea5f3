package dev.verdigris.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

class RandomQueryTests {
  private static final String SEED_PROPERTY = "verdigris.test.seed";
  private static final int PROJECTS = 8;
  private static final int QUERIES_EACH = 50;

  private final long seed = Long.getLong(SEED_PROPERTY, System.nanoTime());

  @TempDir Path directory;

  @Test
  void rewritesExactlyTheReferences(TestReporter reporter) {
    reporter.publishEntry(SEED_PROPERTY, String.valueOf(seed));
    RandomQuery random = new RandomQuery(seed);
    List<MarkedQuery> wrong = new ArrayList<>();
    int relations = 0;
    int columns = 0;
    for (int i = 0; i < PROJECTS; i++) {
      List<MarkedQuery> queries = Stream.generate(random::next).limit(QUERIES_EACH).toList();
      List<String> actual = MarkedQuery.actual(directory.resolve("p" + i), queries);
      for (int j = 0; j < queries.size(); j++) {
        MarkedQuery query = queries.get(j);
        if (!actual.get(j).equals(query.expected())) {
          wrong.add(query);
        }
        relations += query.marked().split("«", -1).length - 1;
        columns += query.marked().split("‹", -1).length - 1;
      }
    }
    wrong.stream()
        .min(Comparator.comparingInt(query -> query.marked().length()))
        .ifPresent(this::showShortest);
    assertThat(relations).as("relations marked").isGreaterThan(800);
    assertThat(columns).as("columns marked").isGreaterThan(150);
    reporter.publishEntry("relations", String.valueOf(relations));
    reporter.publishEntry("columns", String.valueOf(columns));
  }

  private void showShortest(MarkedQuery query) {
    assertThat(query.actual(directory.resolve("shortest")))
        .as("-D%s=%d, shortest wrong query:%n%s", SEED_PROPERTY, seed, query.marked())
        .isEqualTo(query.expected());
  }

  @Test
  void theDigestSurvivesWhiteSpaceAndComments(TestReporter reporter) {
    reporter.publishEntry(SEED_PROPERTY, String.valueOf(seed));
    RandomQuery random = new RandomQuery(seed);
    for (int i = 0; i < 500; i++) {
      String sql = random.next().written();
      StringBuilder spaced = new StringBuilder();
      for (SqlToken token : SqlLexer.tokens(sql)) {
        spaced.append(" /* ' */\n").append(sql, token.start(), token.end());
      }
      assertThat(NormalizedSql.of(spaced.toString()))
          .as("-D%s=%d, query %d", SEED_PROPERTY, seed, i)
          .isEqualTo(NormalizedSql.of(sql));
      assertThat(NormalizedSql.of(NormalizedSql.of(sql))).isEqualTo(NormalizedSql.of(sql));
    }
  }
}
