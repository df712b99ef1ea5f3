package dev.verdigris.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTests {
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final Interruption interruption = new Interruption();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final CountDownLatch started = new CountDownLatch(1);
  private final AtomicBoolean aborted = new AtomicBoolean();

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  @Test
  void a_statement_that_does_not_end_is_cancelled_at_its_deadline() {
    try (Session session = session(Duration.ofMillis(50))) {
      assertThatExceptionOfType(DeadlineException.class)
          .isThrownBy(() -> session.execute("SELECT wait()"))
          .satisfies(e -> assertThat(e.deadline()).isEqualTo(Duration.ofMillis(50)))
          .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    }
    assertThat(aborted).isFalse();
  }

  @Test
  void an_interruption_cancels_what_only_waits() throws InterruptedException {
    Thread other =
        new Thread(
            () -> {
              awaitStart();
              interruption.request();
            });
    other.start();
    try (Session session = session(Duration.ofMinutes(1))) {
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> session.executeCancellable("ALTER SINK wait", Duration.ofMinutes(1)))
          .isNotInstanceOf(DeadlineException.class);
    }
    other.join();
  }

  private void awaitStart() {
    try {
      started.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Session session(Duration deadline) {
    Statement statement =
        proxy(
            Statement.class,
            (proxy, method, arguments) -> {
              if (method.getName().equals("cancel")) {
                cancelled.countDown();
              }
              if (method.getName().equals("execute")) {
                started.countDown();
                assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
                throw new SQLException("canceling statement due to user request", "57014");
              }
              return null;
            });
    Connection connection =
        proxy(
            Connection.class,
            (proxy, method, arguments) -> {
              if (method.getName().equals("abort")) {
                aborted.set(true);
              }
              return method.getName().equals("createStatement") ? statement : null;
            });
    return new Session(connection, deadline, timer, interruption, () -> "fake server");
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
