package dev.verdigris.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

class BlockingTests {

  private final Blocking blocking = new Blocking();

  @Test
  void theTargetOfAStatementIsWhatItMakesOrChanges() {
    assertThat(Blocking.targets("CREATE MATERIALIZED VIEW cu_old.m IN CLUSTER cu_c AS SELECT 1"))
        .containsExactly("cu_old.m");
    assertThat(Blocking.targets("CREATE SINK IF NOT EXISTS si_up IN CLUSTER si_c FROM si_mv"))
        .containsExactly("si_up");
    assertThat(Blocking.targets("CREATE CLUSTER REPLICA c1.r2 SIZE '25cc'"))
        .containsExactly("c1.r2");
    assertThat(Blocking.targets("CREATE DEFAULT INDEX IN CLUSTER x ON rel_view"))
        .containsExactly("rel_view");
    assertThat(Blocking.targets("INSERT INTO si_t VALUES (1)")).containsExactly("si_t");
    assertThat(Blocking.targets("GRANT SELECT ON TABLE tab_a TO reader")).containsExactly("tab_a");
    assertThat(Blocking.targets("COMMENT ON SCHEMA co_s IS 'x'")).containsExactly("co_s");
    assertThat(Blocking.targets("SELECT * FROM si_t")).isEmpty();
  }

  @Test
  void aStepThatNamesWhatWasRefusedIsBlockedAndPassesItOn() {
    Step refused = step(2, "{'sql':'CREATE SINK si_up FROM a'}");
    Step dependent = step(3, "{'sql':'CREATE INDEX si_other ON si_up (a)'}");
    blocking.note(refused);

    assertThat(blocking.blocker(dependent)).contains(refused);
    blocking.note(dependent);
    assertThat(blocking.blocker(step(4, "{'sql':'DROP INDEX si_other'}"))).contains(dependent);
    assertThat(blocking.blocker(step(5, "{'sql':'SELECT si_upper FROM x'}"))).isEmpty();
  }

  @Test
  void whatTheCatalogWouldShowIsAnEffectToo() {
    Step refused = step(2, "{'sql':'CREATE SINK si_up FROM a'}");
    blocking.note(refused);

    assertThat(blocking.blocker(step(3, "{'sql':'SHOW SINKS','expect':{'rows':[['si_up']]}}")))
        .contains(refused);
  }

  @Test
  void whatWasCreatedOverItIsAnEffectDownToTheTopic() {
    blocking.seen(step(2, "{'sql':'CREATE MATERIALIZED VIEW mv_b AS SELECT * FROM tab_a'}"));
    blocking.seen(
        step(3, "{'sql':'CREATE SINK snk FROM mv_b INTO KAFKA CONNECTION c (TOPIC #t-b#)'}"));
    Step refused = step(4, "{'sql':'INSERT INTO tab_a VALUES (1)'}");
    blocking.note(refused);

    assertThat(blocking.blocker(step(5, "{'kafka_topic':'t-b'}"))).contains(refused);
    assertThat(blocking.blocker(step(5, "{'kafka_topic':'t-c'}"))).isEmpty();
  }

  @Test
  void aRefusalInATransactionBlocksTheRestOfItInThatSessionOnly() {
    Step refused = step(2, "{'session':'a','sql':'FETCH 1 c'}");
    blocking.note(refused);
    blocking.session(refused, true, true);

    Step commit = step(3, "{'session':'a','sql':'COMMIT'}");
    assertThat(blocking.blocker(commit)).contains(refused);
    assertThat(blocking.blocker(step(3, "{'session':'b','sql':'COMMIT'}"))).isEmpty();
    blocking.session(commit, true, false);
    assertThat(blocking.blocker(step(4, "{'session':'a','sql':'SELECT 1'}"))).isEmpty();
  }

  private static Step step(int line, String json) {
    return new Step(
        line, new Gson().fromJson(json.replace('\'', '"').replace('#', '\''), JsonObject.class));
  }
}
