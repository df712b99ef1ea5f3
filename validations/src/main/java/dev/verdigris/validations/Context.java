package dev.verdigris.validations;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every message of a failed assertion has beside its evidence.
 *
 * @param reason why it matters, or null
 * @param owner who answers for it, or null
 * @param tags words that it was tagged with, sorted
 * @param rules what the options ask, each a few words
 * @param at the timestamp, in milliseconds since 1970
 * @param cluster the cluster that was read on
 */
record Context(
    @Nullable String reason,
    @Nullable String owner,
    List<String> tags,
    List<String> rules,
    String at,
    String cluster) {

  Context {
    tags = List.copyOf(tags);
    rules = List.copyOf(rules);
  }

  static Context of(Options options, List<String> rules, String at, String cluster) {
    Set<String> tags = options.tags();
    return new Context(options.reason(), options.owner(), List.copyOf(tags), rules, at, cluster);
  }
}
