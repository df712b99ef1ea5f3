package dev.verdigris.project;

import static dev.verdigris.project.ProjectDirectory.EVERYTHING;
import static dev.verdigris.project.ProjectDirectory.PR_17;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.verdigris.DeploymentName;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTests {
  @TempDir Path directory;
  private ProjectDirectory files = new ProjectDirectory(Path.of(""));

  @BeforeEach
  void newProject() {
    files = new ProjectDirectory(directory);
  }

  @Test
  void ordersModelsByWhatTheyReadAndThenByName() {
    assertThat(flights().models())
        .extracting(Model::toString)
        .containsExactly(
            "flights.delay_by_airport",
            "flights.on_time_board",
            "flights.route_traffic",
            "flights.busy_routes");
  }

  @Test
  void rewritesEveryStatementAndKeepsTheRestAsWritten() {
    Model delay = flights().models().get(0);

    assertThat(delay.inGreen(PR_17))
        .extracting(GreenStatement::sql)
        .containsExactly(
            """
            CREATE MATERIALIZED VIEW "materialize"."flights_pr_17"."delay_by_airport" IN CLUSTER "compute_pr_17" AS
            SELECT f.destination AS iata,
                   count(*) AS flights,
                   avg(CASE WHEN f.delay_minutes > 0 THEN f.delay_minutes ELSE 0 END) AS avg_delay
            FROM "materialize"."raw"."flights" AS f
            GROUP BY f.destination""",
            "CREATE INDEX \"delay_by_airport_iata_idx\" IN CLUSTER \"compute_pr_17\""
                + " ON \"materialize\".\"flights_pr_17\".\"delay_by_airport\" (iata)",
            "COMMENT ON MATERIALIZED VIEW \"materialize\".\"flights_pr_17\".\"delay_by_airport\""
                + " IS 'Delay of arrivals; minutes'",
            "COMMENT ON COLUMN \"materialize\".\"flights_pr_17\".\"delay_by_airport\".iata"
                + " IS 'IATA code'",
            "GRANT SELECT ON \"materialize\".\"flights_pr_17\".\"delay_by_airport\""
                + " TO dashboard, PUBLIC");
    assertThat(delay.inGreen(PR_17))
        .extracting(GreenStatement::role)
        .containsExactly(
            GreenStatement.Role.CREATE,
            GreenStatement.Role.INDEX,
            GreenStatement.Role.COMMENT,
            GreenStatement.Role.COMMENT,
            GreenStatement.Role.GRANT);
  }

  @Test
  void tellsWhatACompanionDoes() {
    List<GreenStatement> statements = flights().models().get(0).inGreen(PR_17);

    assertThat(statements.get(0))
        .isInstanceOfSatisfying(
            GreenStatement.Create.class,
            create -> assertThat(create.cluster()).isEqualTo("compute_pr_17"));
    assertThat(statements.get(1))
        .isInstanceOfSatisfying(
            GreenStatement.Index.class,
            index -> {
              assertThat(index.name()).isEqualTo("delay_by_airport_iata_idx");
              assertThat(index.cluster()).isEqualTo("compute_pr_17");
              assertThat(index.definition()).isEqualTo("( iata )");
            });
    assertThat(statements.get(3))
        .isInstanceOfSatisfying(
            GreenStatement.Comment.class,
            comment -> {
              assertThat(comment.column()).isEqualTo("iata");
              assertThat(comment.index()).isNull();
              assertThat(comment.text()).isEqualTo("IATA code");
            });
    assertThat(statements.get(4))
        .isInstanceOfSatisfying(
            GreenStatement.Grant.class,
            grant -> {
              assertThat(grant.privileges()).containsExactly("SELECT");
              assertThat(grant.grantees()).containsExactly("dashboard", "public");
            });
  }

  @Test
  void insertsTheClusterThatTheConfigurationNames() {
    assertThat(create(flights(), "route_traffic"))
        .startsWith(
            "CREATE MATERIALIZED VIEW \"materialize\".\"flights_pr_17\".\"route_traffic\""
                + " IN CLUSTER \"compute_pr_17\" AS\nSELECT origin");
    files.model("flights/v", "CREATE MATERIALIZED VIEW v (a, b) WITH (x = 1) AS SELECT 1, 2");
    assertThat(create(flights(), "v"))
        .isEqualTo(
            "CREATE MATERIALIZED VIEW \"materialize\".\"flights_pr_17\".\"v\" (a, b)"
                + " IN CLUSTER \"compute_pr_17\" WITH (x = 1) AS SELECT 1, 2");
  }

  @Test
  void findsWhatUnqualifiedNamesMeanOnTheSearchPath() {
    assertThat(create(flights(), "on_time_board"))
        .endsWith(
            """
            FROM "materialize"."flights_pr_17"."delay_by_airport" AS d\
             JOIN "materialize"."raw"."airports" ON airports.iata = d.iata""");
  }

  @Test
  void theCatalogDecidesWhereAnEarlierSchemaIsOutside() {
    files
        .yaml(
            """
            deployment: pr_17
            schemas: [flights]
            models:
              search_path: [raw, flights, other]
            """)
        .model("flights/a", "CREATE VIEW a AS SELECT 1 AS x")
        .model("flights/b", "CREATE VIEW b AS SELECT x FROM a");

    Project open = files.load();
    assertThat(open.externals()).extracting(QualifiedName::toString).containsExactly("raw.a");
    assertThatThrownBy(() -> open.models().get(1).inGreen(PR_17))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("bind the project first: models/flights/b.sql, line 1, column 32");
    assertThat(create(files.bound("raw.a"), "b")).endsWith("FROM \"materialize\".\"raw\".\"a\"");
    assertThat(create(files.bound("other.a"), "b"))
        .endsWith("FROM \"materialize\".\"flights_pr_17\".\"a\"");
  }

  @Test
  void rewritesColumnsThatAreQualifiedWithADeployedSchema() {
    assertThat(create(flights(), "busy_routes"))
        .isEqualTo(
            """
            CREATE VIEW "materialize"."flights_pr_17"."busy_routes" AS
            SELECT r.* FROM "materialize"."flights_pr_17"."route_traffic" r
            WHERE r.flights > (SELECT avg(route_traffic.flights)\
             FROM "materialize"."flights_pr_17"."route_traffic")""");
  }

  @Test
  void takesNamesOfFilesAndDirectoriesVerbatim() {
    assumeFileNamesCanHold("é");
    Project project =
        files
            .yaml(
                """
                deployment: pr_17
                schemas: [Late Flights, it's]
                clusters: ['my-cluster "x"']
                """)
            .model(
                "Late Flights/On-Time \"Board\"",
                """
                CREATE MATERIALIZED VIEW "Late Flights"."On-Time ""Board\"""
                  IN CLUSTER "my-cluster ""x\""" AS SELECT 1 AS "A";
                CREATE INDEX IN CLUSTER "my-cluster ""x\""" ON "On-Time ""Board\""" ("A")
                """)
            .model(
                "it's/ü",
                "CREATE VIEW Ü AS SELECT \"A\" FROM \"Late Flights\".\"On-Time \"\"Board\"\"\"")
            .bound();

    assertThat(project.models().get(0).inGreen(PR_17))
        .extracting(GreenStatement::sql)
        .containsExactly(
            """
            CREATE MATERIALIZED VIEW "materialize"."Late Flights_pr_17"."On-Time ""Board\"""
              IN CLUSTER "my-cluster ""x""_pr_17" AS SELECT 1 AS "A\"""",
            "CREATE INDEX \"On-Time \"\"Board\"\"_A_idx\" IN CLUSTER \"my-cluster \"\"x\"\"_pr_17\""
                + " ON \"materialize\".\"Late Flights_pr_17\".\"On-Time \"\"Board\"\"\" (\"A\")");
    assertThat(create(project, "ü"))
        .isEqualTo(
            "CREATE VIEW \"materialize\".\"it's_pr_17\".\"ü\" AS SELECT \"A\""
                + " FROM \"materialize\".\"Late Flights_pr_17\".\"On-Time \"\"Board\"\"\"");
  }

  @Test
  void namesIndexesTheSameWayInEveryRun() {
    files
        .model(
            "flights/a",
            """
            CREATE VIEW a AS SELECT 1 AS x, 2 AS y;
            CREATE INDEX ON a (x, y);
            CREATE INDEX ON a (x, y) WITH (RETAIN HISTORY = FOR '1 day');
            CREATE INDEX ON a ((x + 1), lower(x));
            CREATE DEFAULT INDEX ON a;
            CREATE INDEX mine ON a USING arrangement (y);
            COMMENT ON INDEX mine IS NULL
            """)
        .model("flights/a_x_y_idx", "CREATE VIEW a_x_y_idx AS SELECT 1 AS x");

    Model model = files.bound().models().get(0);
    assertThat(model.inGreen(PR_17))
        .filteredOn(GreenStatement.Index.class::isInstance)
        .extracting(statement -> ((GreenStatement.Index) statement).name())
        .containsExactly("a_x_y_idx1", "a_x_y_idx2", "a_expr_expr_idx", "a_primary_idx", "mine");
    assertThat(model.inGreen(PR_17).get(4).sql())
        .isEqualTo(
            "CREATE DEFAULT INDEX \"a_primary_idx\" IN CLUSTER \"compute_pr_17\""
                + " ON \"materialize\".\"flights_pr_17\".\"a\"");
    assertThat(model.inGreen(PR_17).get(6).sql())
        .isEqualTo("COMMENT ON INDEX \"materialize\".\"flights_pr_17\".\"mine\" IS NULL");
  }

  @Test
  void keepsIndexNamesWithin255Bytes() {
    assumeFileNamesCanHold("ü");
    String object = "ü".repeat(120);
    files.model(
        "flights/" + object,
        "CREATE VIEW %s AS SELECT 1 AS long_column, 2 AS b; CREATE INDEX ON %s (long_column, b)"
            .formatted(object, object));

    GreenStatement index = files.bound().models().get(0).inGreen(PR_17).get(1);
    assertThat(((GreenStatement.Index) index).name())
        .startsWith("üüü")
        .matches(".*_[0-9a-f]{12}_idx")
        .satisfies(
            name ->
                assertThat(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .hasSizeBetween(250, 255));
  }

  @Test
  void aDigestDoesNotCountCommentsAndWhiteSpaceNorTheDeployment() {
    Project one = files.model("flights/v", "CREATE VIEW v AS SELECT a FROM raw.t").bound("raw.t");
    String digest = one.digest();
    String definition = one.models().get(0).definition();

    files.model(
        "flights/v",
        "/* new */ create view FLIGHTS.V as\n\tselect A -- x\n from \"materialize\".raw.t;");
    assertThat(files.bound("raw.t").digest()).isEqualTo(digest);
    assertThat(definition)
        .isEqualTo(
            "create view \"materialize\" . \"flights\" . \"v\" as select a from"
                + " \"materialize\" . \"raw\" . \"t\"");
    files.model("flights/v", "CREATE VIEW v AS SELECT \"A\" FROM raw.t");
    assertThat(files.bound("raw.t").digest()).isNotEqualTo(digest);
    files.model("flights/v", "CREATE VIEW v AS SELECT a FROM raw.t; GRANT SELECT ON v TO x");
    Project granted = files.bound("raw.t");
    assertThat(granted.digest()).isNotEqualTo(digest).matches("[0-9a-f]{64}");
    assertThat(granted.models().get(0).definition()).isEqualTo(definition);
    assertThat(granted.models().get(0).definitionDigest()).hasSize(64);
  }

  @Test
  void theClusterBelongsToTheDefinition() {
    files.model("flights/m", "CREATE MATERIALIZED VIEW m AS SELECT 1 AS x");
    String digest = files.bound().models().get(0).definitionDigest();
    files.model("flights/m", "CREATE MATERIALIZED VIEW m IN CLUSTER Compute AS SELECT 1 AS x");
    assertThat(files.bound().models().get(0).definitionDigest()).isEqualTo(digest);
    files
        .yaml(
            """
            deployment: pr_17
            schemas: [flights]
            clusters: [compute, other]
            """)
        .model("flights/m", "CREATE MATERIALIZED VIEW m IN CLUSTER other AS SELECT 1 AS x");
    assertThat(files.bound().models().get(0).definitionDigest()).isNotEqualTo(digest);
  }

  @Test
  void findsThePlaceInTheFileOfAnErrorInGreen() {
    GreenStatement board =
        flights()
            .model(new QualifiedName("materialize", "flights", "on_time_board"))
            .orElseThrow()
            .inGreen(PR_17)
            .get(0);

    assertThat(board.origin().at(board.sql().indexOf("<= 15")).excerpt())
        .isEqualTo(
            """
            models/flights/on_time_board.sql, line 2, column 35
            SELECT airports.name, d.avg_delay <= 15 AS on_time
                                              ^""");
    assertThat(board.origin().at(board.sql().indexOf("\"delay_by_airport\"")).excerpt())
        .isEqualTo(
            """
            models/flights/on_time_board.sql, line 3, column 6
            FROM delay_by_airport AS d JOIN airports ON airports.iata = d.iata
                 ^""");
    assertThat(board.origin().at(0).line()).isEqualTo(1);
    assertThat(board.origin().at(100_000).line()).isEqualTo(3);
  }

  @Test
  void passesOverFilesThatAreNoModels() {
    files
        .model("flights/v", "CREATE VIEW v AS SELECT 1 AS x")
        .file("models/flights/README.md", "no SQL")
        .file("models/flights/.#v.sql", "no SQL")
        .file("models/.git/x.sql", "no SQL")
        .file("models/notes/x.txt", "no SQL");
    assertThat(files.bound().models()).hasSize(1);
  }

  @Test
  void anotherDeploymentHasOtherNames() {
    Model model = flights().models().get(0);
    assertThat(model.green(new DeploymentName("x")).sql())
        .isEqualTo("\"materialize\".\"flights_x\".\"delay_by_airport\"");
    assertThat(model.inGreen(new DeploymentName("x")).get(0).sql())
        .contains("IN CLUSTER \"compute_x\"");
    assertThat(ProjectDirectory.flights(directory).load().bind(EVERYTHING).externals())
        .extracting(QualifiedName::toString)
        .containsExactly("raw.airports", "raw.flights");
  }

  private Project flights() {
    return ProjectDirectory.flights(directory).bound("raw.flights", "raw.airports");
  }

  private static String create(Project project, String object) {
    return project.models().stream()
        .filter(model -> model.name().name().equals(object))
        .findFirst()
        .orElseThrow()
        .inGreen(PR_17)
        .get(0)
        .sql();
  }

  /** A JVM that was started without a locale knows ASCII names of files only. */
  private static void assumeFileNamesCanHold(String text) {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    assumeThat(Charset.forName(encoding).newEncoder().canEncode(text))
        .as("names of files are %s in this locale: LC_ALL=C.UTF-8 has others", encoding)
        .isTrue();
  }
}
