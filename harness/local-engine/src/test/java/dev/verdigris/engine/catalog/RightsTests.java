package dev.verdigris.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RightsTests extends CatalogTestCase {

  private CatalogFixture.TestSession checked(String role) {
    CatalogFixture.TestSession other = fixture.session(role);
    other.settings.put("enable_rbac_checks", "on");
    return other;
  }

  @Test
  void aSwapNeedsOwnershipOfBothSides() {
    session.run("CREATE ROLE r1; CREATE SCHEMA a1; CREATE SCHEMA b1");
    assertThat(checked("r1").error("ALTER SCHEMA a1 SWAP WITH b1"))
        .isEqualTo("42501 must be owner of SCHEMA materialize.a1, SCHEMA materialize.b1");
    session.run("ALTER SCHEMA a1 OWNER TO r1; ALTER SCHEMA b1 OWNER TO r1");
    assertThat(checked("r1").error("ALTER SCHEMA a1 SWAP WITH b1"))
        .isEqualTo(
            "42501 permission denied for DATABASE \"materialize\" DETAIL The 'r1' role needs"
                + " CREATE privileges on DATABASE \"materialize\"");
    session.run("GRANT CREATE ON DATABASE materialize TO r1");
    assertThat(checked("r1").run("ALTER SCHEMA a1 SWAP WITH b1")).isEqualTo("ALTER SCHEMA");
  }

  @Test
  void membershipCounts() {
    session.run("CREATE ROLE r2; CREATE ROLE g2; CREATE CLUSTER c2 (SIZE = '25cc')");
    session.run("ALTER CLUSTER c2 OWNER TO g2");
    assertThat(checked("r2").error("COMMENT ON CLUSTER c2 IS 'x'"))
        .isEqualTo("42501 must be owner of CLUSTER c2");
    session.run("GRANT g2 TO r2");
    assertThat(checked("r2").run("COMMENT ON CLUSTER c2 IS 'x'")).isEqualTo("COMMENT");
  }

  @Test
  void whatStandsBehindAViewIsReadWithTheRightsOfItsOwner() {
    session.run(
        "CREATE ROLE r3; CREATE TABLE t3 (a int); CREATE SCHEMA s3; CREATE VIEW s3.v AS SELECT a"
            + " FROM t3; ALTER SCHEMA s3 OWNER TO r3; ALTER VIEW s3.v OWNER TO r3");
    CatalogState state = fixture.catalog.state();
    CatalogFixture.TestSession reader = checked("r3");
    Item view = state.resolveItem(java.util.List.of("s3", "v"), session);
    assertThatThrownBy(() -> state.rights(reader).requireRead(Set.of(view.id())))
        .hasMessage("permission denied for TABLE \"materialize.public.t3\"");
    session.run("GRANT SELECT ON t3 TO r3");
    fixture.catalog.state().rights(reader).requireRead(Set.of(view.id()));
  }

  @Test
  void defaultPrivilegesGoToNewObjects() throws Exception {
    session.run("CREATE ROLE r4; CREATE SCHEMA s4");
    session.run(
        "ALTER DEFAULT PRIVILEGES FOR ROLE materialize IN SCHEMA s4 GRANT SELECT ON TABLES TO r4");
    session.run("CREATE VIEW s4.v AS SELECT 1 AS a");
    assertThat(
            session.rows(
                "SELECT grantee, privilege_type FROM mz_internal.mz_show_object_privileges WHERE"
                    + " schema = 's4' ORDER BY 1"))
        .hasToString("[[materialize, SELECT], [r4, SELECT]]");
    assertThat(session.error("DROP ROLE r4"))
        .startsWith(
            "2BP01 role \"r4\" cannot be dropped because some objects depend on it DETAIL r4:"
                + " privileges on VIEW \"materialize.s4.v\" granted by materialize");
  }

  @Test
  void theServersOwnIsProtectedEvenWithoutChecks() {
    assertThat(session.error("COMMENT ON SCHEMA mz_catalog IS 'x'"))
        .isEqualTo("42501 must be owner of SCHEMA mz_catalog");
    assertThat(session.error("CREATE VIEW mz_catalog.v AS SELECT 1 AS a"))
        .startsWith("42501 permission denied for SCHEMA \"mz_catalog\"");
  }
}
