package dev.verdigris.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads privileges in the catalog's text form, for example {@code {u1=UC/u1,u2=U/u1,=U/u1}}. */
final class Privileges {

  private static final Map<Character, String> WORDS =
      Map.ofEntries(
          Map.entry('r', "SELECT"),
          Map.entry('a', "INSERT"),
          Map.entry('w', "UPDATE"),
          Map.entry('d', "DELETE"),
          Map.entry('U', "USAGE"),
          Map.entry('C', "CREATE"),
          Map.entry('R', "CREATEROLE"),
          Map.entry('B', "CREATEDB"),
          Map.entry('N', "CREATECLUSTER"),
          Map.entry('P', "CREATENETWORKPOLICY"));

  private Privileges() {}

  /**
   * The grants of an ACL array. Those to system roles (ids that start with {@code s}) are left out:
   * the server makes them by itself for every object.
   *
   * @param acl the array's text; empty where the object has none
   * @param roleNames names by role id
   */
  static SortedSet<Grant> parse(String acl, Map<String, String> roleNames) {
    SortedSet<Grant> grants = new TreeSet<>();
    for (String item : items(acl)) {
      int equals = item.indexOf('=');
      int slash = item.indexOf('/', equals + 1);
      if (equals < 0) {
        continue;
      }
      String grantee = role(item.substring(0, equals), roleNames);
      if (grantee.isEmpty()) {
        continue;
      }
      for (String word : words(item.substring(equals + 1, slash < 0 ? item.length() : slash))) {
        grants.add(new Grant(grantee, word));
      }
    }
    return Collections.unmodifiableSortedSet(grants);
  }

  /** The privileges that letters such as {@code UC} stand for. */
  static List<String> words(String letters) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      String word = WORDS.get(letters.charAt(i));
      if (word != null) {
        words.add(word);
      }
    }
    return words;
  }

  /** The name of a grantee's id, {@link Grant#PUBLIC}, or empty for system roles. */
  static String role(String id, Map<String, String> roleNames) {
    if (id.isEmpty() || id.equals("p")) {
      return Grant.PUBLIC;
    }
    return id.startsWith("s") ? "" : roleNames.getOrDefault(id, "");
  }

  private static List<String> items(String acl) {
    String inner = acl.strip();
    if (inner.startsWith("{") && inner.endsWith("}")) {
      inner = inner.substring(1, inner.length() - 1);
    }
    return inner.isEmpty() ? List.of() : List.of(inner.replace("\"", "").split(",", -1));
  }
}
