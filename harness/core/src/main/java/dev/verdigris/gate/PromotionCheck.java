package dev.verdigris.gate;

import dev.verdigris.DeploymentName;
import dev.verdigris.Problem;
import dev.verdigris.Server;
import dev.verdigris.catalog.CatalogReader;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.execute.Interruption;
import dev.verdigris.execute.Session;
import dev.verdigris.execute.Sessions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the server whether production still is what a record says was promoted. Only reads. */
public final class PromotionCheck {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private PromotionCheck() {}

  /**
   * What differs; empty where production carries the very ids that were promoted.
   *
   * @param server the one that the record names
   * @throws dev.verdigris.VerdigrisException VG-6101 when the server cannot be reached, VG-6340
   *     when it does not answer
   */
  public static Optional<Problem> of(PromotionRecord record, Server server) {
    DeploymentName deployment = new DeploymentName(record.deployment());
    Scope scope =
        new Scope(deployment, record.database(), names(record, "schema"), names(record, "cluster"));
    try (Sessions sessions = new Sessions(server, deployment, LIMIT, new Interruption());
        Session session = sessions.open("assert-promoted")) {
      List<String> differences = differences(record, CatalogReader.read(session, scope));
      return differences.isEmpty()
          ? Optional.empty()
          : Optional.of(PromotionProblems.notInProduction(record, differences));
    } catch (SQLException e) {
      throw PromotionProblems.notAnswered(record, server, e).exception(e);
    }
  }

  private static List<String> names(PromotionRecord record, String kind) {
    return record.production().stream()
        .filter(carrier -> carrier.kind().equals(kind))
        .map(PromotionRecord.Carrier::name)
        .toList();
  }

  private static List<String> differences(PromotionRecord record, Snapshot snapshot) {
    List<String> differences = new ArrayList<>();
    for (PromotionRecord.Carrier carrier : record.production()) {
      String now =
          carrier.kind().equals("schema")
              ? snapshot.schemaNamed(record.database(), carrier.name()).map(Schema::id).orElse("")
              : snapshot.clusters().values().stream()
                  .filter(cluster -> cluster.name().equals(carrier.name()))
                  .map(Cluster::id)
                  .findFirst()
                  .orElse("");
      if (!now.equals(carrier.id())) {
        differences.add(
            carrier.kind()
                + " "
                + carrier.name()
                + "  promoted "
                + carrier.id()
                + "  now "
                + (now.isEmpty() ? "absent" : now));
      }
    }
    return differences;
  }
}
