package dev.verdigris.cli;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.Nearest;
import dev.verdigris.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command about a deployment takes. A flag wins over everything else. */
final class CommonOptions {
  private static final Pattern SECRET = Pattern.compile("(?i).*(password|passwd|secret|token).*");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration. Default: ${DEFAULT-VALUE}")
  private String config = DeploymentConfig.FILE_NAME;

  @Option(
      names = {"-d", "--deployment"},
      paramLabel = "NAME",
      description = "The deployment; wins over the configuration.")
  private @Nullable String deployment;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "A real Materialize, without a password. Empty: the local engine, whatever the"
              + " configuration says.")
  private @Nullable String url;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any key of the configuration. Repeatable. For example:%nawait.timeout=5m")
  private List<String> set = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "What goes to the standard output: ${COMPLETION-CANDIDATES}. Default: text")
  private Output output = Output.TEXT;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress on the standard error.")
  private boolean quiet;

  @Option(names = "--verbose", description = "Stack traces behind what failed.")
  private boolean verbose;

  /** What goes to the standard output. */
  enum Output {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean json() {
    return output == Output.JSON;
  }

  /** As the flag says. */
  Optional<String> deployment() {
    return Optional.ofNullable(deployment);
  }

  boolean quiet() {
    return quiet;
  }

  boolean verbose() {
    return verbose;
  }

  /**
   * Reads the configuration.
   *
   * @param further settings of a command's own options
   */
  DeploymentConfig load(Terminal terminal, Map<String, String> further) {
    Map<String, String> overrides = new LinkedHashMap<>(assignments());
    if (deployment != null) {
      overrides.put("verdigris.deployment", deployment);
    }
    if (url != null) {
      overrides.put("verdigris.url", url);
    }
    overrides.putAll(further);
    Path file = terminal.directory().resolve(config);
    return DeploymentConfig.load(file, terminal.settings().withOverrides(overrides));
  }

  private Map<String, String> assignments() {
    SortedMap<String, String> keys = Settings.keys();
    Map<String, String> settings = new LinkedHashMap<>();
    for (String assignment : set) {
      int equals = assignment.indexOf('=');
      if (equals <= 0) {
        throw CliProblems.noAssignment().exception();
      }
      String key = assignment.substring(0, equals).strip();
      if (isSecret(key)) {
        throw CliProblems.secret("--set " + key).exception();
      }
      String setting = keys.get(key);
      if (setting == null) {
        throw CliProblems.unknownKey(key, Nearest.to(key, keys.keySet()).orElse("")).exception();
      }
      settings.put(setting, assignment.substring(equals + 1));
    }
    return settings;
  }

  /** Whether something with this name is a secret, by its name. */
  static boolean isSecret(String name) {
    return SECRET.matcher(name).matches();
  }

  /**
   * The options that bring another command to the same deployment, quoted for a shell.
   *
   * @param name the deployment
   */
  String repeated(String name) {
    List<String> words = new ArrayList<>();
    if (!config.equals(DeploymentConfig.FILE_NAME)) {
      words.add("--config " + quoted(config));
    }
    words.add("--deployment " + name);
    if (url != null) {
      words.add("--url " + quoted(url));
    }
    set.forEach(assignment -> words.add("--set " + quoted(assignment)));
    return String.join(" ", words);
  }

  /**
   * The same for a build, as system properties, quoted for a shell. Which configuration it reads is
   * said by its deployment class.
   *
   * @param name the deployment
   */
  String properties(String name) {
    List<String> words = new ArrayList<>();
    words.add("-Dverdigris.deployment=" + name);
    if (url != null) {
      words.add(quoted("-Dverdigris.url=" + url));
    }
    assignments().forEach((setting, value) -> words.add(quoted("-D" + setting + "=" + value)));
    return String.join(" ", words);
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
