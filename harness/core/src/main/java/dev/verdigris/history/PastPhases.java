package dev.verdigris.history;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.verdigris.DeploymentConfig;
import dev.verdigris.Server;
import dev.verdigris.VerdigrisException;
import dev.verdigris.execute.Interruption;
import dev.verdigris.execute.Session;
import dev.verdigris.execute.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a history tells, newest first. Sends nothing but reads. */
public final class PastPhases {
  private final List<PastPhase> phases = new ArrayList<>();

  /** Beginnings that no end was found of, by process, deployment and phase. */
  private final Map<List<String>, PastPhase> begun = new HashMap<>();

  private PastPhases() {}

  /**
   * The phases of a history's file; none where there is no file.
   *
   * @param file the file
   * @param deployment only of this one; empty: of all
   * @param limit at most so many
   * @throws VerdigrisException VG-2563 where the file cannot be read, or a line of it is none
   */
  public static List<PastPhase> inFile(Path file, Optional<String> deployment, int limit) {
    if (!Files.exists(file)) {
      return List.of();
    }
    PastPhases past = new PastPhases();
    int number = 0;
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        number++;
        if (!line.isBlank()) {
          past.add(JsonParser.parseString(line).getAsJsonObject());
        }
      }
    } catch (IOException e) {
      throw HistoryProblems.unreadable(file, e.toString()).exception();
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      throw HistoryProblems.unreadable(file, "line " + number + " is no line of a history")
          .exception();
    }
    List<PastPhase> all = new ArrayList<>(past.phases);
    all.addAll(past.begun.values());
    all.sort((one, other) -> one.at().compareTo(other.at()));
    Collections.reverse(all);
    return selected(all.stream(), deployment, limit);
  }

  /**
   * The promotions, rollbacks and cleanups of a history's table; none where there is no table.
   *
   * @param config names the table's schema
   * @param server where the table is
   * @param deployment only of this one; empty: of all
   * @param limit at most so many
   * @throws VerdigrisException VG-6561 where the server does not let it be read
   */
  public static List<PastPhase> inTable(
      DeploymentConfig config, Server server, Optional<String> deployment, int limit) {
    String schema = config.history().schema();
    if (schema == null) {
      return List.of();
    }
    HistoryTable table = new HistoryTable(config.database(), schema);
    try (Sessions sessions =
            new Sessions(
                server, config.deployment(), config.timeouts().statement(), new Interruption());
        Session session = sessions.open("history")) {
      return table.read(session, deployment, limit);
    } catch (SQLException e) {
      throw HistoryProblems.refused(schema, e).exception();
    }
  }

  private static List<PastPhase> selected(
      Stream<PastPhase> phases, Optional<String> deployment, int limit) {
    return phases
        .filter(one -> deployment.map(one.deployment()::equals).orElse(true))
        .limit(limit)
        .toList();
  }

  private void add(JsonObject line) {
    boolean ended = text(line, "event").equals("end");
    PastPhase phase =
        new PastPhase(
            text(line, "at"),
            ended,
            text(line, "deployment"),
            text(line, "phase"),
            number(line, "tookMs"),
            text(line, "by"),
            text(line, "commit"),
            text(line, "verdict"),
            (int) number(line, "tests"),
            array(line, "renamed"),
            array(line, "sinks"),
            array(line, "keys").asList().stream().map(JsonElement::getAsString).toList(),
            (int) number(line, "exitCode"),
            text(line, "code"),
            text(line, "text"),
            text(line, "state"));
    List<String> whose = List.of(text(line, "pid"), phase.deployment(), phase.phase());
    PastPhase cutShort = begun.remove(whose);
    if (ended) {
      phases.add(phase);
    } else {
      begun.put(whose, phase);
      if (cutShort != null) {
        phases.add(cutShort);
      }
    }
  }

  private static String text(JsonObject line, String key) {
    return line.has(key) ? line.get(key).getAsString() : "";
  }

  private static long number(JsonObject line, String key) {
    return line.has(key) ? line.get(key).getAsLong() : 0;
  }

  private static JsonArray array(JsonObject line, String key) {
    return line.has(key) ? line.getAsJsonArray(key) : new JsonArray();
  }
}
