package dev.verdigris.junit;

import dev.verdigris.gate.Findings;
import dev.verdigris.gate.Outcome;
import dev.verdigris.gate.Waiver;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Publishes what a test finds beside its result as report entries of its node, so that it stands in
 * every report that shows entries; the engine reads it there for the verdict.
 */
final class TestFindings implements Findings {
  /** The key of an entry that changes the outcome of a test that ends successfully. */
  static final String OUTCOME = "verdigris.outcome";

  /** The key of what was found. */
  static final String MESSAGE = "verdigris.message";

  /** The key of a time of Materialize that the test read at. */
  static final String READ_AT = "verdigris.readAt";

  private final ExtensionContext context;
  private final ThreadLocal<TestFindings> current;

  /**
   * Findings of a test, or of a class whose tests share what it was given.
   *
   * @param current the test that runs on a thread: what a class was given reports to that one
   */
  TestFindings(ExtensionContext context, ThreadLocal<TestFindings> current) {
    this.context = context;
    this.current = current;
  }

  @Override
  public void warn(String message) {
    publish(Map.of(OUTCOME, Outcome.WARN.name(), MESSAGE, message));
  }

  @Override
  public void waived(Waiver waiver, String failure) {
    Map<String, String> entry = new LinkedHashMap<>();
    entry.put(OUTCOME, Outcome.WAIVED.name());
    entry.put(MESSAGE, waiver + "\n" + failure);
    entry.put("verdigris.owner", waiver.owner());
    entry.put("verdigris.reason", waiver.reason());
    entry.put("verdigris.until", waiver.until().toString());
    publish(entry);
  }

  @Override
  public void readAt(String timestamp) {
    publish(Map.of(READ_AT, timestamp));
  }

  private void publish(Map<String, String> entry) {
    TestFindings running = current.get();
    (running == null ? context : running.context).publishReportEntry(entry);
  }
}
