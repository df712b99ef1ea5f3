package dev.verdigris.project;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.SourcePosition;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds and reads the files {@code <schema>/<object>.sql} of a project. */
final class ProjectFiles {
  private static final String EXTENSION = ".sql";
  private static final int MOST_BYTES = 255;

  private final DeploymentConfig config;
  private final Path directory;

  private ProjectFiles(DeploymentConfig config) {
    this.config = config;
    this.directory = config.models().directory();
  }

  /** All models' files, by path. Hidden ones and those that do not end in .sql are passed over. */
  static List<ModelFile> read(DeploymentConfig config) {
    ProjectFiles reader = new ProjectFiles(config);
    if (!Files.isDirectory(reader.directory)) {
      throw ProjectMessages.noDirectory(reader.display(reader.directory), config.schemas().get(0));
    }
    List<ModelFile> models =
        reader.files().stream().filter(file -> reader.deployed(file.name().schema())).toList();
    for (String schema : config.schemas()) {
      if (models.stream().noneMatch(file -> file.name().schema().equals(schema))) {
        throw ProjectMessages.schemaWithoutModels(
            schema, reader.display(reader.directory.resolve(schema)));
      }
    }
    return models;
  }

  /** The files in schemas that are not deployed, by path; none where there is no directory. */
  static List<ModelFile> outside(DeploymentConfig config) {
    ProjectFiles reader = new ProjectFiles(config);
    return Files.isDirectory(reader.directory)
        ? reader.files().stream().filter(file -> !reader.deployed(file.name().schema())).toList()
        : List.of();
  }

  private boolean deployed(String schema) {
    return config.schemas().contains(schema);
  }

  private List<ModelFile> files() {
    List<ModelFile> files = new ArrayList<>();
    for (Path entry : entries(directory)) {
      if (Files.isDirectory(entry)) {
        files.addAll(schema(entry));
      } else if (isSql(entry)) {
        throw ProjectMessages.misplaced(display(entry), display(directory));
      }
    }
    return files;
  }

  private List<ModelFile> schema(Path entry) {
    String schema = entry.getFileName().toString();
    List<ModelFile> files = new ArrayList<>();
    for (Path file : entries(entry)) {
      if (Files.isDirectory(file)) {
        refuseNested(file);
      } else if (isSql(file)) {
        files.add(file(schema, file));
      }
    }
    return files;
  }

  private void refuseNested(Path nested) {
    for (Path file : entries(nested)) {
      if (Files.isDirectory(file)) {
        refuseNested(file);
      } else if (isSql(file)) {
        throw ProjectMessages.misplaced(display(file), display(directory));
      }
    }
  }

  private ModelFile file(String schema, Path file) {
    String fileName = file.getFileName().toString();
    String object = fileName.substring(0, fileName.length() - EXTENSION.length());
    if (!fileName.endsWith(EXTENSION)) {
      throw ProjectMessages.badFileName(display(file), "the ending is .sql in lower case");
    }
    if (object.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw ProjectMessages.badFileName(display(file), "a name has at most 255 bytes");
    }
    QualifiedName name = new QualifiedName(config.database(), schema, object);
    return new ModelFile(file, display(file), name, content(file));
  }

  private String content(Path file) {
    try {
      String content = Files.readString(file);
      return content.startsWith("\uFEFF") ? content.substring(1) : content;
    } catch (CharacterCodingException e) {
      throw ProjectMessages.unreadable(display(file), "it is not UTF-8", e);
    } catch (IOException e) {
      throw ProjectMessages.unreadable(display(file), e.toString(), e);
    }
  }

  private List<Path> entries(Path parent) {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted(Comparator.comparing(entry -> entry.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw ProjectMessages.unreadable(display(parent), e.toString(), e);
    }
  }

  private static boolean isSql(Path file) {
    String name = file.getFileName().toString();
    return name.regionMatches(
        true, name.length() - EXTENSION.length(), EXTENSION, 0, EXTENSION.length());
  }

  private String display(Path path) {
    return SourcePosition.display(config.baseDirectory(), path);
  }
}
