package dev.verdigris.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.AlterStatement;
import dev.verdigris.engine.sql.Parser;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwapTests extends CatalogTestCase {

  private static AlterStatement alter(String sql) {
    return (AlterStatement) Parser.parse(sql).get(0);
  }

  @Test
  void idsStayWithTheObjectsAndStoredSqlFollowsTheNames() throws Exception {
    session.run(
        "CREATE SCHEMA a1; CREATE SCHEMA b1; CREATE TABLE a1.t (x int); CREATE TABLE b1.t (x int);"
            + " CREATE VIEW r1 AS SELECT x FROM a1.t");
    String before = session.value("SELECT id FROM mz_schemas WHERE name = 'a1'");

    assertThat(session.run("ALTER SCHEMA a1 SWAP WITH b1")).isEqualTo("ALTER SCHEMA");

    assertThat(session.value("SELECT id FROM mz_schemas WHERE name = 'b1'")).isEqualTo(before);
    assertThat(session.rows("SHOW CREATE VIEW r1"))
        .containsExactly(
            List.of(
                "materialize.public.r1",
                "CREATE VIEW materialize.public.r1 AS SELECT x FROM materialize.b1.t;"));
    assertThat(session.rows("SHOW CREATE TABLE a1.t").get(0))
        .containsExactly("materialize.a1.t", "CREATE TABLE materialize.a1.t (x pg_catalog.int4);");
  }

  @Test
  void aTransactionIsSeenByNobodyBeforeItsCommit() throws Exception {
    session.run("CREATE SCHEMA a2; CREATE SCHEMA b2");
    String id = session.value("SELECT id FROM mz_schemas WHERE name = 'a2'");
    DdlTransaction transaction = fixture.catalog.beginDdl(session);
    transaction.alter(alter("ALTER SCHEMA a2 SWAP WITH b2"));
    transaction.alter(alter("ALTER SCHEMA b2 RENAME TO c2"));

    assertThat(session.value("SELECT id FROM mz_schemas WHERE name = 'a2'")).isEqualTo(id);
    transaction.commit();
    assertThat(session.value("SELECT id FROM mz_schemas WHERE name = 'c2'")).isEqualTo(id);
  }

  @Test
  void anyOtherDdlAfterTheFirstAlterEndsTheTransaction() {
    session.run("CREATE SCHEMA a3; CREATE SCHEMA b3");
    DdlTransaction first = fixture.catalog.beginDdl(session);
    first.alter(alter("ALTER SCHEMA a3 SWAP WITH b3"));
    session.run("COMMENT ON SCHEMA a3 IS 'x'");
    assertConflict(first::commit);

    DdlTransaction second = fixture.catalog.beginDdl(session);
    second.alter(alter("ALTER SCHEMA a3 SWAP WITH b3"));
    session.run("COMMENT ON SCHEMA a3 IS 'x'");
    assertConflict(() -> second.alter(alter("ALTER SCHEMA a3 RENAME TO c3")));
  }

  private static void assertConflict(Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            SqlException.class,
            e ->
                assertThat(CatalogFixture.describe(e))
                    .isEqualTo(
                        "40001 another session modified the catalog while this DDL transaction was"
                            + " open HINT Currently, DDL transactions fail when any other DDL"
                            + " happens concurrently, even on unrelated schemas/clusters."));
  }

  @Test
  void whatChangesNothingConflictsWithNothing() {
    session.run("CREATE SCHEMA a4; CREATE SCHEMA b4");
    DdlTransaction transaction = fixture.catalog.beginDdl(session);
    transaction.alter(alter("ALTER SCHEMA a4 SWAP WITH b4"));
    session.run("CREATE SCHEMA IF NOT EXISTS a4; DROP SCHEMA IF EXISTS none4");
    session.error("CREATE SCHEMA a4");
    session.run("ALTER SCHEMA a4 SWAP WITH a4");
    transaction.commit();
    assertThat(session.told())
        .containsExactly(
            "42P06 schema \"a4\" already exists, skipping",
            "42704 SCHEMA \"none4\" does not exist, skipping");
  }

  @Test
  void aColumnThatIsWrittenWithItsSchemaMustNotBecomeAmbiguous() {
    session.run(
        "CREATE SCHEMA a5; CREATE SCHEMA b5; CREATE TABLE a5.m (v int); CREATE TABLE b5.m (v int);"
            + " CREATE VIEW conf5 AS SELECT b5.m.v FROM a5.m, b5.m");
    assertThat(session.error("ALTER SCHEMA a5 SWAP WITH b5"))
        .isEqualTo(
            "XX000 renaming conflict: in materialize.public.conf5, which uses materialize.b5,"
                + " ambiguous reference to schema named b5");
  }

  @Test
  void swapsAreRefusedAsMaterializeRefusesThem() {
    session.run("CREATE SCHEMA a6");
    assertThat(session.error("ALTER SCHEMA a6 SWAP WITH mz_catalog"))
        .isEqualTo("XX000 unknown schema 'mz_catalog'");
    assertThat(session.error("ALTER SCHEMA mz_temp SWAP WITH a6"))
        .isEqualTo("XX000 cannot swap schemas that are in the ambient database");
    assertThat(session.error("ALTER CLUSTER quickstart SWAP WITH none"))
        .isEqualTo("XX000 unknown cluster 'none'");
  }
}
