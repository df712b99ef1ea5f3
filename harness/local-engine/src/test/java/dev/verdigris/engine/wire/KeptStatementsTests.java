package dev.verdigris.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeptStatementsTests {
  private final KeptStatements kept = new KeptStatements();

  @Test
  void aStatementIsPreparedWhenItComesAgain() {
    assertThat(kept.use("SELECT 1", 0)).isEqualTo(new KeptStatements.Use("", false));
    assertThat(kept.use("SELECT 1", 0)).isEqualTo(new KeptStatements.Use("k1", false));
    assertThat(kept.use("SELECT 1", 0)).isEqualTo(new KeptStatements.Use("k1", true));
    assertThat(kept.use("SELECT 1", 1)).isEqualTo(new KeptStatements.Use("", false));
  }

  @Test
  void aStatementThatFailedBeginsAnew() {
    kept.use("SELECT 1", 0);
    kept.use("SELECT 1", 0);
    kept.forget("SELECT 1", 0);

    assertThat(kept.takeDropped()).containsExactly("k1");
    assertThat(kept.takeDropped()).isEmpty();
    assertThat(kept.use("SELECT 1", 0)).isEqualTo(new KeptStatements.Use("", false));
  }

  @Test
  void theOldestGiveWay() {
    kept.use("SELECT 0", 0);
    kept.use("SELECT 0", 0);
    for (int i = 1; i <= 64; i++) {
      kept.use("SELECT " + i, 0);
    }

    assertThat(kept.takeDropped()).containsExactly("k1");
    assertThat(kept.use("SELECT 0", 0).isPrepared()).isFalse();
  }

  @Test
  void aLongStatementIsNotKept() {
    String sql = "SELECT '" + "x".repeat(20_000) + "'";
    kept.use(sql, 0);
    kept.use(sql, 0);

    assertThat(kept.use(sql, 0)).isEqualTo(new KeptStatements.Use("", false));
  }
}
