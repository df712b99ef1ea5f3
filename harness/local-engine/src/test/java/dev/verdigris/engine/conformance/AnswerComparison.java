package dev.verdigris.engine.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares an answer with what a step expects, by the recordings' rules. */
final class AnswerComparison {

  private static final int ACL_ARRAY = 16567;
  private static final List<String> FIELDS =
      List.of("severity", "sqlstate", "message", "detail", "hint", "position");

  private final Step step;
  private Placeholders bound;
  private @Nullable String difference;

  private AnswerComparison(Step step, Placeholders bound) {
    this.step = step;
    this.bound = bound;
  }

  /**
   * What a comparison found.
   *
   * @param difference the first difference, or null
   * @param bound the placeholders afterwards; as before if there is a difference
   */
  record Found(@Nullable String difference, Placeholders bound) {}

  static Found compare(Step step, Answer answer, Placeholders before) {
    if (answer.failure != null) {
      return new Found(answer.failure, before);
    }
    AnswerComparison comparison = new AnswerComparison(step, before);
    comparison.all(answer);
    return new Found(
        comparison.difference, comparison.difference == null ? comparison.bound : before);
  }

  private void all(Answer answer) {
    if (step.has("connect")) {
      connection(answer);
    } else {
      results(answer);
      parameters(step.json().get("parameters"), answer);
      status(step.has("status") ? step.text("status") : "I", answer);
    }
    JsonObject holder = step.has("connect") ? object(step.expect()) : step.json();
    notices(holder.get("notices"), answer);
    if (step.has("param_oids")) {
      List<String> oids = new ArrayList<>();
      step.json().get("param_oids").getAsJsonArray().forEach(oid -> oids.add(oid.getAsString()));
      List<Integer> sent = answer.parameterOids;
      same("parameter types", oids, sent == null ? List.of() : strings(sent));
    }
  }

  private void connection(Answer answer) {
    JsonObject expected = object(step.expect());
    JsonElement error = expected.get("error");
    if (error != null) {
      result(expected, answer.results.isEmpty() ? new Answer.Result() : answer.results.get(0));
      return;
    }
    if (!answer.results.isEmpty()) {
      differ("refused: " + answer.results.get(0).error);
      return;
    }
    parameters(expected.get("parameters"), answer);
    if (expected.has("status")) {
      status(expected.get("status").getAsString(), answer);
    }
  }

  private void results(Answer answer) {
    JsonElement expect = step.expect();
    List<JsonObject> expected = new ArrayList<>();
    if (expect != null && expect.isJsonArray()) {
      expect.getAsJsonArray().forEach(each -> expected.add(each.getAsJsonObject()));
    } else {
      expected.add(object(expect));
    }
    if (expected.size() != answer.results.size()) {
      differ(expected.size() + " results expected, got " + summary(answer));
      return;
    }
    for (int i = 0; i < expected.size() && difference == null; i++) {
      result(expected.get(i), answer.results.get(i));
    }
  }

  private void result(JsonObject expected, Answer.Result actual) {
    Map<String, String> error = actual.error;
    if (error != null && !expected.has("error")) {
      differ("unexpected error " + error);
      return;
    }
    if (expected.has("error")) {
      if (error == null) {
        differ("error expected, got " + summary(actual));
        return;
      }
      fields("error", object(expected.get("error")), error);
    }
    columns(expected, actual);
    if (expected.has("rows")) {
      rows(expected.getAsJsonArray("rows"), actual);
    }
    if (!expected.has("error") && !expected.has("empty")) {
      text("tag", string(expected.get("tag")), actual.tag);
    }
    if (expected.has("empty") != actual.empty) {
      differ("empty query: " + actual.empty);
    }
    copy(expected, actual);
  }

  private void columns(JsonObject expected, Answer.Result actual) {
    List<Answer.Column> columns = actual.columns;
    if (!expected.has("columns")) {
      if (columns != null) {
        differ("columns not expected: " + columns);
      }
      return;
    }
    if (columns == null) {
      differ("columns expected, none sent");
      return;
    }
    List<String> wanted = new ArrayList<>();
    for (JsonElement each : expected.getAsJsonArray("columns")) {
      JsonArray column = each.getAsJsonArray();
      wanted.add(
          column.get(0).getAsString()
              + " "
              + column.get(2).getAsInt()
              + " "
              + (column.size() > 3 ? column.get(3).getAsInt() : -1));
    }
    List<String> got =
        columns.stream().map(c -> c.name() + " " + c.oid() + " " + c.typmod()).toList();
    same("columns", wanted, got);
  }

  private void rows(JsonArray expected, Answer.Result actual) {
    if (difference != null || (object(step.expect()).has("rows_any") && step.expect() != null)) {
      return;
    }
    List<List<@Nullable String>> wanted = new ArrayList<>();
    expected.forEach(row -> wanted.add(strings(row.getAsJsonArray())));
    List<List<@Nullable String>> got = new ArrayList<>(actual.rows);
    if (step.has("ignore_rows_like")) {
      String ignored = step.text("ignore_rows_like");
      got.removeIf(row -> String.valueOf(row.get(0)).matches(ignored));
      wanted.removeIf(row -> String.valueOf(row.get(0)).matches(ignored));
    }
    List<Integer> acl = aclColumns(actual);
    Optional<Placeholders> matched =
        step.flag("unordered")
            ? Matching.unordered(
                wanted.stream().map(row -> sorted(row, acl)).toList(),
                got.stream().map(row -> sorted(row, acl)).toList(),
                bound)
            : inOrder(wanted, got, acl);
    if (matched.isPresent()) {
      bound = matched.get();
    } else {
      differ(rowDifference(wanted, got));
    }
  }

  private Optional<Placeholders> inOrder(
      List<List<@Nullable String>> wanted, List<List<@Nullable String>> got, List<Integer> acl) {
    if (wanted.size() != got.size()) {
      return Optional.empty();
    }
    Optional<Placeholders> current = Optional.of(bound);
    for (int i = 0; i < wanted.size() && current.isPresent(); i++) {
      current = row(wanted.get(i), got.get(i), acl, current.get());
    }
    return current;
  }

  /** One row; an ACL array is a set. */
  private static Optional<Placeholders> row(
      List<@Nullable String> wanted,
      List<@Nullable String> got,
      List<Integer> acl,
      Placeholders bound) {
    if (wanted.size() != got.size()) {
      return Optional.empty();
    }
    Optional<Placeholders> current = Optional.of(bound);
    for (int i = 0; i < wanted.size() && current.isPresent(); i++) {
      String left = wanted.get(i);
      String right = got.get(i);
      current =
          acl.contains(i) && left != null && right != null
              ? Matching.unordered(items(left), items(right), current.get())
              : current.get().match(left, right);
    }
    return current;
  }

  private static List<@Nullable String> sorted(List<@Nullable String> row, List<Integer> acl) {
    List<@Nullable String> copy = new ArrayList<>(row);
    for (int column : acl) {
      String value = column < copy.size() ? copy.get(column) : null;
      if (value != null) {
        copy.set(
            column,
            String.join(",", items(value).stream().map(item -> item.get(0)).sorted().toList()));
      }
    }
    return copy;
  }

  private static List<List<String>> items(String array) {
    String inner =
        array.startsWith("{") && array.endsWith("}")
            ? array.substring(1, array.length() - 1)
            : array;
    // A placeholder holds no comma, so this split is safe.
    return inner.isEmpty() ? List.of() : Arrays.stream(inner.split(",")).map(List::of).toList();
  }

  private static List<Integer> aclColumns(Answer.Result actual) {
    List<Integer> found = new ArrayList<>();
    List<Answer.Column> columns = actual.columns;
    for (int i = 0; columns != null && i < columns.size(); i++) {
      if (columns.get(i).oid() == ACL_ARRAY) {
        found.add(i);
      }
    }
    return found;
  }

  private void copy(JsonObject expected, Answer.Result actual) {
    List<String> lines = actual.copyOut;
    if (!expected.has("copy_out")) {
      if (lines != null) {
        differ("copy not expected");
      }
      return;
    }
    if (lines == null) {
      differ("copy expected, got " + summary(actual));
      return;
    }
    List<@Nullable String> wanted = strings(expected.getAsJsonArray("copy_out"));
    List<String> got = lines;
    if (step.has("cancel_after_copy_rows")) {
      // What came between the request and its effect is chance, on both sides.
      int common =
          Math.max(step.number("cancel_after_copy_rows", 0), Math.min(wanted.size(), got.size()));
      wanted = wanted.subList(0, Math.min(common, wanted.size()));
      got = got.subList(0, Math.min(common, got.size()));
    }
    same("copied lines", wanted, got);
    if (expected.has("copy_columns")) {
      text("copy columns", expected.get("copy_columns").getAsString(), "" + actual.copyColumns);
    }
  }

  private void notices(@Nullable JsonElement element, Answer answer) {
    JsonArray expected = element == null ? new JsonArray() : element.getAsJsonArray();
    if (expected.size() != answer.notices.size()) {
      differ(expected.size() + " notices expected, got " + answer.notices);
      return;
    }
    for (int i = 0; i < expected.size(); i++) {
      fields("notice", expected.get(i).getAsJsonObject(), answer.notices.get(i));
    }
  }

  private void fields(String what, JsonObject expected, Map<String, String> actual) {
    for (String field : FIELDS) {
      String wanted = string(expected.get(field));
      String got = actual.get(field);
      if (field.equals("detail") && wanted != null && wanted.startsWith("drop cascades to ")) {
        // The order of the lines is not compared, only which they are.
        Optional<Placeholders> matched =
            Matching.unordered(lines(wanted), got == null ? List.of() : lines(got), bound);
        if (matched.isPresent()) {
          bound = matched.get();
          continue;
        }
      }
      text(what + " " + field, wanted, got);
    }
  }

  private void parameters(@Nullable JsonElement element, Answer answer) {
    Map<String, @Nullable String> expected = new TreeMap<>();
    if (element != null) {
      element
          .getAsJsonObject()
          .entrySet()
          .forEach(entry -> expected.put(entry.getKey(), string(entry.getValue())));
    }
    if (!expected.keySet().equals(answer.parameters.keySet())) {
      differ("parameters expected " + expected + ", got " + answer.parameters);
      return;
    }
    expected.forEach(
        (name, value) -> text("parameter " + name, value, answer.parameters.get(name)));
  }

  private void status(String expected, Answer answer) {
    text(
        "transaction status",
        expected,
        answer.status == Answer.CLOSED ? "closed" : String.valueOf(answer.status));
  }

  private void text(String what, @Nullable String expected, @Nullable String actual) {
    Optional<Placeholders> matched = bound.match(expected, actual);
    if (matched.isPresent()) {
      bound = matched.get();
    } else {
      differ(what + " expected " + quoted(expected) + ", got " + quoted(actual));
    }
  }

  private void same(
      String what,
      List<? extends @Nullable String> expected,
      List<? extends @Nullable String> actual) {
    Optional<Placeholders> matched = Matching.ordered(expected, actual, bound);
    if (matched.isPresent()) {
      bound = matched.get();
    } else {
      differ(what + " expected " + expected + ", got " + actual);
    }
  }

  private void differ(String what) {
    if (difference == null) {
      difference = what;
    }
  }

  private String rowDifference(
      List<List<@Nullable String>> wanted, List<List<@Nullable String>> got) {
    if (wanted.size() != got.size()) {
      return "rows expected " + brief(wanted) + ", got " + brief(got);
    }
    if (!step.flag("unordered")) {
      for (int i = 0; i < wanted.size(); i++) {
        if (Matching.ordered(wanted.get(i), got.get(i), bound).isEmpty()) {
          return "row " + (i + 1) + " expected " + wanted.get(i) + ", got " + got.get(i);
        }
      }
    }
    return "rows expected " + brief(wanted) + ", got " + brief(got);
  }

  private static String brief(List<List<@Nullable String>> rows) {
    return rows.size() <= 12 ? rows.toString() : rows.size() + " rows " + rows.subList(0, 12) + "…";
  }

  private static String summary(Answer answer) {
    return answer.results.stream().map(AnswerComparison::summary).toList().toString();
  }

  private static String summary(Answer.Result result) {
    return result.error != null ? result.error.toString() : String.valueOf(result.tag);
  }

  private static List<List<String>> lines(String text) {
    return text.lines().map(List::of).toList();
  }

  private static List<String> strings(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).toList();
  }

  private static List<@Nullable String> strings(JsonArray array) {
    List<@Nullable String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(string(each)));
    return texts;
  }

  private static @Nullable String string(@Nullable JsonElement element) {
    return element == null || element.isJsonNull() ? null : element.getAsString();
  }

  private static JsonObject object(@Nullable JsonElement element) {
    return element != null && element.isJsonObject() ? element.getAsJsonObject() : new JsonObject();
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "nothing" : "\"" + text + "\"";
  }
}
