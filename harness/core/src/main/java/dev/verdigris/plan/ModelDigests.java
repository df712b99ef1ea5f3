package dev.verdigris.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which definitions were created in a green schema, in as few characters as a marker has room for:
 * five for each object (30 bits of a hash of name and digest). Where even that does not fit,
 * objects share entries by a hash of their names; then a change of one makes those that share with
 * it count as changed too, which is slower and never wrong.
 */
final class ModelDigests {
  private static final int ENTRY = 5;

  /** Begins a text whose entries are shared. */
  static final String SHARED = "*";

  private ModelDigests() {}

  /**
   * Writes digests by object name.
   *
   * @param room how many characters there are
   */
  static String encode(Map<String, String> digests, int room) {
    Set<String> exact = new TreeSet<>();
    digests.forEach((name, digest) -> exact.add(hash(name + "\0" + digest)));
    String text = String.join("", exact);
    return text.length() <= room ? text : shared(digests, Math.max(1, (room - 1) / ENTRY));
  }

  /** The names of {@code digests} that were created with exactly that digest. */
  static Set<String> unchanged(String text, Map<String, String> digests) {
    if (!text.startsWith(SHARED)) {
      Set<String> entries = entries(text);
      return digests.keySet().stream()
          .filter(name -> entries.contains(hash(name + "\0" + digests.get(name))))
          .collect(Collectors.toSet());
    }
    int buckets = (text.length() - 1) / ENTRY;
    String now = shared(digests, buckets);
    if (now.length() != text.length()) {
      return Set.of();
    }
    Set<String> same = new HashSet<>();
    for (String name : digests.keySet()) {
      int at = 1 + bucket(name, buckets) * ENTRY;
      if (now.regionMatches(at, text, at, ENTRY)) {
        same.add(name);
      }
    }
    return same;
  }

  /** How many entries of a text without shared ones belong to none of {@code digests}. */
  static long unmatched(String text, Map<String, String> digests) {
    Set<String> entries = entries(text);
    digests.forEach((name, digest) -> entries.remove(hash(name + "\0" + digest)));
    return entries.size();
  }

  /** How many objects were created; nothing where they share entries. */
  static OptionalInt count(String text) {
    return text.startsWith(SHARED) ? OptionalInt.empty() : OptionalInt.of(entries(text).size());
  }

  private static String shared(Map<String, String> digests, int buckets) {
    SortedMap<Integer, StringBuilder> contents = new TreeMap<>();
    new TreeMap<>(digests)
        .forEach(
            (name, digest) ->
                contents
                    .computeIfAbsent(bucket(name, buckets), any -> new StringBuilder())
                    .append(name)
                    .append('\0')
                    .append(digest)
                    .append('\0'));
    StringBuilder text = new StringBuilder(SHARED);
    for (int i = 0; i < buckets; i++) {
      StringBuilder content = contents.get(i);
      text.append(content == null ? ".".repeat(ENTRY) : hash(content.toString()));
    }
    return text.toString();
  }

  private static int bucket(String name, int buckets) {
    return Math.floorMod(hash(name).hashCode(), buckets);
  }

  private static Set<String> entries(String text) {
    Set<String> entries = new HashSet<>();
    for (int at = 0; at + ENTRY <= text.length(); at += ENTRY) {
      entries.add(text.substring(at, at + ENTRY));
    }
    return entries;
  }

  private static String hash(String text) {
    try {
      byte[] bytes =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().encodeToString(bytes).substring(0, ENTRY);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
