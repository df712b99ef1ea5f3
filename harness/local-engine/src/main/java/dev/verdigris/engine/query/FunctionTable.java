package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Materialize's functions, and for those that the engine models how PostgreSQL computes them. */
final class FunctionTable {
  static final FunctionTable LOADED = new FunctionTable();

  private static final Map<String, String> PREVIEWS =
      Map.of(
          "list_n_layers", "enable_list_n_layers",
          "list_remove", "enable_list_remove",
          "list_length_max", "enable_list_length_max",
          "date_bin_hopping", "enable_date_bin_hopping",
          "repeat_row", "enable_repeat_row",
          "repeat_row_non_negative", "enable_repeat_row_non_negative");

  private final Map<String, List<Signature>> signatures = new HashMap<>();
  private final Map<String, String> templates = new HashMap<>();

  private FunctionTable() {
    for (String[] row : Lists.rows("functions")) {
      signatures.computeIfAbsent(row[1], name -> new ArrayList<>()).add(Signature.function(row));
    }
    for (String[] row : Lists.own("functions")) {
      if (!signatures.containsKey(row[0])) {
        throw new IllegalStateException("functions.tsv: the server has no " + row[0]);
      }
      templates.put(row[0] + "(" + row[1] + ")", row[2]);
    }
  }

  /**
   * The overloads of a function by its name of one or more parts.
   *
   * @throws SqlException if the server has no such function, or does not let it be called
   */
  List<Signature> overloads(List<String> name) {
    String last = name.get(name.size() - 1);
    if (last.equals("mz_logical_timestamp")) {
      throw SqlException.internal("mz_logical_timestamp() has been renamed to mz_now()");
    }
    List<Signature> found = new ArrayList<>();
    for (Signature signature : signatures.getOrDefault(last, List.of())) {
      if (name.size() == 1 ? isSearched(signature) : isIn(signature, name)) {
        found.add(signature);
      }
    }
    if (found.isEmpty()) {
      throw QueryErrors.unknownFunction(String.join(".", name));
    }
    String flag = PREVIEWS.get(last);
    if (flag != null) {
      throw SqlException.preview("the " + last + " function", flag);
    }
    return found;
  }

  /** How many signatures of a name are found without naming a schema. */
  long count(String name) {
    return signatures.getOrDefault(name, List.of()).stream()
        .filter(FunctionTable::isSearched)
        .count();
  }

  boolean has(String name) {
    return signatures.containsKey(name);
  }

  /** How PostgreSQL computes a signature; 0A000 if the engine does not model it. */
  String template(Signature signature) {
    String own = templates.get(signature.name() + "(" + signature.argumentText() + ")");
    String template = own != null ? own : templates.get(signature.name() + "(*)");
    if (template == null) {
      throw SqlException.unsupported(
          "function " + signature.name() + "(" + signature.argumentText() + ")");
    }
    return template;
  }

  private static boolean isSearched(Signature signature) {
    return signature.schema().equals("pg_catalog") || signature.schema().equals("mz_catalog");
  }

  private static boolean isIn(Signature signature, List<String> name) {
    return name.get(name.size() - 2).equals(signature.schema());
  }
}
