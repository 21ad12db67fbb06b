package nudge.labeller.relay;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import nudge.events.ClockGuard;
import nudge.events.InvalidRecordException;
import nudge.events.KafkaSettings;
import nudge.labeller.database.Database;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.relay.RelayOutcome.Committed;
import nudge.labeller.relay.RelayOutcome.Entries;
import nudge.labeller.relay.RelayOutcome.Failed;
import nudge.labeller.relay.RelayOutcome.Fenced;
import nudge.labeller.relay.RelayOutcome.Impossible;
import nudge.labeller.relay.RelayOutcome.Rested;
import nudge.labeller.relay.RelayStep.Compare;
import nudge.labeller.relay.RelayStep.Count;
import nudge.labeller.relay.RelayStep.Elect;
import nudge.labeller.relay.RelayStep.Fence;
import nudge.labeller.relay.RelayStep.Halt;
import nudge.labeller.relay.RelayStep.Look;
import nudge.labeller.relay.RelayStep.Publish;
import nudge.labeller.relay.RelayStep.Read;
import nudge.labeller.relay.RelayStep.Rest;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the settled labels of the log to Kafka, exactly once and in order: carries out the steps of
 * {@link RelayProtocol}, in a thread of its own.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** Records of a batch after which more are expected. */
    private static final int MUCH = 256;
    /** After so many rests in a row that nothing ended, ten seconds, the log is looked at less often: a look costs as much as a label. */
    private static final int QUIET_AFTER = 200;

    private static final int QUIET_FACTOR = 4;

    private final LogReader log;
    private final LabelTopic topic;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Semaphore appended = new Semaphore(0);
    private final ExecutorService ahead = Executors.newSingleThreadExecutor(task -> thread(task, "relay-ahead"));
    private final Thread thread;
    private @Nullable Ahead next;
    private int quietRests;
    private volatile Status status = new Status(State.STARTING, 0, "");

    /** What the relay does. */
    public enum State {
        STARTING,
        /** Another labeller relays. */
        STANDBY,
        RELAYING,
        /** Kafka or the database does not answer; the relay tries again. */
        RETRYING,
        /** The log and Kafka do not fit together: see {@link Relay#reason()}. */
        HALTED
    }

    /**
     * What the relay does.
     *
     * @param position the last event that this relay has passed; 0 before it relays
     * @param reason why it does not relay and what to do, for people to read; empty when it does
     */
    public record Status(State state, long position, String reason) {}

    /** Events that are being read while the transaction before them is committed. */
    private record Ahead(Read read, CompletableFuture<Entries> entries) {}

    public Relay(Database database, KafkaSettings kafka) {
        this.log = new LogReader(database);
        this.topic = new LabelTopic(kafka, Clock.systemUTC());
        this.thread = thread(this::run, "relay");
        thread.start();
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Tells the relay that the log has grown. */
    public void wake() {
        appended.release();
    }

    public Status status() {
        return status;
    }

    public State state() {
        return status.state();
    }

    /** Why it does not relay, for people to read; empty when it does. */
    public String reason() {
        return status.reason();
    }

    /** The last event that this relay has passed; 0 before it relays. */
    public long position() {
        return status.position();
    }

    private void run() {
        RelayProtocol protocol = RelayProtocol.start();
        try (ClockGuard clock = ClockGuard.ofThisThread()) {
            while (closing.getCount() > 0 && !(protocol.step() instanceof Halt)) {
                RelayOutcome outcome = outcome(protocol.step(), clock);
                protocol = protocol.after(outcome, now());
                show(protocol, outcome);
            }
        } catch (InterruptException | InterruptedException stop) {
            LOG.debug("the relay is stopped");
        } catch (RuntimeException | Error broken) {
            status = new Status(State.HALTED, status.position(), HaltReason.unexpected(broken));
            LOG.error("the relay failed", broken);
        } finally {
            topic.close();
            ahead.shutdownNow();
            resign();
        }
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void show(RelayProtocol protocol, RelayOutcome outcome) {
        Status before = status;
        long position = protocol.passed() == null
                ? before.position()
                : protocol.passed().position();
        status = new Status(protocol.state(), position, reason(protocol, outcome, before));
        if (protocol.step() instanceof Halt halt) {
            LOG.error("the relay halts: {}", halt.reason());
        } else if (outcome instanceof Failed failed) {
            LOG.warn("the relay starts again: {}", failed.reason());
        }
        if (protocol.state() != before.state()) {
            LOG.info("the relay is {} at position {}", protocol.state(), position);
        }
    }

    private static String reason(RelayProtocol protocol, RelayOutcome outcome, Status before) {
        if (protocol.step() instanceof Halt halt) {
            return halt.reason();
        }
        if (outcome instanceof Failed failed) {
            return failed.reason();
        }
        return protocol.state() == State.RETRYING ? before.reason() : "";
    }

    private RelayOutcome outcome(RelayStep step, ClockGuard clock) throws InterruptedException {
        try {
            return outcome(step);
        } catch (InterruptException | InterruptedException stop) {
            if (!clock.wasPutBack()) {
                throw stop;
            }
            return startAgain(HaltReason.clockPutBack());
        }
    }

    private RelayOutcome outcome(RelayStep step) throws InterruptedException {
        try {
            return carryOut(step);
        } catch (InterruptException stop) {
            throw stop;
        } catch (StoreUnavailableException down) {
            return startAgain(HaltReason.databaseFails(down));
        } catch (KafkaException failed) {
            return startAgain(HaltReason.kafkaFails(failed));
        } catch (InvalidRecordException foreign) {
            return new Impossible(HaltReason.foreignRecord(foreign));
        } catch (RuntimeException broken) {
            LOG.error("the relay cannot go on", broken);
            return new Impossible(HaltReason.unexpected(broken));
        }
    }

    private Failed startAgain(String reason) {
        topic.close();
        next = null;
        return new Failed(reason);
    }

    private RelayOutcome carryOut(RelayStep step) throws InterruptedException {
        if (step instanceof Elect) {
            return log.elect(now());
        }
        if (step instanceof Fence fence) {
            topic.fence(fence.store());
            return new Fenced();
        }
        if (step instanceof Look) {
            return topic.look();
        }
        if (step instanceof Compare compare) {
            return log.compare(compare);
        }
        if (step instanceof Count count) {
            return log.count(count);
        }
        if (step instanceof Read read) {
            appended.drainPermits();
            return read(read);
        }
        if (step instanceof Publish publish) {
            topic.publish(publish, () -> readAhead(publish));
            quietRests = 0;
            return new Committed();
        }
        if (step instanceof Rest rest) {
            rest(rest.most(), rest.wakes());
            return new Rested();
        }
        throw new IllegalStateException("expected a step that can be carried out, got " + step);
    }

    /** After a large batch there are most likely more events. */
    private void readAhead(Publish publish) {
        if (publish.records().size() < MUCH) {
            return;
        }
        Read read = new Read(publish.to().position(), RelayProtocol.BATCH);
        next = new Ahead(read, CompletableFuture.supplyAsync(() -> log.read(read.after(), read.limit()), ahead));
    }

    /** What was read ahead; read again when that was nothing, because the log may have grown since. */
    private Entries read(Read read) {
        Ahead found = next;
        next = null;
        if (found != null && found.read().equals(read)) {
            try {
                Entries entries = found.entries().join();
                if (!entries.entries().isEmpty()) {
                    return entries;
                }
            } catch (CompletionException failed) {
                LOG.debug("reading ahead failed: reading again", failed);
            }
        }
        return log.read(read.after(), read.limit());
    }

    private void rest(Duration most, boolean wakes) throws InterruptedException {
        if (!wakes) {
            closing.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } else if (appended.tryAcquire(
                (quietRests < QUIET_AFTER ? 1 : QUIET_FACTOR) * most.toMillis(), TimeUnit.MILLISECONDS)) {
            appended.drainPermits();
            quietRests = 0;
        } else {
            quietRests++;
        }
    }

    private void resign() {
        // The connection pool gives an interrupted thread no connection.
        boolean interrupted = Thread.interrupted();
        try {
            log.resign();
        } catch (StoreUnavailableException gone) {
            LOG.debug("the relay's lease was not given back: it expires", gone);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops, and gives the lease back, so that another relay can begin at once. */
    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        appended.release();
        thread.join(TimeUnit.SECONDS.toMillis(5));
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
    }
}
