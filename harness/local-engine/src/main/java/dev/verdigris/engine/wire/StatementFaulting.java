package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.fault.StatementFault;
import dev.verdigris.engine.fault.StatementFaults;
import dev.verdigris.engine.sql.SessionStatement;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Has happen to a session's statements what the engine was told should happen to them. */
final class StatementFaulting {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final Session session;
  private final StatementFaults faults;
  private boolean dropsAfter;

  StatementFaulting(Session session) {
    this.session = session;
    this.faults = session.engine().faults().statementFaults();
  }

  /** What has to come before a connection may be lost of which the statement goes on. */
  @FunctionalInterface
  interface Rest {
    void await() throws InterruptedException;
  }

  /**
   * A statement is about to run.
   *
   * @param rest waits for the messages that belong to the statement
   * @throws ConnectionDropped if the connection is lost, and the statement does not run
   * @throws SqlException if it fails
   */
  void before(Prepared prepared, Rest rest) throws IOException {
    dropsAfter = false;
    Transaction transaction = session.transaction();
    if (!session.id().internal() && !faults.isEmpty()) {
      for (String text : texts(prepared, transaction)) {
        for (StatementFault fault : faults.of(text, session.id().number())) {
          play(fault, rest);
        }
      }
    }
    transaction.ran(prepared.text());
  }

  /** The statement has run, or has failed; in a transaction of its own it has been committed. */
  void after() {
    if (dropsAfter) {
      dropsAfter = false;
      session.client().mute();
    }
  }

  private void play(StatementFault fault, Rest rest) throws IOException {
    if (fault instanceof StatementFault.Slow slow) {
      pause(slow.duration());
    } else if (fault instanceof StatementFault.Failing failing) {
      throw SqlException.of(failing.sqlstate(), failing.message());
    } else if (fault instanceof StatementFault.DropBefore) {
      throw new ConnectionDropped();
    } else if (fault instanceof StatementFault.DropAfter) {
      dropsAfter = true;
    } else if (fault instanceof StatementFault.Late late) {
      session
          .interruption()
          .await(
              () -> {
                rest.await();
                return true;
              });
      session.client().detach();
      pause(late.delay());
    } else if (fault instanceof StatementFault.ForeignDdl) {
      session.engine().faults().foreignDdl();
    }
  }

  /** The texts under which a statement may be meant. */
  private List<String> texts(Prepared prepared, Transaction transaction) {
    List<String> texts = new ArrayList<>();
    String text = BLANKS.matcher(prepared.text()).replaceAll(" ");
    if (prepared.source() != null && prepared.statement() instanceof SessionStatement.Commit) {
      texts.add(text + ": " + String.join("; ", transaction.statements()));
    } else {
      texts.add(text);
    }
    if (prepared.source() != null
        && prepared.statement() instanceof SessionStatement.Execute execute) {
      Prepared target = session.statements().get(execute.name().value());
      if (target != null) {
        texts.add(BLANKS.matcher(target.text()).replaceAll(" "));
      }
    }
    return texts;
  }

  /** Waits as a statement that computes: its timeout and a cancel request end it. */
  private void pause(Duration duration) {
    StatementTimeout timeout = new StatementTimeout(session);
    try {
      session
          .interruption()
          .await(() -> new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS));
    } finally {
      timeout.end();
    }
  }
}
