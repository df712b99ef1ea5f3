package dev.verdigris.acceptance;

import dev.verdigris.DeploymentListener;
import dev.verdigris.Event;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every event of a run. */
public final class Recorder implements DeploymentListener {
  private final List<Event> events = new CopyOnWriteArrayList<>();

  @Override
  public void on(Event event) {
    events.add(event);
  }

  public List<Event> events() {
    return events;
  }

  /** The texts of all events, one a line. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Event event : events) {
      text.append(event.phase().label()).append(": ").append(event.text()).append('\n');
    }
    return text.toString();
  }

  public List<Event.StepDone> steps() {
    return events.stream()
        .filter(Event.StepDone.class::isInstance)
        .map(Event.StepDone.class::cast)
        .toList();
  }
}
