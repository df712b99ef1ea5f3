package dev.verdigris.engine.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that a server sent from a request up to ReadyForQuery. */
final class Answer {

  /** The status where the server closed the connection instead of getting ready again. */
  static final char CLOSED = 'X';

  /** The parts of one result; a field that was not sent is null. */
  static final class Result {
    @Nullable List<Column> columns;
    final List<List<@Nullable String>> rows = new ArrayList<>();
    @Nullable String tag;
    boolean empty;
    @Nullable List<String> copyOut;
    int copyColumns;
    @Nullable Map<String, String> error;
  }

  /** A column as RowDescription has it. */
  record Column(String name, int oid, int typmod) {}

  final List<Result> results = new ArrayList<>();
  final List<Map<String, String>> notices = new ArrayList<>();
  final Map<String, String> parameters = new LinkedHashMap<>();
  @Nullable List<Integer> parameterOids;
  char status = 'I';

  /** Why there is no complete answer: the connection was lost, or nothing came in time. */
  @Nullable String failure;

  /** The error of the local engine's own kind, if the answer is or ends with one. */
  @Nullable String refusal() {
    for (Result result : results) {
      Map<String, String> error = result.error;
      if (error != null
          && "0A000".equals(error.get("sqlstate"))
          && String.valueOf(error.get("message")).startsWith("local engine: ")) {
        return error.get("message");
      }
    }
    return null;
  }
}
