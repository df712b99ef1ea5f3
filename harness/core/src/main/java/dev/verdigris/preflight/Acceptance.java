package dev.verdigris.preflight;

import dev.verdigris.DeploymentConfig.Accept;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the configuration accepts, and which of its names were of use. */
final class Acceptance {
  private final Map<AcceptKey, List<String>> names;
  private final Map<AcceptKey, Set<String>> used = new TreeMap<>();

  Acceptance(Accept accept) {
    names =
        new TreeMap<>(
            Map.of(
                AcceptKey.READERS,
                accept.readers(),
                AcceptKey.VANISHING,
                accept.vanishing(),
                AcceptKey.COLUMNS,
                accept.columns(),
                AcceptKey.DRIFT,
                accept.drift(),
                AcceptKey.CHANGES,
                accept.changes()));
  }

  /** Whether one of these names is accepted; it was of use then. */
  boolean of(AcceptKey key, List<String> any) {
    List<String> found = names.getOrDefault(key, List.of()).stream().filter(any::contains).toList();
    used.computeIfAbsent(key, none -> new HashSet<>()).addAll(found);
    return !found.isEmpty();
  }

  /** The accepted names of a key that were of no use. */
  List<String> unused(AcceptKey key) {
    List<String> unused = new ArrayList<>(names.getOrDefault(key, List.of()));
    unused.removeAll(used.getOrDefault(key, Set.of()));
    return unused;
  }
}
