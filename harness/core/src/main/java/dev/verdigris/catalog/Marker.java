package dev.verdigris.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * What Verdigris writes behind the user's own comment of each green schema and cluster. Ids and
 * comments follow an object through a swap, so that the marker tells afterwards what it was.
 *
 * <p>Absent texts are empty. The facts of the deployment as a whole stand on one of its schemas,
 * the one with {@code lead}.
 *
 * @param deployment the deployment's name
 * @param of the production name that it is the green of
 * @param blue blue's id when green was made
 * @param by the role that made it
 * @param at when it was made, as ISO 8601 in UTC
 * @param commit the git commit that it was made from
 * @param lead whether this marker holds the deployment's facts
 * @param models what was created in this schema; see {@code ModelDigests}
 * @param built digest of the project that was created completely
 * @param verdict digest of the verdict that validation ended with
 * @param tests number of tests behind the verdict
 * @param base what blue's schema held when green was made from it; see {@code BlueDigests}; empty
 *     in a cluster's marker and in those of versions before it
 * @param sinks the sinks that its promotion takes elsewhere than to the same-named relation
 */
public record Marker(
    String deployment,
    String of,
    String blue,
    String by,
    String at,
    String commit,
    boolean lead,
    String models,
    String built,
    String verdict,
    int tests,
    String base,
    List<Redirection> sinks) {

  static final String PREFIX = "verdigris/";
  static final String VERSION = "1";

  /** Makes the list immutable. */
  public Marker {
    sinks = List.copyOf(sinks);
  }

  /** A marker as init writes it. */
  public static Marker of(
      String deployment, String of, String blue, String by, String at, String commit) {
    return new Marker(deployment, of, blue, by, at, commit, false, "", "", "", 0, "", List.of());
  }

  /** The same as the one that holds the deployment's facts. */
  public Marker asLead() {
    return new Marker(
        deployment, of, blue, by, at, commit, true, models, built, verdict, tests, base, sinks);
  }

  /** The same with other models; what was built or validated before no longer counts. */
  public Marker withModels(String others) {
    return new Marker(deployment, of, blue, by, at, commit, lead, others, "", "", 0, base, sinks);
  }

  /** The same with the digest of a project that is complete; a verdict no longer counts. */
  public Marker withBuilt(String digest) {
    return new Marker(
        deployment, of, blue, by, at, commit, lead, models, digest, "", 0, base, sinks);
  }

  /** The same with a verdict and the number of tests behind it. */
  public Marker withVerdict(String digest, int count) {
    return new Marker(
        deployment, of, blue, by, at, commit, lead, models, built, digest, count, base, sinks);
  }

  /** The same with what blue's schema holds. */
  public Marker withBase(String digests) {
    return new Marker(
        deployment, of, blue, by, at, commit, lead, models, built, verdict, tests, digests, sinks);
  }

  /** The same with other sinks that go elsewhere. */
  public Marker withSinks(List<Redirection> others) {
    return new Marker(
        deployment, of, blue, by, at, commit, lead, models, built, verdict, tests, base, others);
  }

  /**
   * For people: {@code deployment pr_18, made by ann at 2026-11-25T13:00:00Z from commit c0ffee}.
   */
  public String describe() {
    return "deployment "
        + deployment
        + ", made by "
        + by
        + " at "
        + at
        + (commit.isEmpty() ? ", no commit known" : " from commit " + commit);
  }

  /** The marker's line. */
  public String line() {
    JsonObject json = new JsonObject();
    json.addProperty("deployment", deployment);
    json.addProperty("of", of);
    json.addProperty("blue", blue);
    json.addProperty("by", by);
    json.addProperty("at", at);
    add(json, "commit", commit);
    if (lead) {
      json.addProperty("lead", true);
    }
    add(json, "models", models);
    add(json, "built", built);
    add(json, "verdict", verdict);
    if (tests > 0) {
      json.addProperty("tests", tests);
    }
    add(json, "base", base);
    if (!sinks.isEmpty()) {
      JsonArray redirections = new JsonArray();
      for (Redirection sink : sinks) {
        JsonArray ids = new JsonArray();
        ids.add(sink.sink());
        ids.add(sink.old());
        ids.add(sink.green());
        redirections.add(ids);
      }
      json.add("sinks", redirections);
    }
    return PREFIX + VERSION + " " + json;
  }

  /** The whole comment: the user's own text, if any, and behind it the marker's line. */
  public String comment(String userText) {
    return userText.isEmpty() ? line() : userText + "\n" + line();
  }

  private static void add(JsonObject json, String key, String value) {
    if (!value.isEmpty()) {
      json.addProperty(key, value);
    }
  }
}
