package dev.verdigris.validations;

import dev.verdigris.validations.Inspection.Sight;
import dev.verdigris.validations.Observation.Grade;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The texts of assertions on environments, clusters and sinks. */
final class EstateMessages {

  private EstateMessages() {}

  /** What an assertion says when it does not hold. */
  enum Rule {
    OBJECTS(
        801, "green does not have the objects of blue", "whether green has the objects of blue"),
    SCHEMA(
        802,
        "the columns of green are not what readers of blue expect",
        "whether readers of blue can read green"),
    CONTRACT(
        803,
        "green does not keep the contract of a consumer",
        "whether green keeps the contract of a consumer"),
    LAG(815, "green lags behind", "whether green keeps up"),
    HYDRATION(816, "green is not hydrated", "whether green is hydrated"),
    REPLICAS(817, "replicas of green are not healthy", "whether the replicas of green are healthy"),
    READS(818, "relations of green cannot be read", "whether the relations of green can be read"),
    CONNECTORS(819, "sources or sinks are not healthy", "whether sources and sinks are healthy"),
    SINK_CONTRACT(
        820, "a sink would not keep its contract", "whether a sink would keep its contract"),
    CUTOVER(
        821,
        "the cutover of a sink would change more keys than allowed",
        "how many keys the cutover of a sink would change"),
    RIGHTS(
        822, "rights in green are not those of blue", "whether rights in green are those of blue"),
    ISOLATION(823, "green and blue are not apart", "whether green and blue are apart"),
    CONFIGURATION(824, "green is not made as blue is", "whether green is made as blue is"),
    COMMENTS(
        825,
        "comments in green are not those of blue",
        "whether comments in green are those of blue"),
    PLAN(826, "a query is not planned as it should be", "how a query is planned"),
    TOPIC(
        827,
        "a topic does not hold what its relation holds",
        "whether a topic holds what its relation holds");

    private final int number;
    private final String summary;
    private final String question;

    Rule(int number, String summary, String question) {
      this.number = number;
      this.summary = summary;
      this.question = question;
    }
  }

  /**
   * What was looked at.
   *
   * @param label {@code compared}, {@code read} or {@code query}
   * @param text for people, with the time where there is one
   * @param look a query to look further; empty: there is none
   */
  record Seen(String label, String text, String look) {}

  /** A failure, with everything that speaks for it. */
  static String failure(Rule rule, Context context, Sight sight) {
    List<Observation> shown = new ArrayList<>(Observation.of(Grade.FAIL, sight.observations()));
    shown.addAll(Observation.of(Grade.UNKNOWN, sight.observations()));
    return shown(Report.failed(rule.number, rule.summary, context), sight, shown)
        .end(sight.seen().look());
  }

  /** What kept an assertion from being decided. */
  static String undecided(Rule rule, Context context, Sight sight) {
    return shown(
            Report.undecided(rule.number, "it is not known " + rule.question, context),
            sight,
            Observation.of(Grade.UNKNOWN, sight.observations()))
        .end(sight.seen().look(), "run mvn verify again when the server reports it");
  }

  /** There was nothing to look at, and that was not declared to be all right. */
  static String nothing(Rule rule, Context context, Sight sight) {
    return Report.undecided(rule.number, "there is nothing to look at: no " + sight.what(), context)
        .detail(sight.seen().label(), sight.seen().text())
        .end("", "declare it with allowingEmpty() if that is meant");
  }

  /** What a person should see of something that holds. */
  static String warning(Rule rule, Context context, Sight sight) {
    return shown(
            Report.warned(rule.number, warning(rule), context),
            sight,
            Observation.of(Grade.WARN, sight.observations()))
        .end(sight.seen().look(), "nothing, if that is meant");
  }

  private static String warning(Rule rule) {
    return switch (rule) {
      case OBJECTS -> "green has other objects than blue, which does not block";
      case SCHEMA -> "green has other columns than blue, which does not block";
      case SINK_CONTRACT -> "a sink will have other columns, which does not block";
      case RIGHTS -> "green has other rights than blue, which does not block";
      case ISOLATION -> "readers of blue stay behind, which does not block";
      default -> rule.summary + ", which does not block";
    };
  }

  private static Report shown(Report report, Sight sight, List<Observation> observations) {
    report.detail(sight.seen().label(), sight.seen().text());
    if (sight.objects() > 1) {
      report.detail(
          "counts", sight.what() + " " + sight.objects() + " · found " + observations.size());
    }
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (Observation one : observations) {
      lines.computeIfAbsent(one.label(), any -> new ArrayList<>()).add(one.text());
    }
    lines.forEach((label, texts) -> report.detail(label, shown(texts)));
    return report;
  }

  private static String shown(List<String> lines) {
    if (lines.size() <= Report.SHOWN) {
      return String.join("\n", lines);
    }
    return String.join("\n", lines.subList(0, Report.SHOWN))
        + "\nand "
        + (lines.size() - Report.SHOWN)
        + " more";
  }
}
