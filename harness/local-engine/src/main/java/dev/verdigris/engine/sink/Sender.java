package dev.verdigris.engine.sink;

import dev.verdigris.engine.catalog.ItemFacts;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The half of a sink that sends: one Kafka transaction for each batch, with the progress record in
 * it. Whether a transaction of which the outcome is unknown took place, the progress record tells;
 * so a batch is never lost and never sent twice.
 */
final class Sender implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final String sink;
  private final ItemFacts.Sink facts;
  private final String progressTopic;
  private final Supplier<String> broker;
  private final Consumer<Batch> staged;
  private final LongConsumer sent;
  private final Statuses statuses;
  private final Consumer<SinkStep> steps;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Batch> queue = new ArrayDeque<>();
  private boolean loaded;
  private boolean replicas;
  private SinkFault fault = SinkFault.NONE;
  private @Nullable String unreadable;
  private boolean connected;
  private boolean closed;

  /**
   * A sender that runs at once.
   *
   * @param broker where the broker is now; asked for at each connection
   * @param staged takes each batch that was written, before its transaction is committed
   * @param sent takes the time of each batch that is known to be in the topic
   */
  Sender(
      String sink,
      ItemFacts.Sink facts,
      String progressTopic,
      Supplier<String> broker,
      Consumer<Batch> staged,
      LongConsumer sent,
      Statuses statuses,
      Consumer<SinkStep> steps) {
    this.sink = sink;
    this.facts = facts;
    this.progressTopic = progressTopic;
    this.broker = broker;
    this.staged = staged;
    this.sent = sent;
    this.statuses = statuses;
    this.steps = steps;
    this.thread = new Thread(this::run, "sink-send-" + sink);
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /** What an earlier process captured and may not have sent; before all else. */
  void earlier(List<Batch> batches) {
    update(
        () -> {
          batches.forEach(queue::addLast);
          loaded = true;
        });
  }

  void send(Batch batch) {
    update(() -> queue.addLast(batch));
  }

  /** Whether the sink's cluster has a replica; without one it is paused. */
  void replicas(boolean some) {
    update(() -> replicas = some);
  }

  /** Makes the sink stand still, or go on, as a test wants it. */
  void play(SinkFault newFault) {
    update(() -> fault = newFault);
  }

  /** Why its relation cannot be read, so that it must stand still; null: it can. */
  void unreadable(@Nullable String reason) {
    update(() -> unreadable = reason);
  }

  /** Why its relation cannot be read, or null. */
  @Nullable String unreadable() {
    lock.lock();
    try {
      return unreadable;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it sends at present. */
  boolean isRunning() {
    lock.lock();
    try {
      return mayRun() && connected;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it sends, at most that long. */
  void awaitRunning(Duration atMost) throws InterruptedException {
    await(() -> mayRun() && connected, atMost);
  }

  @Override
  public void close() {
    update(() -> closed = true);
    try {
      // A transaction that is under way comes to its end; only one that hangs is broken off.
      thread.join(TimeUnit.SECONDS.toMillis(5));
      thread.interrupt();
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    String told = "";
    while (true) {
      KafkaProducer<String, String> producer = null;
      Duration patience = CLOSE;
      try {
        told = statuses.tell(told, "starting", null);
        while (!awaitLeave()) {
          if (isClosed()) {
            return;
          }
          told = statuses.tell(told, standstill(), error());
        }
        producer = connect();
        setConnected(true);
        told = "";
        while (true) {
          told = statuses.tell(told, "running", null);
          Batch batch = next();
          if (batch == null) {
            break;
          }
          transact(producer, batch);
          steps.accept(SinkStep.TRANSACTION_COMMITTED);
          sent.accept(batch.timestamp());
          steps.accept(SinkStep.TRANSACTION_NOTED);
          update(queue::removeFirst);
        }
        if (isClosed()) {
          return;
        }
      } catch (InterruptedException | org.apache.kafka.common.errors.InterruptException e) {
        return;
      } catch (ProducerFencedException | InvalidProducerEpochException e) {
        LOG.warn("sink {} ends here: another process writes for it", sink, e);
        statuses.status("stalled", "kafka: another producer has taken over");
        return;
      } catch (RuntimeException e) {
        LOG.debug("sink {} cannot send", sink, e);
        told = statuses.tell(told, "stalled", "kafka: " + e.getMessage());
        if (!pause()) {
          return;
        }
      } catch (ExceptionInInitializerError e) {
        if (isShutdown(e)) {
          return;
        }
        throw e;
      } catch (Error e) {
        patience = Duration.ZERO; // A longer one would tidy up its transaction.
        throw e;
      } finally {
        setConnected(false);
        if (producer != null) {
          close(producer, patience);
        }
      }
    }
  }

  /**
   * Kafka's classes add shutdown hooks where they are first used, and a JVM that ends takes none.
   */
  private static boolean isShutdown(ExceptionInInitializerError e) {
    return e.getCause() instanceof IllegalStateException late
        && String.valueOf(late.getMessage()).contains("Shutdown in progress");
  }

  private KafkaProducer<String, String> connect() throws InterruptedException {
    String address = broker.get();
    Topics.create(address, facts, progressTopic);
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, address);
    String prefix = facts.settings().transactionalIdPrefix();
    String transactions = progressTopic + "-" + sink;
    settings.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        prefix == null ? transactions : prefix + "-" + transactions);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, facts.settings().compression());
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    try {
      // Fences whoever wrote for this sink before; only then is the progress record final.
      producer.initTransactions();
      long frontier = Topics.frontier(address, progressTopic, progressKey());
      update(
          () -> {
            while (!queue.isEmpty() && queue.peekFirst().timestamp() < frontier) {
              queue.removeFirst();
            }
          });
      steps.accept(SinkStep.FENCED);
      if (frontier > 0) {
        sent.accept(frontier - 1);
      }
      return producer;
    } catch (RuntimeException | Error e) {
      close(producer, Duration.ZERO);
      throw e;
    }
  }

  private void transact(KafkaProducer<String, String> producer, Batch batch) {
    producer.beginTransaction();
    steps.accept(SinkStep.TRANSACTION_BEGUN);
    for (SinkRecord each : batch.records()) {
      // What becomes of a record, the commit tells.
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(
                  facts.topic(),
                  null,
                  null,
                  each.key(),
                  each.value(),
                  Headers.of(batch.timestamp(), each.headers())));
    }
    staged.accept(batch);
    steps.accept(SinkStep.RECORDS_SENT);
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(
                progressTopic,
                progressKey(),
                Topics.progress(batch.timestamp() + 1, batch.version())));
    steps.accept(SinkStep.PROGRESS_SENT);
    producer.commitTransaction();
  }

  private void close(KafkaProducer<String, String> producer, Duration patience) {
    try {
      producer.close(patience);
    } catch (RuntimeException e) {
      LOG.debug("sink {} leaves a connection behind", sink, e);
    }
  }

  private String progressKey() {
    return "mz-sink-" + sink;
  }

  /** Waits a moment for leave to run; false if there is none yet. */
  private boolean awaitLeave() throws InterruptedException {
    return await(() -> mayRun() || closed, RETRY) && !isClosed();
  }

  /** The batch whose turn it is; null when the sink must stand still or end. */
  private @Nullable Batch next() throws InterruptedException {
    lock.lock();
    try {
      while (mayRun() && !closed && queue.isEmpty()) {
        changed.await();
      }
      return mayRun() && !closed ? queue.peekFirst() : null;
    } finally {
      lock.unlock();
    }
  }

  private boolean pause() {
    try {
      return !await(() -> closed, RETRY);
    } catch (InterruptedException e) {
      return false;
    }
  }

  private boolean await(BooleanSupplier done, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!done.getAsBoolean() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return done.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  private boolean mayRun() {
    return loaded && replicas && !fault.standsStill() && unreadable == null;
  }

  private String standstill() {
    lock.lock();
    try {
      return !replicas
          ? "paused"
          : fault.standsStill() || unreadable != null ? "stalled" : "starting";
    } finally {
      lock.unlock();
    }
  }

  private @Nullable String error() {
    lock.lock();
    try {
      return !replicas ? null : fault.error() != null ? fault.error() : unreadable;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void setConnected(boolean now) {
    update(() -> connected = now);
  }

  private void update(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
