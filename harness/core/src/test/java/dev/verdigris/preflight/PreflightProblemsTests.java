package dev.verdigris.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentName;
import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreflightProblemsTests {
  private static final DeploymentName NAME = new DeploymentName("pr_17");
  private static final Finding RIGHT =
      finding(Rule.CREATE_CLUSTER, "system", "", "GRANT CREATECLUSTER ON SYSTEM TO \"d\"");
  private static final Finding READER =
      finding(Rule.READER, "view marts.daily", "ann", "accept.readers: ['marts.daily']");
  private static final Finding WARNING = finding(Rule.INDEX_VANISHES, "index flights.i", "d", "");

  @Test
  void everything_is_told_at_once_by_group() {
    Problem problem = refusal(List.of(RIGHT, READER, WARNING));
    assertThat(problem.exitCode()).isEqualTo(ExitCode.CONFLICT);
    assertThat(problem.format())
        .isEqualTo(
            """
            VG-5500 CONFLICT  promote of deployment pr_17 would not go well: 2 findings block, 1 warns
              rights    system: so it is [create-cluster]
                          GRANT CREATECLUSTER ON SYSTEM TO "d"
              readers   view marts.daily, owner ann: so it is [reader]
                          accept.readers: ['marts.daily']
              warnings  index flights.i, owner d: so it is [index-vanishes]
              state     nothing was promoted; green stays up
              next      mend what blocks and run again; docs/preflight.md tells each finding""");
  }

  @Test
  void where_only_rights_are_missing_it_is_a_matter_of_permission() {
    Problem problem = refusal(List.of(RIGHT, WARNING));
    assertThat(problem.exitCode()).isEqualTo(ExitCode.CONNECTION);
    assertThat(problem.format())
        .isEqualTo(
            """
            VG-6500 PERMISSION  promote of deployment pr_17 would not go well: 1 finding blocks, 1 warns
              rights    system: so it is [create-cluster]
                          GRANT CREATECLUSTER ON SYSTEM TO "d"
              warnings  index flights.i, owner d: so it is [index-vanishes]
              state     nothing was promoted; green stays up
              next      mend what blocks and run again; docs/preflight.md tells each finding\
            """);
  }

  @Test
  void a_long_list_ends_with_how_many_more_there_are() {
    List<Finding> many = new ArrayList<>();
    for (int i = 10; i < 23; i++) {
      many.add(finding(Rule.READER, "view v" + i, "ann", ""));
    }
    assertThat(refusal(many).detail("readers").orElseThrow())
        .startsWith("view v10, owner ann: so it is [reader]\n")
        .endsWith("view v19, owner ann: so it is [reader]\nand 3 more");
  }

  @Test
  void warnings_alone_refuse_nothing() {
    assertThat(PreflightProblems.refusal(Phase.INIT, NAME, List.of(WARNING))).isEmpty();
    assertThat(PreflightProblems.refusal(Phase.INIT, NAME, List.of())).isEmpty();
  }

  @Test
  void a_note_has_what_it_means_and_what_mends_it() {
    assertThat(READER.note())
        .isEqualTo(
            "blocks: view marts.daily, owner ann: so it is [reader]; accept.readers:"
                + " ['marts.daily']");
    assertThat(WARNING.note())
        .isEqualTo("warns: index flights.i, owner d: so it is [index-vanishes]");
  }

  private static Problem refusal(List<Finding> findings) {
    return PreflightProblems.refusal(Phase.PROMOTE, NAME, findings).orElseThrow();
  }

  private static Finding finding(Rule rule, String object, String owner, String mend) {
    return new Finding(rule, rule.severity(), object, owner, "so it is", mend);
  }
}
