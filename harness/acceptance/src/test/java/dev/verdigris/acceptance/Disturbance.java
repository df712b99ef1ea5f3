package dev.verdigris.acceptance;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** What a {@link Relay} does to one statement. */
public sealed interface Disturbance {

  /** Its connection is lost: before the server sees it, or after the server has answered it. */
  record Lost(boolean afterEffect) implements Disturbance {}

  /**
   * As if the client's process were killed: every connection is lost, and none is made any more.
   *
   * @param afterEffect whether the server has answered the statement first
   */
  record Dark(boolean afterEffect) implements Disturbance {}

  /**
   * The server never sees it, and an error is the answer; a transaction that was open is rolled
   * back, as the server would.
   */
  record Refused(String sqlState, String message) implements Disturbance {}

  /** The server never sees it, and there is no answer until a cancel request comes. */
  record Stalled() implements Disturbance {}

  /** Its connection is lost at once, and the server sees it all the same, later. */
  record Late(Duration delay) implements Disturbance {}

  /**
   * Its connection is lost at once, and the server sees it all the same, when it is let go.
   *
   * @param release lets it go
   * @param answered done when the server has answered it
   */
  record Held(CountDownLatch release, CountDownLatch answered) implements Disturbance {
    static Held untilReleased() {
      return new Held(new CountDownLatch(1), new CountDownLatch(1));
    }

    /** Lets it go, and waits for the server's answer. */
    void letGo() {
      release.countDown();
      await(answered);
    }

    static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** Something happens to the server first; its connection is lost then. */
  record Outage(Runnable event) implements Disturbance {}

  /** Something happens first, and the statement goes on. */
  record Beside(Runnable event) implements Disturbance {}

  /** Something happens when the server has answered it; the client never hears the answer. */
  record Afterwards(Runnable event) implements Disturbance {}
}
