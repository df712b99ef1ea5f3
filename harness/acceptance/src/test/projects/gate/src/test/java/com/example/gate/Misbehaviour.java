package com.example.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;

/** What goes wrong in a run: one place each, named by the system property {@code gate.at}. */
final class Misbehaviour {
  private Misbehaviour() {}

  static boolean is(String place) {
    return place.equals(System.getProperty("gate.at"));
  }

  /** Does there what {@code gate.does} says: throws unless something else is said. */
  static void at(String place) {
    if (is(place)) {
      act(System.getProperty("gate.does", "throw"));
    }
  }

  private static void act(String what) {
    switch (what) {
      case "throw" -> throw new IllegalStateException("on purpose");
      case "fail" -> throw new AssertionError("on purpose");
      case "abort" -> Assumptions.abort("on purpose");
      case "exit" -> System.exit(0);
      case "halt" -> Runtime.getRuntime().halt(0);
      case "kill" -> kill();
      case "memory" -> throw new OutOfMemoryError("on purpose");
      case "hang" -> hang();
      case "wait" -> hangUntilToldToGoOn();
      case "flaky" -> onlyTheFirstTime();
      default -> throw new IllegalArgumentException(what);
    }
  }

  private static void kill() {
    try {
      new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start();
      hang();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells that it hangs, for whoever waits for that. */
  private static void hang() {
    try {
      Files.writeString(Path.of("hangs"), "");
      new CountDownLatch(1).await();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void hangUntilToldToGoOn() {
    Path here = Path.of("").toAbsolutePath();
    try (WatchService watch = here.getFileSystem().newWatchService()) {
      here.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Files.writeString(here.resolve("hangs"), "");
      while (!Files.exists(here.resolve("go"))) {
        watch.take().reset();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void onlyTheFirstTime() {
    try {
      Files.createFile(Path.of("failed-once"));
    } catch (IOException again) {
      return;
    }
    throw new AssertionError("on purpose, once");
  }
}
