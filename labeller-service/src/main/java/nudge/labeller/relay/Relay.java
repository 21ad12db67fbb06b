package nudge.labeller.relay;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import nudge.events.EventCodec;
import nudge.events.LabelRecord;
import nudge.events.RelayPosition;
import nudge.labeller.log.Log;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the settled labels of the log to Kafka, exactly once and in order.
 *
 * <p>Of several labellers on one database one relays at a time: a session lock in Postgres chooses it, the producer's
 * transactional id fences its predecessor. Kafka itself remembers how far it came, in the transaction of the records; a
 * position stored elsewhere could disagree.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    /** Events a transaction. */
    private static final int BATCH = 500;

    private static final long LOCK = 0x6e75646765L;

    private final DataSource database;
    private final Map<String, Object> kafka;
    private final Semaphore appended = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private volatile State state = State.STARTING;
    private volatile String reason = "";
    private volatile long position;

    /** What the relay does. */
    public enum State {
        STARTING,
        /** Another labeller relays. */
        STANDBY,
        RELAYING,
        /** Kafka or the database does not answer; it tries again. */
        RETRYING,
        /** The log and Kafka do not fit together: see {@link Relay#reason()}. */
        HALTED
    }

    /** @param kafka client configuration: {@code bootstrap.servers} at least */
    public Relay(DataSource database, Map<String, Object> kafka) {
        this.database = database;
        this.kafka = Map.copyOf(kafka);
        this.thread = new Thread(this::run, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    /** Tells that the log has grown. */
    public void wake() {
        appended.release();
    }

    public State state() {
        return state;
    }

    /** Why it does not relay, for people; empty when it does. */
    public String reason() {
        return reason;
    }

    /** The last event that this relay has passed; 0 before it relays. */
    public long position() {
        return position;
    }

    private void run() {
        while (!closed) {
            try (Connection session = database.getConnection()) {
                session.setAutoCommit(true);
                if (lock(session)) {
                    relay(session);
                } else {
                    state = State.STANDBY;
                    await(500);
                }
            } catch (RelayHaltedException halted) {
                state = State.HALTED;
                reason = String.valueOf(halted.getMessage());
                LOG.error("the relay halts: {}", reason);
                return;
            } catch (InterruptException stop) {
                return;
            } catch (SQLException | KafkaException failed) {
                state = State.RETRYING;
                reason = String.valueOf(failed.getMessage());
                LOG.warn("the relay starts again: {}", reason);
                await(500);
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    /** The connection stays out of the pool as long as it holds the lock: the lock ends with the session. */
    private static boolean lock(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                var row = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static void unlock(Connection session) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
        }
    }

    private void relay(Connection session) throws SQLException, InterruptedException {
        try {
            Log.Head head = Log.head(session);
            try (KafkaProducer<String, byte[]> producer = producer(head.store())) {
                // Fence every predecessor before reading how far they came.
                producer.initTransactions();
                RelayPosition from = PublishedPosition.read(kafka, head.store());
                if (from == null) {
                    from = new RelayPosition(head.store(), 0, 0, 0);
                }
                if (from.position() > head.position()) {
                    throw new RelayHaltedException("Kafka has the log's events up to " + from.position()
                            + ", but the log ends at " + head.position()
                            + ": the database is older than Kafka (a restored backup?); connect an empty Kafka");
                }
                LOG.info("the relay begins behind position {}", from.position());
                follow(session, producer, from);
            }
        } finally {
            if (!session.isClosed() && session.isValid(1)) {
                unlock(session);
            }
        }
    }

    private void follow(Connection session, KafkaProducer<String, byte[]> producer, RelayPosition from)
            throws SQLException, InterruptedException {
        RelayPosition passed = from;
        position = passed.position();
        state = State.RELAYING;
        reason = "";
        while (!closed) {
            appended.drainPermits();
            List<LogReader.Entry> entries = LogReader.after(session, passed.position(), BATCH);
            if (entries.isEmpty()) {
                // Woken by this process's appends; another labeller's are found by looking.
                boolean woken = appended.tryAcquire(50, TimeUnit.MILLISECONDS);
                if (!woken && closed) {
                    return;
                }
            } else {
                passed = publish(producer, passed, entries);
                position = passed.position();
            }
        }
    }

    private static RelayPosition publish(
            KafkaProducer<String, byte[]> producer, RelayPosition from, List<LogReader.Entry> entries) {
        String store = from.store().toString();
        long published = from.published();
        long records = from.records();
        producer.beginTransaction();
        for (LogReader.Entry entry : entries) {
            LabelRecord record = entry.record(published);
            if (record != null) {
                producer.send(
                        EventCodec.encode(record, store, entry.event().id().toString()));
                published = record.position();
                records++;
            }
        }
        RelayPosition to = new RelayPosition(
                from.store(), entries.get(entries.size() - 1).event().position(), published, records);
        producer.send(EventCodec.encode(to, Instant.now()));
        producer.commitTransaction();
        return to;
    }

    private KafkaProducer<String, byte[]> producer(UUID store) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("transactional.id", "relay-" + store);
        configuration.put("enable.idempotence", "true");
        configuration.put("acks", "all");
        configuration.put("linger.ms", "0");
        configuration.put("batch.size", "262144");
        configuration.put("transaction.timeout.ms", "15000");
        configuration.put("delivery.timeout.ms", "14000");
        configuration.put("request.timeout.ms", "5000");
        configuration.put("max.block.ms", "10000");
        return new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
    }

    private void await(long millis) {
        try {
            boolean woken = appended.tryAcquire(millis, TimeUnit.MILLISECONDS);
            if (woken) {
                appended.drainPermits();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        appended.release();
        thread.join(TimeUnit.SECONDS.toMillis(5));
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
    }
}
