package dev.verdigris.acceptance.rows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fenced blocks of {@code docs/writing-validations.md}, in their order. A block whose first
 * line is a comment with a path is a file of the reader's project; one of {@code text} is what a
 * person sees.
 */
final class GuidePage {
  private static final Path PAGE = Path.of("../../docs/writing-validations.md");
  private static final Pattern BLOCK =
      Pattern.compile("^```([a-z]+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern FILE = Pattern.compile("^(?://|--|#) (\\S+\\.[a-z]+)\\n");

  private GuidePage() {}

  /**
   * A block.
   *
   * @param language the word behind the fence
   * @param file the path in the project; empty where it is none
   * @param text what stands in it
   */
  record Block(String language, String file, String text) {}

  static List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text());
    while (matcher.find()) {
      Matcher file = FILE.matcher(matcher.group(2));
      blocks.add(new Block(matcher.group(1), file.find() ? file.group(1) : "", matcher.group(2)));
    }
    return blocks;
  }

  static String text() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
