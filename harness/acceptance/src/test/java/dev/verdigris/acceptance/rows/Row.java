package dev.verdigris.acceptance.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One row of the gate's table: a situation, and what has to come of it. */
final class Row {
  /** Something done with the row's project. */
  @FunctionalInterface
  interface Act {
    void on(RowProject project) throws Exception;
  }

  /** Something done while the build runs. */
  @FunctionalInterface
  interface During {
    void on(RowProject project, Process maven) throws Exception;
  }

  final String situation;
  final List<String> arguments;
  final List<Act> before = new ArrayList<>();
  final List<List<String>> earlier = new ArrayList<>();
  final List<Act> between = new ArrayList<>();
  final List<Act> after = new ArrayList<>();
  final List<String> says = new ArrayList<>();
  final List<String> silent = new ArrayList<>();
  During during = (project, maven) -> {};
  boolean quick;
  boolean promotes;
  boolean either;
  boolean green;
  boolean online;

  private Row(String situation, List<String> arguments) {
    this.situation = situation;
    this.arguments = arguments;
  }

  /** A row that runs {@code mvn verify} with further arguments. */
  static Row row(String situation, String... arguments) {
    List<String> all = new ArrayList<>(List.of("verify"));
    all.addAll(List.of(arguments));
    return new Row(situation, all);
  }

  /** The same in the profile that promotes. */
  static Row deploy(String situation, String... arguments) {
    Row row = row(situation, arguments);
    row.arguments.add("-Pdeploy");
    return row;
  }

  /** Makes something throw on purpose. */
  Row at(String place) {
    arguments.add("-Dgate.at=" + place);
    return this;
  }

  /** What it does instead of throwing. */
  Row does(String what) {
    arguments.add("-Dgate.does=" + what);
    return this;
  }

  /** Runs in {@code mvn verify}, too. */
  Row quick() {
    quick = true;
    return this;
  }

  Row promotes() {
    promotes = true;
    return this;
  }

  /** This build may have promoted or not: what counts is that all of it did or nothing. */
  Row allOrNothing() {
    either = true;
    return this;
  }

  Row green() {
    green = true;
    return this;
  }

  /** What a person has to see. */
  Row says(String... texts) {
    says.addAll(List.of(texts));
    return this;
  }

  Row saysNot(String... texts) {
    silent.addAll(List.of(texts));
    return this;
  }

  Row before(Act act) {
    before.add(act);
    return this;
  }

  /** What is done when the earlier builds have ended. */
  Row then(Act act) {
    between.add(act);
    return this;
  }

  /** Needs what other rows do not, and may fetch it. */
  Row online() {
    online = true;
    return this;
  }

  /** A build that went before, green. */
  Row afterBuild(String... earlierArguments) {
    earlier.add(List.of(earlierArguments));
    return this;
  }

  Row during(During act) {
    during = act;
    return this;
  }

  Row after(Act check) {
    after.add(check);
    return this;
  }

  /** As a file name. */
  String slug() {
    return situation.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
