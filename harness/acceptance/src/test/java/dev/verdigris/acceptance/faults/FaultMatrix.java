package dev.verdigris.acceptance.faults;

import dev.verdigris.acceptance.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Every statement that a deployment sends × every fault. Which statements these are an undisturbed
 * run tells, so that the matrix follows the code. One cell runs at a time on a server, since the
 * statements of others would end its swaps, and engines of the matrix's own stand beside the
 * server.
 */
final class FaultMatrix implements AutoCloseable {
  private final TestServer server;
  private final Path directory;
  private final String role = "reader_" + Long.toString(ProcessHandle.current().pid(), 36);
  private final Map<Leg, List<String>> undisturbed = new EnumMap<>(Leg.class);
  private final List<SentStep> steps = new ArrayList<>();
  private final Set<Class<?>> kinds = new HashSet<>();

  /** On a server, with projects below a directory. */
  FaultMatrix(TestServer server, Path directory) throws SQLException {
    this.server = server;
    this.directory = directory;
    server.execute("CREATE ROLE " + role);
  }

  /** Runs each leg once without a fault, to learn its statements and what it leaves. */
  void learn() throws Exception {
    for (Leg leg : Leg.values()) {
      undisturbed.put(leg, CellRun.undisturbed(server, directory, role, leg, steps, kinds));
    }
  }

  /** The kinds of the plans' steps whose statements these are. */
  Set<Class<?>> kinds() {
    return Set.copyOf(kinds);
  }

  /**
   * All cells, in order; of those with a process of their own a sample.
   *
   * @param processes how many have a process of their own
   */
  List<Cell> cells(int processes, Random random) {
    List<Cell> cells = new ArrayList<>();
    List<SentStep> tried = new ArrayList<>();
    SentStep before = null;
    for (SentStep step : steps) {
      if (before != null && before.leg() != step.leg()) {
        before = null;
      }
      if (step.leg().isFurther() && steps.stream().anyMatch(step::isSentBy)) {
        before = step;
        continue;
      }
      tried.add(step);
      for (Fault fault : Fault.values()) {
        if (!fault.forks()
            && fault.concerns(step, before)
            && (fault != Fault.RESTARTED || server.isLocal())) {
          cells.add(new Cell(step, fault));
        }
      }
      before = step;
    }
    for (int i = 0; i < processes; i++) {
      Fault fault = i % 2 == 0 ? Fault.SIGKILLED_AFTER : Fault.SIGKILLED_BEFORE;
      Cell cell = new Cell(tried.get(random.nextInt(tried.size())), fault);
      if (!cells.contains(cell)) {
        cells.add(cell);
      }
    }
    return cells;
  }

  /**
   * Some of the cells, at random: one of each step where there is room for that; one that restarts
   * the server, where that is possible, and one that has a process of its own in any case.
   */
  static List<Cell> sample(List<Cell> cells, int number, Random random) {
    List<Cell> shuffled = new ArrayList<>(cells);
    Collections.shuffle(shuffled, random);
    Map<SentStep, Cell> ofEachStep = new LinkedHashMap<>();
    shuffled.forEach(cell -> ofEachStep.putIfAbsent(cell.step(), cell));
    Predicate<Cell> restarts = cell -> cell.fault() == Fault.RESTARTED;
    Predicate<Cell> forks = cell -> cell.fault().forks();
    Set<Cell> chosen = new LinkedHashSet<>();
    shuffled.stream().filter(restarts).limit(1).forEach(chosen::add);
    shuffled.stream().filter(forks).limit(1).forEach(chosen::add);
    if (number >= ofEachStep.size() + chosen.size()) {
      chosen.addAll(ofEachStep.values());
    }
    for (Cell cell : shuffled) {
      if (chosen.size() < number && !restarts.or(forks).test(cell)) {
        chosen.add(cell);
      }
    }
    return List.copyOf(chosen);
  }

  /** All the cells, at random, and one of each step before all others. */
  static List<Cell> eachStepFirst(List<Cell> cells, Random random) {
    List<Cell> shuffled = new ArrayList<>(cells);
    Collections.shuffle(shuffled, random);
    Map<SentStep, Cell> ofEachStep = new LinkedHashMap<>();
    shuffled.forEach(cell -> ofEachStep.putIfAbsent(cell.step(), cell));
    Set<Cell> ordered = new LinkedHashSet<>(ofEachStep.values());
    ordered.addAll(shuffled);
    return List.copyOf(ordered);
  }

  /**
   * Runs cells and returns what came of them, in their order.
   *
   * @param goesOn whether a further cell may begin
   * @param heard hears of each that is done, from several threads
   * @param engines how many engines of its own it starts beside the local engine, 1 at least where
   *     a cell restarts it; beside another server none, for its cells are about that one
   */
  List<CellResult> run(
      List<Cell> cells, int engines, BooleanSupplier goesOn, Consumer<CellResult> heard)
      throws Exception {
    ConcurrentLinkedDeque<Cell> restarting = new ConcurrentLinkedDeque<>();
    ConcurrentLinkedDeque<Cell> others = new ConcurrentLinkedDeque<>();
    for (Cell cell : cells) {
      (cell.fault() == Fault.RESTARTED ? restarting : others).add(cell);
    }
    Map<Cell, CellResult> results = new ConcurrentHashMap<>();
    Consumer<CellResult> done = heard.andThen(result -> results.put(result.cell(), result));
    int beside = server.isLocal() ? engines : 0;
    ExecutorService pool = Executors.newFixedThreadPool(beside + 1);
    List<EngineServer> own = new ArrayList<>();
    try {
      List<Future<?>> workers = new ArrayList<>();
      CellRun shared = new CellRun(server, directory, role, () -> {}, undisturbed);
      workers.add(pool.submit(() -> work(shared, others, others, goesOn, done)));
      for (int i = 0; i < beside; i++) {
        Path data = Files.createTempDirectory(Files.createDirectories(directory), "engine");
        EngineServer engine = EngineServer.start(data);
        own.add(engine);
        engine.server().execute("CREATE ROLE " + role);
        CellRun run =
            new CellRun(engine.server(), directory, role, engine.engine()::restart, undisturbed);
        BooleanSupplier engineGoesOn =
            () -> goesOn.getAsBoolean() && !engine.engine().ended().isDone();
        workers.add(pool.submit(() -> work(run, restarting, others, engineGoesOn, done)));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } finally {
      pool.shutdownNow();
      own.forEach(EngineServer::close);
    }
    return cells.stream().filter(results::containsKey).map(results::get).toList();
  }

  private static void work(
      CellRun run,
      Deque<Cell> first,
      Deque<Cell> then,
      BooleanSupplier goesOn,
      Consumer<CellResult> done) {
    while (goesOn.getAsBoolean()) {
      Cell cell = first.poll();
      if (cell == null) {
        cell = then.poll();
      }
      if (cell == null) {
        return;
      }
      done.accept(run.run(cell));
    }
  }

  @Override
  public void close() throws SQLException {
    server.asSystem().execute("DROP ROLE IF EXISTS " + role);
  }
}
