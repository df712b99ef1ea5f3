package dev.verdigris.engine.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL where this user can run it.
 *
 * @param cache what else is made once
 * @param home the unpacked binaries
 * @param version of the binaries
 * @param runAs how they are run
 * @param uid the user of this process
 */
record Installation(Cache cache, Path home, String version, RunAs runAs, int uid) {

  /**
   * Tries the places and the ways in order and takes the first that runs.
   *
   * @param chosenCache the user's choice of a place, or null
   */
  static Installation find(@Nullable String chosenCache, Path dataDirectory) {
    Binaries binaries = Binaries.find(Platform.current());
    int uid = ourUid();
    List<String> attempts = new ArrayList<>();
    for (Path place : Cache.candidates(uid, chosenCache, dataDirectory)) {
      Cache cache = new Cache(place);
      String obstacle = cache.prepare(uid);
      if (obstacle != null) {
        attempts.add(obstacle);
        continue;
      }
      String version;
      Path home;
      try {
        version = binaries.version();
        home = cache.entry("postgres-" + version, binaries::unpack);
      } catch (IOException e) {
        attempts.add(place + ": " + e);
        continue;
      }
      for (RunAs way : RunAs.candidates(uid)) {
        Commands.Outcome outcome =
            Commands.run(
                way.command(List.of(home.resolve("bin/postgres").toString(), "--version")), place);
        if (outcome.succeeded() && outcome.output().startsWith("postgres (PostgreSQL)")) {
          return new Installation(cache, home, version, way, uid);
        }
        attempts.add(way.name() + " in " + place + ": " + outcome.output());
      }
    }
    throw PostgresProblems.notRunnable(attempts);
  }

  /** The command line of one of PostgreSQL's programs, run as the user it may run as. */
  List<String> command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return runAs.command(command);
  }

  private static int ourUid() {
    Path ours = Path.of("/proc/self");
    try {
      if (Files.exists(ours)) {
        return (Integer) Files.getAttribute(ours, "unix:uid");
      }
      Path made = Files.createTempFile("verdigris-", "");
      try {
        return (Integer) Files.getAttribute(made, "unix:uid");
      } finally {
        Files.delete(made);
      }
    } catch (IOException e) {
      throw PostgresProblems.fileFailure(ours, "tell the user of this process from", e);
    }
  }
}
