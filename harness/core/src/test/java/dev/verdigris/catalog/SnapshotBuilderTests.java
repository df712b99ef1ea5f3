package dev.verdigris.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SnapshotBuilderTests {

  @Test
  void rows_become_a_snapshot() {
    SnapshotBuilder builder = new SnapshotBuilder("materialize");
    add(builder, "session", "ann", "f");
    add(builder, "role", "u1", "ann");
    add(builder, "role", "u2", "dashboard");
    add(builder, "role", "u3", "owners");
    add(builder, "member", "u3", "u1");
    add(
        builder,
        "schema",
        "u5",
        "flights",
        "materialize",
        "u3",
        "{u2=U/u3,s2=U/u3,=U/u3,u3=UC/u3}");
    add(
        builder,
        "cluster",
        "u5",
        "compute",
        "u1",
        "{u1=UC/u1}",
        "true",
        "25cc",
        "2",
        "{a,b}",
        "false",
        "00:00:05");
    add(builder, "replica", "u7", "r2", "u5", "25cc", "");
    add(builder, "replica", "u6", "r1", "u5", "25cc", "");
    add(builder, "object", "u5", "delays", "u5", "materialized-view", "u1", "u5", "{u2=r/u1}");
    add(builder, "column", "u5", "d", "2", "numeric", "t");
    add(builder, "column", "u5", "iata", "1", "text", "f");
    add(builder, "dependency", "u5", "u4");
    add(builder, "definition", "u5", "CREATE …");
    add(builder, "comment", "u5", "schema", "", "the schema");
    add(builder, "comment", "u5", "cluster", "", "the cluster");
    add(builder, "comment", "u5", "materialized-view", "", "the view");
    add(builder, "comment", "u5", "materialized-view", "2", "the delay");
    add(builder, "comment", "u5", "role", "", "a role of the same id");
    add(builder, "default", "u5", "p", "table", "u2", "r");

    Snapshot snapshot = builder.build();

    assertThat(snapshot.roles()).containsExactlyInAnyOrder("ann", "owners");
    assertThat(snapshot.schemaNamed("flights"))
        .contains(
            new Schema(
                "u5",
                "materialize",
                "flights",
                "owners",
                new TreeSet<>(
                    List.of(
                        new Grant("dashboard", "USAGE"),
                        new Grant(Grant.PUBLIC, "USAGE"),
                        new Grant("owners", "USAGE"),
                        new Grant("owners", "CREATE"))),
                "the schema"));
    Cluster cluster = snapshot.clusterNamed("compute").orElseThrow();
    assertThat(cluster.options())
        .isEqualTo(
            new ClusterOptions(true, "25cc", 2, List.of("a", "b"), false, "00:00:05", "manual"));
    assertThat(cluster.replicas()).extracting(Replica::name).containsExactly("r1", "r2");
    assertThat(cluster.comment()).isEqualTo("the cluster");
    Item item = snapshot.item("u5").orElseThrow();
    assertThat(item.comment()).isEqualTo("the view");
    assertThat(item.columnComments()).containsOnly(java.util.Map.entry("d", "the delay"));
    assertThat(item.columns())
        .containsExactly(new Column("iata", "text", false), new Column("d", "numeric", true));
    assertThat(snapshot.defaultsOf("u5"))
        .containsExactly(new DefaultPrivilege(Grant.PUBLIC, "table", "dashboard", "SELECT"));
  }

  @Test
  void one_statement_reads_everything_and_quotes_every_name() {
    Scope scope =
        new Scope(
            new DeploymentName("pr_17"), "d'b", List.of("it's", "Mixed \"case\""), List.of("c"));
    assertThat(CatalogSql.snapshot(scope))
        .doesNotContain(";")
        .contains("d.name = 'd''b'")
        .contains(
            "s.name IN ('it''s', 'it''s_pr_17', 'Mixed \"case\"', 'Mixed \"case\"_pr_17',"
                + " 'it''s_pr_17_rolled_back', 'Mixed \"case\"_pr_17_rolled_back')")
        .contains("LIKE 'pr\\_17\\_retired\\_%'");
  }

  private static void add(SnapshotBuilder builder, String kind, String... values) {
    List<String> row = new ArrayList<>(Arrays.asList(values));
    while (row.size() < CatalogSql.VALUES) {
      row.add("");
    }
    builder.add(kind, row);
  }
}
