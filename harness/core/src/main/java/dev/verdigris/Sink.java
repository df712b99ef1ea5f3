package dev.verdigris;

import dev.verdigris.catalog.Item;
import dev.verdigris.gate.Findings;
import dev.verdigris.plan.SinkContract;
import java.net.URI;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sink as one environment sees it: green's with the relation that it will read once green is
 * promoted, blue's with the one of blue. The sink itself is the same object in both, since it
 * stands outside of what is deployed. Two are equal when they are the same object of the catalog.
 */
public final class Sink {
  private final EnvironmentView view;
  private final Item item;

  Sink(EnvironmentView view, Item item) {
    this.view = view;
    this.item = item;
  }

  /** Schema and name: {@code sinks.delays}. */
  public String name() {
    return view.catalog().name(item);
  }

  /** {@code green} or {@code blue}: the environment that it was asked from. */
  public String environment() {
    return view.label();
  }

  /** Its id. */
  public String id() {
    return item.id();
  }

  /**
   * The relation that it reads in this environment, before a promotion also in green; empty where
   * this environment has none of that name.
   */
  public Optional<Relation> relation() {
    return view.readBy(item);
  }

  /** The relation that it reads now, whichever environment has it. */
  public Optional<Relation> readsNow() {
    return view.readNowBy(item);
  }

  /** The name of the relation that it reads, the same in either environment. */
  public String relationName() {
    return view.catalog().readBy(item).map(view.catalog()::name).orElse("");
  }

  /** Key, envelope, format and topic. */
  public SinkContract contract() {
    return SinkContract.of(item.definition());
  }

  /**
   * Why the server would not take this environment's relation for the sink: its key is not provably
   * unique there, with the keys that are. Empty where it would, and where the sink has no key that
   * must be provable. Asks the server and changes nothing.
   *
   * @throws VerdigrisException VG-6111 when the server does not answer the question
   */
  public Optional<String> unprovenKey() {
    return view.unprovenKey(item);
  }

  /**
   * Addresses of the brokers that have its topic: the server's own, or else those of the sink's
   * connection, as Materialize reaches them.
   *
   * @throws VerdigrisException VG-6111 when the server cannot be asked
   */
  public List<URI> brokers() {
    return view.brokers(item);
  }

  /**
   * A new connection on this environment's cluster. The caller closes it.
   *
   * @throws VerdigrisException VG-6101 when the server cannot be reached
   */
  public Connection connection() {
    return view.connection();
  }

  /** Where the validation that asked for it tells what it finds beside its result. */
  public Findings findings() {
    return view.findings();
  }

  /** The environment that it was asked from. */
  public Environment in() {
    return view.environment();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sink sink && sink.item.id().equals(item.id());
  }

  @Override
  public int hashCode() {
    return item.id().hashCode();
  }

  @Override
  public String toString() {
    return name();
  }
}
