package dev.verdigris;

import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.catalog.Health;
import dev.verdigris.execute.ReadSession;
import dev.verdigris.gate.Findings;
import java.sql.Connection;
import java.util.List;

/** What green and blue answer in the same way. */
abstract sealed class ViewedEnvironment implements Environment permits Green, Blue {
  final EnvironmentView view;

  ViewedEnvironment(EnvironmentView view) {
    this.view = view;
  }

  @Override
  public String label() {
    return view.label();
  }

  @Override
  public Connection connection() {
    return view.connection();
  }

  @Override
  public ReadSession session() {
    return view.session();
  }

  @Override
  public ReadSession sessionApart() {
    return view.sessionApart();
  }

  @Override
  public Relation relation(String name) {
    return view.relation(name);
  }

  @Override
  public List<Relation> relations() {
    return view.relations();
  }

  @Override
  public String schema(String name) {
    return view.schema(name);
  }

  @Override
  public String cluster(String name) {
    return view.cluster(name);
  }

  @Override
  public Sink sink(String name) {
    return view.sink(name);
  }

  @Override
  public List<Sink> sinks() {
    return view.sinks();
  }

  @Override
  public EnvironmentCatalog catalog() {
    return view.catalog();
  }

  @Override
  public Health health() {
    return view.health();
  }

  @Override
  public Findings findings() {
    return view.findings();
  }
}
