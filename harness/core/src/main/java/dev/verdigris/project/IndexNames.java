package dev.verdigris.project;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names for the indexes that a project leaves without one. An index shares its schema's names with
 * relations, and the server would choose by what is already there, so a rerun could not tell.
 */
final class IndexNames {
  private static final int MOST_BYTES = 255;

  private final Map<String, Set<String>> takenBySchema = new HashMap<>();

  private IndexNames() {}

  /** A name for every index of the models, which are in a fixed order; in the files' order. */
  static Map<QualifiedName, List<String>> of(Collection<ParsedModel> models) {
    IndexNames chosen = new IndexNames();
    models.forEach(model -> chosen.taken(model).add(model.file().name().name()));
    models.forEach(chosen::takeWritten);
    Map<QualifiedName, List<String>> names = new HashMap<>();
    for (ParsedModel model : models) {
      List<String> ofModel = new ArrayList<>();
      model.indexes().forEach(index -> ofModel.add(chosen.name(index, model)));
      names.put(model.file().name(), List.copyOf(ofModel));
    }
    return names;
  }

  private void takeWritten(ParsedModel model) {
    for (ParsedStatement.Index index : model.indexes()) {
      SqlToken name = index.name();
      if (name != null && !taken(model).add(name.value())) {
        throw ProjectMessages.indexNameTaken(
            name.value(), model.file().name().schema(), model.file().position(name.start()));
      }
    }
  }

  private String name(ParsedStatement.Index index, ParsedModel model) {
    if (index.name() != null) {
      return index.name().value();
    }
    String columns = index.isDefault() ? "primary" : String.join("_", index.columns());
    String base = model.file().name().name() + "_" + columns;
    String name = fitted(base, "_idx");
    for (int i = 1; !taken(model).add(name); i++) {
      name = fitted(base, "_idx" + i);
    }
    return name;
  }

  /** {@code base + ending}; where that is too long, cut and told apart by a digest. */
  private static String fitted(String base, String ending) {
    if (bytes(base + ending) <= MOST_BYTES) {
      return base + ending;
    }
    String told = "_" + NormalizedSql.sha256(base).substring(0, 12) + ending;
    String cut = base;
    while (bytes(cut + told) > MOST_BYTES) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut + told;
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  private Set<String> taken(ParsedModel model) {
    return takenBySchema.computeIfAbsent(model.file().name().schema(), schema -> new HashSet<>());
  }
}
