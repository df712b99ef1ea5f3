package dev.verdigris.project;

import dev.verdigris.SourcePosition;
import java.nio.file.Path;

/**
 * A model's file.
 *
 * @param path absolute
 * @param display as people know it: relative to the configuration file
 * @param name the object that its path names
 * @param content its text
 */
record ModelFile(Path path, String display, QualifiedName name, String content) {

  /** The place of a character, counted from 0. */
  SourcePosition position(int offset) {
    return SourcePosition.of(display, content, offset);
  }
}
