package dev.verdigris;

import dev.verdigris.ConfigFile.Scalar;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of keys, each by its type: what a setting says, else what the file does, else what is
 * meant without either. A value of another type is refused with its place; what a value may say is
 * the rule of its key and stands in {@link ConfigReader}.
 *
 * @param file the file
 * @param settings what overrides it
 * @param base what relative paths begin at
 */
record ConfigValues(ConfigFile file, Settings settings, Path base) {
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");
  private static final Pattern FACTOR = Pattern.compile("[0-9]{1,3}([.][0-9]{1,3})?");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");

  Optional<Scalar> value(ConfigKey key, String wanted) {
    Optional<Scalar> setting = setting(key);
    return setting.isPresent() ? setting : file.scalar(key, wanted);
  }

  Optional<List<Scalar>> list(ConfigKey key, String wanted) {
    Optional<Scalar> setting = setting(key);
    if (setting.isEmpty()) {
      return file.list(key, wanted);
    }
    String place = setting.get().place();
    return Optional.of(
        Arrays.stream(setting.get().text().split(",", -1))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(text -> new Scalar(text, place))
            .toList());
  }

  /** Of a list; empty where none is given. */
  List<String> texts(ConfigKey key, String wanted) {
    return list(key, wanted).orElse(List.of()).stream().map(Scalar::text).toList();
  }

  Optional<Integer> number(ConfigKey key, int most) {
    Optional<Scalar> value = value(key, "a whole number");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String text = value.get().text();
    if (!NUMBER.matcher(text).matches()) {
      throw ConfigMessages.wrongType(
          key.path(), "a whole number", "\"" + text + "\"", value.get().place());
    }
    if (text.length() > 9 || Integer.parseInt(text) < 0 || Integer.parseInt(text) > most) {
      throw ConfigMessages.outOfRange(key.path(), text, 0, most, value.get().place());
    }
    return Optional.of(Integer.parseInt(text));
  }

  /** A decimal number; 0 where none is given. */
  BigDecimal factor(ConfigKey key) {
    Optional<Scalar> value = value(key, "a number");
    if (value.isEmpty()) {
      return BigDecimal.ZERO;
    }
    String text = value.get().text();
    if (!FACTOR.matcher(text).matches()) {
      throw ConfigMessages.wrongType(
          key.path(),
          "a number of at most three digits before and after the point",
          "\"" + text + "\"",
          value.get().place());
    }
    return new BigDecimal(text);
  }

  boolean flag(ConfigKey key, boolean otherwise) {
    Optional<Scalar> value = value(key, "true or false");
    if (value.isEmpty()) {
      return otherwise;
    }
    String text = value.get().text();
    if (!text.equals("true") && !text.equals("false")) {
      throw ConfigMessages.wrongType(
          key.path(), "true or false", "\"" + text + "\"", value.get().place());
    }
    return text.equals("true");
  }

  /** {@code -Dverdigris.dryRun} without a value is meant as true. */
  boolean settingFlag(ConfigKey key) {
    Optional<Settings.Value> value = settings.find(key.setting());
    String text = value.map(Settings.Value::text).orElse("false");
    if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
      throw ConfigMessages.badFlag(
          key.setting(), text, value.map(Settings.Value::source).orElse(""));
    }
    return !text.equals("false");
  }

  Duration duration(ConfigKey key, Duration otherwise) {
    Optional<Scalar> value = value(key, "a duration");
    if (value.isEmpty()) {
      return otherwise;
    }
    Matcher matcher = DURATION.matcher(value.get().text());
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration duration =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          };
      if (!duration.isZero() && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    }
    throw ConfigMessages.badDuration(key.path(), value.get().text(), value.get().place());
  }

  Path path(ConfigKey key, String otherwise) {
    return value(key, "a path")
        .map(value -> resolve(key, value))
        .orElseGet(() -> base.resolve(otherwise));
  }

  Path resolve(ConfigKey key, Scalar value) {
    try {
      if (!value.text().isBlank()) {
        return base.resolve(value.text()).normalize();
      }
    } catch (InvalidPathException e) {
      // said below, as for an empty one
    }
    throw ConfigMessages.wrongType(key.path(), "a path", "\"" + value.text() + "\"", value.place());
  }

  private Optional<Scalar> setting(ConfigKey key) {
    return settings.find(key.setting()).map(value -> new Scalar(value.text(), value.source()));
  }
}
