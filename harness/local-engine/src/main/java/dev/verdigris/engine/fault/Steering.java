package dev.verdigris.engine.fault;

/**
 * One way in which an engine was told to behave otherwise than it would by itself.
 *
 * @param name what kind it is: the function of the schema {@code verdigris_engine} that sets it
 * @param target what it is about: the full name of an object, a cluster, a pattern; empty where it
 *     is about the whole engine
 * @param setting how it is set, such as {@code 30 s}
 * @param fired how often it has had an effect that the engine noticed
 */
public record Steering(String name, String target, String setting, long fired) {
  @Override
  public String toString() {
    String text = name + (target.isEmpty() ? "" : " " + target);
    return setting.isEmpty() ? text : text + ": " + setting;
  }
}
