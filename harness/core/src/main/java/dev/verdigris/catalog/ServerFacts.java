package dev.verdigris.catalog;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * What a preflight asks of the server beside the snapshot: limits, rights on the database and on
 * the whole system, everybody's memberships, what sizes cost, who subscribes to what, and what the
 * audit log says of a time.
 *
 * @param settings values by name, for example {@code max_clusters} → {@code 25}; what the server
 *     does not have is absent
 * @param databaseOwner the owner of the deployment's database; empty where it is a system role
 * @param databaseGrants privileges on the deployment's database
 * @param systemGrants privileges on {@code SYSTEM}
 * @param memberOf by role, the roles that it is a direct member of
 * @param credits by replica size, credits an hour
 * @param subscriptions every open {@code SUBSCRIBE}
 * @param events what the audit log says happened to objects since the time that was asked for
 */
public record ServerFacts(
    Map<String, String> settings,
    String databaseOwner,
    SortedSet<Grant> databaseGrants,
    SortedSet<Grant> systemGrants,
    Map<String, Set<String>> memberOf,
    Map<String, BigDecimal> credits,
    List<Subscription> subscriptions,
    List<AuditEvent> events) {
  /** More lines than this of an audit log are somebody's story, not a hint: the last are read. */
  public static final int MOST_EVENTS = 2000;

  /** Makes the collections immutable. */
  public ServerFacts {
    settings = Map.copyOf(settings);
    memberOf = Map.copyOf(memberOf);
    credits = Map.copyOf(credits);
    subscriptions = List.copyOf(subscriptions);
    events = List.copyOf(events);
  }

  /**
   * An open {@code SUBSCRIBE}.
   *
   * @param id its id
   * @param role who reads; empty where the session is gone meanwhile
   * @param since when it began, as the server writes times
   * @param reads ids of the objects that it reads
   */
  public record Subscription(String id, String role, String since, Set<String> reads) {
    /** Makes the set immutable. */
    public Subscription {
      reads = Set.copyOf(reads);
    }
  }

  /**
   * A line of the audit log.
   *
   * @param what {@code create}, {@code drop}, {@code alter}, {@code grant}, {@code revoke}, …
   * @param objectType for example {@code materialized-view}
   * @param objectId the object's id, for example {@code u12}; empty where the log does not tell it
   * @param database the name of its database, where the log tells it
   * @param schema the name of its schema, where the log tells it
   * @param name its name, where the log tells it
   * @param user who did it; empty where it was the server
   * @param at when, as the server writes times
   */
  public record AuditEvent(
      String what,
      String objectType,
      String objectId,
      String database,
      String schema,
      String name,
      String user,
      String at) {

    /** Whether it is about something in a schema, as far as the log tells where. */
    public boolean isIn(String ofDatabase, String named) {
      return schema.equals(named) && (database.isEmpty() || database.equals(ofDatabase));
    }
  }

  /** Whether the log may hold more of the time that was asked for. */
  public boolean logIsCut() {
    return events.size() >= MOST_EVENTS;
  }

  /** Whether the server checks rights; where it does not tell, it counts as doing so. */
  public boolean rightsAreChecked() {
    return !settings.getOrDefault("enable_rbac_checks", "on").equals("off")
        || settings.getOrDefault("enable_session_rbac_checks", "off").equals("on");
  }

  /** The roles whose rights {@code role} has: itself, and what it is a member of over others. */
  public Set<String> rolesOf(String role) {
    Set<String> roles = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(role));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      if (roles.add(next)) {
        open.addAll(memberOf.getOrDefault(next, Set.of()));
      }
    }
    return roles;
  }

  /**
   * Whether a role has a privilege: as the owner, by a grant to itself, to a role that it is a
   * member of, or to everybody.
   */
  public boolean has(String role, String privilege, String owner, SortedSet<Grant> grants) {
    Set<String> roles = rolesOf(role);
    return roles.contains(owner)
        || grants.stream()
            .anyMatch(
                grant ->
                    grant.privilege().equals(privilege)
                        && (grant.grantee().equals(Grant.PUBLIC)
                            || roles.contains(grant.grantee())));
  }
}
