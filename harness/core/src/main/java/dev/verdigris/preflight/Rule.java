package dev.verdigris.preflight;

import static dev.verdigris.preflight.Severity.BLOCKS;
import static dev.verdigris.preflight.Severity.TELLS;
import static dev.verdigris.preflight.Severity.WARNS;

/** The rules, in the order in which their findings are told. */
public enum Rule {
  /** CREATE on the deployment's database. */
  DATABASE_CREATE("database-create", Group.RIGHTS, BLOCKS, "green schemas are made and swapped"),
  /** CREATECLUSTER on the system. */
  CREATE_CLUSTER("create-cluster", Group.RIGHTS, BLOCKS, "green clusters are made"),
  /** Ownership of a schema or cluster that is swapped. */
  SWAP_OWNER("swap-owner", Group.RIGHTS, BLOCKS, "only the owner may swap"),
  /** Membership in the owner of a blue object. */
  GIVE_OWNER(
      "give-owner", Group.RIGHTS, BLOCKS, "green's objects get blue's owners before the swap"),
  /** Default privileges that init has to copy. */
  DEFAULT_PRIVILEGES(
      "default-privileges", Group.RIGHTS, BLOCKS, "objects made later would lack these grants"),
  /** Ownership of a sink. */
  SINK_OWNER("sink-owner", Group.RIGHTS, BLOCKS, "only the owner may alter a sink"),
  /** CREATE on a sink's cluster. */
  SINK_CLUSTER(
      "sink-cluster", Group.RIGHTS, BLOCKS, "ALTER SINK needs CREATE on the sink's cluster"),
  /** SELECT on a sink's new relation. */
  SINK_RELATION("sink-relation", Group.RIGHTS, BLOCKS, "ALTER SINK reads the new relation"),
  /** What makes a sink of the project that does not exist yet. */
  NEW_SINK(
      "new-sink", Group.RIGHTS, BLOCKS, "the project's sink is created behind the swap, too late"),
  /** SELECT on what a reconciled sink reads. */
  TRANSITION_READS(
      "transition-reads",
      Group.RIGHTS,
      BLOCKS,
      "the sink passes over a view of our role's, which is read with our role's rights"),
  /** CREATE on green's cluster for a reconciled sink. */
  TRANSITION_CLUSTER(
      "transition-cluster",
      Group.RIGHTS,
      BLOCKS,
      "the sink passes over a materialized view that is made on green's cluster"),
  /** What the owner of a view may read. */
  OWNER_READS(
      "owner-reads",
      Group.RIGHTS,
      BLOCKS,
      "a view is read with its owner's rights; it is created without them, and fails when read"),
  /** Something in a deployed schema that is neither view nor index. */
  FOREIGN_IN_SCHEMA(
      "foreign-in-schema", Group.ISOLATION, BLOCKS, "a swap would move it out of production"),
  /** Something on a deployed cluster that is not of a deployed schema. */
  FOREIGN_ON_CLUSTER(
      "foreign-on-cluster", Group.ISOLATION, BLOCKS, "a swap would move it to another cluster"),
  /** Blue on green's cluster or the reverse. */
  CROSSED("crossed", Group.ISOLATION, BLOCKS, "after the swap, cleanup would find it in its way"),
  /** A green schema without relations. */
  EMPTY_GREEN("empty-green", Group.ISOLATION, BLOCKS, "production would be empty"),
  /** A green cluster that is not as blue's is. */
  CLUSTER_DRIFT(
      "cluster-drift", Group.DRIFT, BLOCKS, "production would run on a cluster made otherwise"),
  /** Another owner than blue's. */
  OWNER_DRIFT("owner-drift", Group.DRIFT, BLOCKS, "its owner would lose it"),
  /** A grant that blue has and green has not. */
  GRANT_LOST("grant-lost", Group.DRIFT, BLOCKS, "somebody would lose access"),
  /** A grant that green has and blue has not. */
  GRANT_NEW("grant-new", Group.DRIFT, WARNS, "somebody gets access"),
  /** Default privileges that green has not. */
  DEFAULTS_DRIFT("defaults-drift", Group.DRIFT, BLOCKS, "objects made later would lack them"),
  /** No room for green's clusters. */
  ROOM_CLUSTERS("room-clusters", Group.ROOM, BLOCKS, "the server refuses more"),
  /** A cluster with more replicas than are allowed. */
  ROOM_REPLICAS("room-replicas", Group.ROOM, BLOCKS, "the server refuses more"),
  /** No room for green's materialized views. */
  ROOM_MATERIALIZED_VIEWS("room-materialized-views", Group.ROOM, BLOCKS, "the server refuses more"),
  /** No room for so many objects in one schema. */
  ROOM_OBJECTS("room-objects", Group.ROOM, BLOCKS, "the server refuses more"),
  /** No room for green's schemas. */
  ROOM_SCHEMAS("room-schemas", Group.ROOM, BLOCKS, "the server refuses more"),
  /** A size that is not allowed any more. */
  ROOM_SIZE("room-size", Group.ROOM, BLOCKS, "the server makes no cluster of this size"),
  /** No credits for green's replicas. */
  ROOM_CREDITS("room-credits", Group.ROOM, BLOCKS, "the server refuses replicas beyond it"),
  /** In blue and not in green. */
  VANISHES("vanishes", Group.OBJECTS, BLOCKS, "it would be gone from production"),
  /** An index in blue and not in green. */
  INDEX_VANISHES("index-vanishes", Group.OBJECTS, WARNS, "what it makes fast becomes slow"),
  /** Another kind of object. */
  KIND_CHANGED("kind-changed", Group.OBJECTS, WARNS, "a view keeps nothing, and no sink reads it"),
  /** A column that blue has and green has not. */
  COLUMN_LOST("column-lost", Group.OBJECTS, BLOCKS, "what reads it by name breaks"),
  /** A column of another type. */
  COLUMN_RETYPED("column-retyped", Group.OBJECTS, BLOCKS, "what relies on its type breaks"),
  /** Columns in another order, or not null no longer. */
  COLUMN_MOVED("column-moved", Group.OBJECTS, WARNS, "what reads columns by place or relies on it"),
  /** A column that only green has. */
  COLUMN_NEW("column-new", Group.OBJECTS, TELLS, "readers of all columns get one more"),
  /** In green and not in blue. */
  APPEARS("appears", Group.OBJECTS, TELLS, "it is new in production"),
  /** The project cannot be read yet. */
  MODELS_UNREADABLE(
      "models-unreadable", Group.OBJECTS, WARNS, "what the next version holds is not known yet"),
  /** Something outside that reads what is swapped. */
  READER("reader", Group.READERS, BLOCKS, "after the swap it goes on reading the old object"),
  /** An open SUBSCRIBE on what is swapped. */
  SUBSCRIBER("subscriber", Group.READERS, WARNS, "it goes on with the old object and is not told"),
  /** Production is not what init saw. */
  CHANGED("changed", Group.CHANGED, BLOCKS, "the swap would take the change away"),
  /** The marker does not tell what init saw. */
  CHANGES_UNKNOWN(
      "changes-unknown", Group.CHANGED, TELLS, "an older version of Verdigris made green"),
  /** An accepted name that nothing has. */
  ACCEPTS_NOTHING(
      "accepts-nothing", Group.ACCEPTED, WARNS, "an exception that is not needed hides the next");

  private final String id;
  private final Group group;
  private final Severity severity;
  private final String why;

  Rule(String id, Group group, Severity severity, String why) {
    this.id = id;
    this.group = group;
    this.severity = severity;
    this.why = why;
  }

  /** What findings are told together under, at most nine letters. */
  public enum Group {
    /** What our role may do. */
    RIGHTS,
    /** What a swap would move along. */
    ISOLATION,
    /** Green is not made as blue is. */
    DRIFT,
    /** The server's limits. */
    ROOM,
    /** What is in blue and in green. */
    OBJECTS,
    /** Who reads production from outside. */
    READERS,
    /** Production is not what it was. */
    CHANGED,
    /** What the configuration accepts. */
    ACCEPTED;

    /** As messages have it. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The stable id, for example {@code swap-owner}. */
  public String id() {
    return id;
  }

  /** The group. */
  public Group group() {
    return group;
  }

  /** What a finding means unless the configuration accepts it. */
  public Severity severity() {
    return severity;
  }

  /** Why it matters. */
  public String why() {
    return why;
  }
}
