package dev.verdigris.engine;

import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ObjectType;
import dev.verdigris.engine.catalog.Simulation;
import dev.verdigris.engine.fault.Spans;
import dev.verdigris.engine.fault.StatementFault;
import dev.verdigris.engine.fault.StatementFaults;
import dev.verdigris.engine.fault.Steering;
import dev.verdigris.engine.fault.Steerings;
import dev.verdigris.engine.sink.SinkFault;
import dev.verdigris.engine.sink.SinkSteps;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a test has an engine do wrong. Everything is off by default, is listed by {@link #list()},
 * is taken back by {@link #reset()}, and is told in the engine's log when it is set and when it has
 * an effect. The same can be said in SQL on the internal port, by the functions of the schema
 * {@code verdigris_engine}. Hydration, lag and health are {@link LocalEngine#simulation()}.
 *
 * <pre>{@code
 * engine.faults().statements("COMMIT.*SWAP").dropAfter();
 * engine.faults().statements("ALTER SINK").skipping(1).times(2).fail("XX000", "broker is away");
 * engine.faults().sinkStalls("materialize.flights.delays_sink");
 * }</pre>
 */
public final class Faults {
  private static final String SINK_STALLS = "sink_stalls";
  private static final String SINK_FAILS = "sink_fails";
  private static final String CUTOVER_HANGS = "sink_cutover_hangs";
  private static final String CLOCK = "clock_jumps";

  private final Steerings steerings = new Steerings();
  private final Simulation simulation = new Simulation(steerings);
  private final StatementFaults statementFaults = new StatementFaults(steerings);
  private final Timestamps timestamps = new Timestamps();
  private final Map<String, SinkFault> sinks = new LinkedHashMap<>();
  private final ForeignDdl foreignDdl = new ForeignDdl(steerings);
  private final SinkSteps sinkSteps;
  private @Nullable Assembly assembly;
  private Runnable restart = () -> {};

  Faults(SinkSteps sinkSteps) {
    this.sinkSteps = sinkSteps;
  }

  /** Who is told of every step of every sink. */
  SinkSteps sinkSteps() {
    return sinkSteps;
  }

  /** Takes hold of what runs now; sinks are as they were said to be. */
  synchronized void use(Assembly running, String internalUrl, Runnable howToRestart) {
    assembly = running;
    restart = howToRestart;
    foreignDdl.use(internalUrl);
    sinks.forEach(
        (sink, fault) -> {
          Item item = find(sink);
          if (item != null) {
            running.sinks().play(item.id(), fault, effect -> fired(sink, effect));
          }
        });
  }

  Timestamps timestamps() {
    return timestamps;
  }

  /** Hydration, lag and health; the same as {@link LocalEngine#simulation()}. */
  public Simulation simulation() {
    return simulation;
  }

  /** Which statements go wrong, as the wire asks for it. */
  public StatementFaults statementFaults() {
    return statementFaults;
  }

  /**
   * Begins to say what happens to the statements of clients that match, once unless {@link
   * Statements#times} says otherwise.
   *
   * @param pattern a regular expression that is compared with the beginning of a statement, in any
   *     case, blanks and line ends as one blank. A COMMIT is compared as {@code COMMIT: statement;
   *     statement}, with those of its transaction: {@code COMMIT.*SWAP} is the end of a swap
   */
  public Statements statements(String pattern) {
    return new Statements(pattern, 0, 1);
  }

  /** What happens to the statements that match a pattern. */
  public final class Statements {
    private final String pattern;
    private final int skip;
    private final int times;

    private Statements(String pattern, int skip, int times) {
      this.pattern = pattern;
      this.skip = skip;
      this.times = times;
    }

    /** Spares that many of them first. */
    public Statements skipping(int number) {
      return new Statements(pattern, number, times);
    }

    /** It happens to that many of them. */
    public Statements times(int number) {
      return new Statements(pattern, skip, number);
    }

    /** It happens to all of them. */
    public Statements always() {
      return times(StatementFaults.ALWAYS);
    }

    /** They wait that long before they run; their timeout and cancel requests end the wait. */
    public void slow(Duration duration) {
      set(new StatementFault.Slow(duration));
    }

    /**
     * They fail and do not run.
     *
     * @param sqlstate five characters
     */
    public void fail(String sqlstate, String message) {
      if (!sqlstate.matches("[0-9A-Z]{5}")) {
        throw new IllegalArgumentException(
            "an SQLSTATE is five digits or capital letters, not " + sqlstate);
      }
      set(new StatementFault.Failing(sqlstate, message));
    }

    /** The connection is lost, and the statement does not run. */
    public void dropBefore() {
      set(new StatementFault.DropBefore());
    }

    /**
     * The statement runs, and its connection is lost before the client is told of it. Outside of a
     * transaction block it has taken effect then, with the message that it is part of; inside of
     * one it is rolled back with the connection, unless it is the COMMIT.
     */
    public void dropAfter() {
      set(new StatementFault.DropAfter());
    }

    /** The connection is lost at once, and the statement takes effect all the same, later. */
    public void takeEffectLate(Duration delay) {
      set(new StatementFault.Late(delay));
    }

    /** Another session changes the catalog just before the statement runs. */
    public void afterForeignDdl() {
      set(new StatementFault.ForeignDdl());
    }

    private void set(StatementFault fault) {
      statementFaults.add(pattern, fault, skip, times);
    }
  }

  /**
   * A sink stands still, as one whose broker does not answer: it sends nothing, and {@code ALTER
   * SINK} waits.
   *
   * @param sink its full name, such as {@code materialize.sinks.delays}
   * @throws IllegalArgumentException if there is no such sink
   */
  public void sinkStalls(String sink) {
    play(sink, fault(sink).stalling(true));
    steerings.set(SINK_STALLS, sink, "");
  }

  /** A sink stands still with an error, which its status tells. */
  public void sinkFails(String sink, String message) {
    play(sink, fault(sink).failing(message));
    steerings.set(SINK_FAILS, sink, message);
  }

  /** A sink goes on, but {@code ALTER SINK … SET FROM} on it waits until it is cancelled. */
  public void sinkCutoverHangs(String sink) {
    play(sink, fault(sink).hanging(true));
    steerings.set(CUTOVER_HANGS, sink, "");
  }

  /** Another session creates and drops a schema again and again. */
  public void ddlChurns(Duration every) {
    foreignDdl.churn(every);
  }

  /** Another session creates and drops a schema, now. */
  public void foreignDdl() {
    foreignDdl.run();
  }

  /**
   * The engine's clock jumps ahead: {@code mz_now()}, {@code now()}, the times of writes and
   * frontiers. There is no way back, by {@link #reset()} neither: timestamps never go back.
   * Hydration and timeouts take real time.
   *
   * @param by more than nothing
   */
  public void clockJumps(Duration by) {
    timestamps.jump(by);
    steerings.set(CLOCK, "", "ahead by " + Spans.text(Duration.ofMillis(timestamps.ahead())));
  }

  /**
   * Kills the engine and starts it again, with the same ports and data: all connections are lost
   * without a word, PostgreSQL is killed, everything hydrates anew. The broker goes on, as one that
   * is not the engine's own would. What was steered stays steered.
   */
  public void restart() {
    Runnable how;
    synchronized (this) {
      how = restart;
    }
    how.run();
  }

  /** What is set now. */
  public List<Steering> list() {
    return steerings.list();
  }

  /**
   * Takes back what was said of one target, as {@link #list()} names it.
   *
   * @param target the full name of an object or a sink, a cluster, {@code cluster.replica}, or a
   *     pattern
   */
  public void reset(String target) {
    simulation.reset(target);
    for (Steering steering : steerings.list()) {
      if (steering.target().equals(target)) {
        statementFaults.remove(target, steering.name());
      }
    }
    resetSink(target);
  }

  /** Takes everything back, but for a clock that has jumped. */
  public void reset() {
    simulation.reset();
    statementFaults.clear();
    foreignDdl.end();
    List<String> all;
    synchronized (this) {
      all = List.copyOf(sinks.keySet());
    }
    all.forEach(this::resetSink);
  }

  private void resetSink(String sink) {
    synchronized (this) {
      if (sinks.containsKey(sink) && find(sink) != null) {
        play(sink, SinkFault.NONE);
      }
      sinks.remove(sink);
    }
    List.of(SINK_STALLS, SINK_FAILS, CUTOVER_HANGS).forEach(name -> steerings.unset(name, sink));
  }

  private synchronized SinkFault fault(String sink) {
    return sinks.getOrDefault(sink, SinkFault.NONE);
  }

  private synchronized void play(String sink, SinkFault fault) {
    Item item = find(sink);
    Assembly running = assembly;
    if (item == null || running == null) {
      throw new IllegalArgumentException("there is no sink " + sink);
    }
    running.sinks().play(item.id(), fault, effect -> fired(sink, effect));
    sinks.put(sink, fault);
  }

  private void fired(String sink, String effect) {
    for (Steering steering : steerings.list()) {
      if (steering.target().equals(sink) && steering.name().startsWith("sink_")) {
        steerings.fired(steering.name(), sink, effect);
      }
    }
  }

  private @Nullable Item find(String sink) {
    if (assembly == null) {
      return null;
    }
    CatalogState state = assembly.catalog().state();
    return state.items().stream()
        .filter(item -> item.type() == ObjectType.SINK)
        .filter(item -> String.join(".", state.fullName(item)).equals(sink))
        .findFirst()
        .orElse(null);
  }

  /** Ends what runs for it. */
  void close() {
    foreignDdl.close();
    simulation.close();
  }
}
