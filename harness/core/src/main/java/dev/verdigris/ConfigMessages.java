package dev.verdigris;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What is said about a configuration that cannot be used. */
final class ConfigMessages {
  private static final String KIND = "CONFIGURATION";
  private static final String STATE = "nothing was sent to the server";
  private static final String PASSWORDS =
      "remove it; the password is read from VERDIGRIS_PASSWORD, PGPASSWORD or ~/.pgpass";

  private ConfigMessages() {}

  static VerdigrisException noFile(String file) {
    return problem(10, "there is no " + file)
        .state(STATE)
        .next(
            "write one, at least\ndeployment: pr_17\nschemas: [flights]\nclusters: [compute]\n"
                + "or name another file")
        .exception();
  }

  static VerdigrisException unreadable(String file, String reason, Throwable cause) {
    return problem(11, file + " cannot be read")
        .detail("because", reason)
        .state(STATE)
        .next("make it a readable UTF-8 text file")
        .exception(cause);
  }

  static VerdigrisException malformed(String reason, String place, Throwable cause) {
    return problem(12, "no YAML: " + reason)
        .detail("where", place)
        .state(STATE)
        .next("mend the line; quote a value that has a colon, a # or a quote in it")
        .exception(cause);
  }

  static VerdigrisException notAMapping(String what, String found, String place) {
    return problem(13, what + " holds keys and values, not " + found)
        .detail("where", place)
        .state(STATE)
        .next("write  key: value  with one key a line")
        .exception();
  }

  static VerdigrisException unknownKey(
      String key, String place, Collection<String> known, @Nullable String nearest) {
    return problem(14, "unknown key \"" + key + "\"")
        .detail("where", place)
        .detail("known", String.join(", ", known))
        .state(STATE)
        .next(
            nearest == null
                ? "remove it, or use one of the known keys"
                : "did you mean \"" + nearest + "\"?")
        .exception();
  }

  static VerdigrisException duplicateKey(String key, String place, int firstLine) {
    return problem(15, "the key \"" + key + "\" is there twice")
        .detail("where", place)
        .detail("first", "line " + firstLine)
        .state(STATE)
        .next("keep one of the two")
        .exception();
  }

  static VerdigrisException missingKey(String key, String setting, String file, String example) {
    return problem(16, "\"" + key + "\" is not given")
        .detail("looked at", file + ", " + setting + ", " + Settings.variable(setting))
        .state(STATE)
        .next("add to " + file + ":  " + example)
        .exception();
  }

  static VerdigrisException wrongType(String key, String wanted, String found, String place) {
    return problem(17, "\"" + key + "\" is " + wanted + ", not " + found)
        .detail("where", place)
        .state(STATE)
        .next("write " + wanted)
        .exception();
  }

  static VerdigrisException badDuration(String key, String value, String place) {
    return problem(18, "\"" + key + "\" is a duration, not \"" + value + "\"")
        .detail("rule", "a whole number above 0 and ms, s, m, h or d, at most 30d")
        .detail("where", place)
        .state(STATE)
        .next("write for example 500ms, 1s or 10m")
        .exception();
  }

  static VerdigrisException outOfRange(
      String key, String value, int least, int most, String place) {
    return problem(
            19,
            "\"" + key + "\" is a whole number from " + least + " to " + most + ", not " + value)
        .detail("where", place)
        .state(STATE)
        .next("choose a number in that range")
        .exception();
  }

  static VerdigrisException noSchemas(String place) {
    return problem(20, "\"schemas\" is empty: there is nothing to deploy")
        .detail("where", place)
        .state(STATE)
        .next("name at least one schema, for example  schemas: [flights]")
        .exception();
  }

  static VerdigrisException badName(String what, String rule, String place) {
    return problem(21, what + " cannot be deployed: " + rule)
        .detail("where", place)
        .state(STATE)
        .next("name an ordinary one; names are exact, without SQL's quotes")
        .exception();
  }

  static VerdigrisException repeatedName(String key, String name, String place) {
    return problem(22, "\"" + key + "\" names \"" + name + "\" twice")
        .detail("where", place)
        .state(STATE)
        .next("keep one of the two")
        .exception();
  }

  static VerdigrisException tooLong(String kind, String blue, String green, int bytes) {
    return problem(23, "green's name for " + kind + " \"" + blue + "\" is too long")
        .detail("green", green)
        .detail("rule", "at most 255 bytes, this one has " + bytes)
        .state(STATE)
        .next("choose a shorter name for the deployment: -Dverdigris.deployment=...")
        .exception();
  }

  static VerdigrisException greenIsBlue(String kind, String blue, String green) {
    return problem(24, "green's name for " + kind + " \"" + blue + "\" is itself in the deployment")
        .detail("green", green)
        .state(STATE)
        .next("choose another name for the deployment, or remove \"" + green + "\" from the list")
        .exception();
  }

  static VerdigrisException clusterOutside(String cluster, Collection<String> known, String place) {
    return problem(25, "\"models.cluster\" names \"" + cluster + "\", which is not in \"clusters\"")
        .detail("where", place)
        .detail("clusters", known.isEmpty() ? "none" : String.join(", ", known))
        .detail(
            "because",
            "only the deployment's own clusters are swapped; a model on another one would burden"
                + " production")
        .state(STATE)
        .next("add it to \"clusters\", or name one of them")
        .exception();
  }

  static VerdigrisException secretKey(String key, String place) {
    return problem(26, "\"" + key + "\" does not belong into a configuration file")
        .detail("where", place)
        .state(STATE)
        .next(PASSWORDS)
        .exception();
  }

  static VerdigrisException secretSetting(String source) {
    return problem(26, "the " + source + " would show a secret to every process of this machine")
        .state(STATE)
        .next(PASSWORDS)
        .exception();
  }

  static VerdigrisException secretInUrl(String maskedUrl, String place) {
    return problem(27, "the server's URL holds a password")
        .detail("url", maskedUrl)
        .detail("where", place)
        .state(STATE)
        .next(PASSWORDS)
        .exception();
  }

  static VerdigrisException badUrl(String maskedUrl, String place) {
    return problem(28, "\"server.url\" is no URL of a PostgreSQL driver")
        .detail("url", maskedUrl)
        .detail("where", place)
        .state(STATE)
        .next("write for example jdbc:postgresql://host:6875/materialize?user=me&sslmode=require")
        .exception();
  }

  static VerdigrisException unknownSetting(String source, String nearest) {
    return problem(29, "unknown " + source)
        .state(STATE)
        .next("did you mean " + nearest + "?")
        .exception();
  }

  static VerdigrisException badFlag(String setting, String value, String place) {
    return problem(17, "\"" + setting + "\" is true or false, not \"" + value + "\"")
        .detail("where", place)
        .state(STATE)
        .next("write true or false")
        .exception();
  }

  static VerdigrisException bakeWithoutBlue(String place) {
    return problem(550, "\"promote.bake_time\" needs an old environment, and keep_blue is false")
        .detail("where", place)
        .state(STATE)
        .next("take keep_blue: false away, or the bake time")
        .exception();
  }

  static VerdigrisException badClusterSize(String value, String place) {
    return problem(551, "\"green.clusters\" has no size in \"" + value + "\"")
        .detail("rule", "name = size, or name = size x replicas")
        .detail("where", place)
        .state(STATE)
        .next("write for example: compute = 100cc x 2")
        .exception();
  }

  static VerdigrisException badCommit(String value, String place) {
    return problem(31, "\"verdigris.commit\" is a git commit, not \"" + value + "\"")
        .detail("rule", "7 to 64 of 0-9 a-f")
        .detail("where", place)
        .state(STATE)
        .next("write the commit as git rev-parse HEAD tells it")
        .exception();
  }

  static VerdigrisException badSink(String sink, String wanted, String place) {
    return problem(40, "\"sinks." + sink + "\" is no decision about a sink")
        .detail("wanted", wanted)
        .detail("where", place)
        .state(STATE)
        .next(
            "write for example\n"
                + sink
                + ": reconciled\n"
                + sink
                + ": {cutover: plain, stale: 10, missing: 0, extra: any}")
        .exception();
  }

  static VerdigrisException badDeployment(VerdigrisException refused, String place) {
    Problem problem = refused.problem();
    return with(problem(1, problem.summary()), problem, place);
  }

  static VerdigrisException badWaiver(VerdigrisException refused, String place) {
    Problem problem = refused.problem();
    return with(problem(30, problem.summary()), problem, place);
  }

  /** The details of a problem, with the place of the value that it is about. */
  private static VerdigrisException with(Problem.Builder builder, Problem problem, String place) {
    for (Problem.Detail detail : problem.details()) {
      boolean state = detail.label().equals("state");
      if (state) {
        builder.detail("where", place);
      }
      builder.detail(detail.label(), state ? STATE : detail.text());
    }
    return builder.exception();
  }

  private static Problem.Builder problem(int number, String summary) {
    return Problem.of(ExitCode.CONFIGURATION, number, KIND, summary);
  }
}
