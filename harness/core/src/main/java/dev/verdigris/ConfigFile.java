package dev.verdigris;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The values of a configuration file and where they stand; only known keys, each once. */
final class ConfigFile {
  private static final Set<String> SECRETS =
      Set.of("password", "passwd", "pwd", "secret", "token", "credentials");

  private final String name;
  private final String content;
  private final Map<ConfigKey, Node> nodes = new EnumMap<>(ConfigKey.class);

  private ConfigFile(String name, String content) {
    this.name = name;
    this.content = content;
  }

  /**
   * A value.
   *
   * @param text the scalar's text as written, without YAML's quotes
   * @param place the excerpt of the file
   */
  record Scalar(String text, String place) {}

  static ConfigFile read(Path file) {
    ConfigFile read = new ConfigFile(file.toString(), content(file));
    read.root().ifPresent(root -> read.section("", root));
    return read;
  }

  /** The file as people know it. */
  String name() {
    return name;
  }

  /** The single value of a key, if the file has it. */
  Optional<Scalar> scalar(ConfigKey key, String wanted) {
    return Optional.ofNullable(nodes.get(key)).map(node -> scalar(key, node, wanted));
  }

  /** The values of a list, if the file has it. */
  Optional<List<Scalar>> list(ConfigKey key, String wanted) {
    Node node = nodes.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (!(node instanceof SequenceNode sequence)) {
      throw ConfigMessages.wrongType(key.path(), wanted, describe(node), place(node));
    }
    List<Scalar> values = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      values.add(scalar(key, item, wanted));
    }
    return Optional.of(values);
  }

  /**
   * An entry of a key that holds names of the user's.
   *
   * @param name the name
   * @param place the excerpt of the file
   * @param values what it holds, each with its key; the value itself has an empty key
   */
  record Entry(String name, String place, Map<String, Scalar> values) {}

  /** The entries of a key that holds names of the user's, each once. */
  List<Entry> entries(ConfigKey key, String wanted) {
    Node node = nodes.get(key);
    if (node == null || node.getTag().equals(Tag.NULL)) {
      return List.of();
    }
    if (!(node instanceof MappingNode mapping)) {
      throw ConfigMessages.notAMapping("\"" + key.path() + "\"", describe(node), place(node));
    }
    List<Entry> entries = new ArrayList<>();
    for (NodeTuple tuple : unique(key.path(), mapping)) {
      Node value = tuple.getValueNode();
      String name = ((ScalarNode) tuple.getKeyNode()).getValue();
      String path = key.path() + "." + name;
      Map<String, Scalar> values = new LinkedHashMap<>();
      if (value instanceof MappingNode inner) {
        for (NodeTuple one : unique(path, inner)) {
          String innerName = ((ScalarNode) one.getKeyNode()).getValue();
          values.put(innerName, scalar(path + "." + innerName, one.getValueNode(), wanted));
        }
      } else {
        values.put("", scalar(path, value, wanted));
      }
      entries.add(new Entry(name, place(tuple.getKeyNode()), values));
    }
    return entries;
  }

  /** Where the value of a key stands; the file's name where it is not given. */
  String place(ConfigKey key) {
    Node node = nodes.get(key);
    return node == null ? name : place(node);
  }

  private Scalar scalar(ConfigKey key, Node node, String wanted) {
    return scalar(key.path(), node, wanted);
  }

  private Scalar scalar(String path, Node node, String wanted) {
    if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      return new Scalar(scalar.getValue(), place(node));
    }
    throw ConfigMessages.wrongType(path, wanted, describe(node), place(node));
  }

  private void section(String path, MappingNode mapping) {
    for (NodeTuple tuple : unique(path, mapping)) {
      Node keyNode = tuple.getKeyNode();
      String key = ((ScalarNode) keyNode).getValue();
      entry(path.isEmpty() ? key : path + "." + key, key, path, keyNode, tuple.getValueNode());
    }
  }

  /** The keys and values of a mapping, each key a plain text and there once. */
  private List<NodeTuple> unique(String path, MappingNode mapping) {
    Map<String, Integer> firstLines = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node keyNode = tuple.getKeyNode();
      if (!(keyNode instanceof ScalarNode scalar)) {
        throw ConfigMessages.wrongType(
            path.isEmpty() ? name : path, "keys and values", describe(keyNode), place(keyNode));
      }
      Integer first = firstLines.putIfAbsent(scalar.getValue(), position(keyNode).line());
      if (first != null) {
        throw ConfigMessages.duplicateKey(scalar.getValue(), place(keyNode), first);
      }
    }
    return mapping.getValue();
  }

  private void entry(String path, String key, String section, Node keyNode, Node value) {
    Optional<ConfigKey> known = ConfigKey.of(path);
    if (known.isPresent()) {
      nodes.put(known.get(), value);
    } else if (ConfigKey.isSection(path)) {
      if (value instanceof MappingNode mapping) {
        section(path, mapping);
      } else if (!value.getTag().equals(Tag.NULL)) {
        throw ConfigMessages.notAMapping("\"" + path + "\"", describe(value), place(value));
      }
    } else if (secret(key)) {
      throw ConfigMessages.secretKey(key, position(keyNode).where());
    } else {
      Set<String> siblings = ConfigKey.below(section);
      throw ConfigMessages.unknownKey(
          path, place(keyNode), siblings, meant(key, section, siblings));
    }
  }

  /** Misspelled ones too: the excerpt of an unknown key would show what it holds. */
  private static boolean secret(String key) {
    String plain = key.toLowerCase(Locale.ROOT);
    return SECRETS.stream().anyMatch(plain::contains) || Nearest.to(plain, SECRETS).isPresent();
  }

  /** A sibling that is spelled alike; or the same key at its right place. */
  private static @Nullable String meant(String key, String section, Set<String> siblings) {
    String prefix = section.isEmpty() ? "" : section + ".";
    return Nearest.to(key, siblings)
        .map(nearest -> prefix + nearest)
        .or(
            () ->
                ConfigKey.all().stream()
                    .map(ConfigKey::path)
                    .filter(path -> path.endsWith("." + key) || path.equals(key))
                    .findFirst())
        .orElse(null);
  }

  private Optional<MappingNode> root() {
    LoadSettings settings =
        LoadSettings.builder().setLabel(name).setAllowNonScalarKeys(true).build();
    try {
      Optional<Node> root = new Compose(settings).composeString(content);
      if (root.isEmpty() || root.get().getTag().equals(Tag.NULL)) {
        return Optional.empty();
      }
      if (root.get() instanceof MappingNode mapping) {
        return Optional.of(mapping);
      }
      throw ConfigMessages.notAMapping(name, describe(root.get()), place(root.get()));
    } catch (MarkedYamlEngineException e) {
      String place = e.getProblemMark().map(mark -> position(mark).excerpt()).orElse(name);
      throw ConfigMessages.malformed(reason(e), place, e);
    } catch (YamlEngineException e) {
      throw ConfigMessages.malformed(String.valueOf(e.getMessage()), name, e);
    }
  }

  private static String reason(MarkedYamlEngineException e) {
    String problem = String.valueOf(e.getProblem());
    return e.getContext() == null ? problem : e.getContext() + ", " + problem;
  }

  private String place(Node node) {
    return position(node).excerpt();
  }

  private SourcePosition position(Node node) {
    return position(node.getStartMark().orElseThrow());
  }

  private SourcePosition position(Mark mark) {
    List<String> lines = content.lines().toList();
    String text = mark.getLine() < lines.size() ? lines.get(mark.getLine()) : "";
    return new SourcePosition(name, mark.getLine() + 1, mark.getColumn() + 1, text);
  }

  private static String describe(Node node) {
    if (node instanceof MappingNode) {
      return "keys and values";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      return "\"" + scalar.getValue() + "\"";
    }
    return "nothing";
  }

  private static String content(Path file) {
    try {
      String content = Files.readString(file);
      return content.startsWith("\uFEFF") ? content.substring(1) : content;
    } catch (NoSuchFileException e) {
      throw ConfigMessages.noFile(file.toString());
    } catch (CharacterCodingException e) {
      throw ConfigMessages.unreadable(file.toString(), "it is not UTF-8", e);
    } catch (IOException e) {
      throw ConfigMessages.unreadable(
          file.toString(), Files.isDirectory(file) ? "it is a directory" : e.toString(), e);
    }
  }
}
