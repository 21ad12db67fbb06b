package nudge.labeller.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.events.EventCodec;
import nudge.events.InvalidRecordException;
import nudge.events.RelayPosition;
import nudge.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints and measurements so far, and how far the relay is: what the plots show. Thread-safe. */
public final class History implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final int KEPT = 20_000;
    private static final TopicPartition CHECKPOINTS = new TopicPartition(Topics.CHECKPOINTS.topic(), 0);
    private static final TopicPartition ACCURACY = new TopicPartition(Topics.ACCURACY.topic(), 0);
    private static final TopicPartition RELAYED = new TopicPartition(Topics.RELAY_POSITION.topic(), 0);

    private final Map<String, Object> kafka;
    private final ArrayDeque<Entry<CheckpointPublished>> checkpoints = new ArrayDeque<>();
    private final ArrayDeque<Entry<AccuracyMeasured>> accuracy = new ArrayDeque<>();
    private final Map<String, AccuracyMeasured> accuracyOf = new HashMap<>();
    private final List<Consumer<Entry<?>>> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile long relayed;
    private volatile long published;
    private volatile boolean reachable;
    private volatile boolean closed;

    /** An event and its offset in its topic. */
    public record Entry<T>(T event, long offset) {}

    public History(Map<String, Object> kafka) {
        this.kafka = Map.copyOf(kafka);
        this.thread = new Thread(this::follow, "history");
        thread.setDaemon(true);
        thread.start();
    }

    /** The newest checkpoints, newest first. */
    public synchronized List<CheckpointPublished> checkpoints(int limit) {
        List<CheckpointPublished> newest = new ArrayList<>();
        checkpoints.descendingIterator().forEachRemaining(entry -> {
            if (newest.size() < limit) {
                newest.add(entry.event);
            }
        });
        return newest;
    }

    public synchronized Optional<CheckpointPublished> checkpoint(String id) {
        return checkpoints.stream()
                .map(Entry::event)
                .filter(checkpoint -> checkpoint.id().equals(id))
                .findFirst();
    }

    public synchronized Optional<AccuracyMeasured> accuracyOf(String checkpoint) {
        return Optional.ofNullable(accuracyOf.get(checkpoint));
    }

    /** The newest measurements, oldest first. */
    public synchronized List<AccuracyMeasured> accuracy(int limit) {
        return accuracy.stream()
                .skip(Math.max(0, accuracy.size() - limit))
                .map(Entry::event)
                .toList();
    }

    /** What came behind these offsets, oldest first. */
    public synchronized List<Entry<?>> since(long checkpointOffset, long accuracyOffset) {
        List<Entry<?>> missed = new ArrayList<>();
        checkpoints.stream().filter(entry -> entry.offset > checkpointOffset).forEach(missed::add);
        accuracy.stream().filter(entry -> entry.offset > accuracyOffset).forEach(missed::add);
        return missed;
    }

    /** The last event of the log that is committed in Kafka. */
    public long relayed() {
        return relayed;
    }

    /** Position of the last record in {@code nudge.labels}. */
    public long published() {
        return published;
    }

    /** Whether Kafka answers. */
    public boolean reachable() {
        return reachable;
    }

    /** @param listener is told each new entry, in this object's thread */
    public void listen(Consumer<Entry<?>> listener) {
        listeners.add(listener);
    }

    private void follow() {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("isolation.level", "read_committed");
        configuration.put("enable.auto.commit", "false");
        configuration.put("auto.offset.reset", "earliest");
        configuration.put("fetch.max.wait.ms", "100");
        configuration.put("request.timeout.ms", "5000");
        configuration.put("default.api.timeout.ms", "5000");
        Map<TopicPartition, Long> positions = new HashMap<>();
        while (!closed) {
            try (var consumer =
                    new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
                List<TopicPartition> all = List.of(CHECKPOINTS, ACCURACY, RELAYED);
                consumer.assign(all);
                all.forEach(each -> consumer.seek(each, positions.getOrDefault(each, 0L)));
                long checked = 0;
                while (!closed) {
                    for (var record : consumer.poll(Duration.ofMillis(200))) {
                        take(record);
                        positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                    }
                    // An idle poll says nothing about the broker: ask.
                    if (System.nanoTime() - checked > TimeUnit.SECONDS.toNanos(1)) {
                        consumer.endOffsets(List.of(RELAYED), Duration.ofSeconds(2));
                        reachable = true;
                        checked = System.nanoTime();
                    }
                }
            } catch (InterruptException stop) {
                return;
            } catch (KafkaException failed) {
                reachable = false;
                LOG.warn("Kafka does not answer, trying again: {}", failed.getMessage());
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            if (record.topic().equals(RELAYED.topic())) {
                RelayPosition passed = EventCodec.decodeRelayPosition(record);
                relayed = passed.position();
                published = passed.published();
            } else if (record.topic().equals(ACCURACY.topic())) {
                AccuracyMeasured event = EventCodec.decodeAccuracy(record);
                keepAccuracy(new Entry<>(event, record.offset()));
            } else {
                CheckpointPublished event = EventCodec.decodeCheckpoint(record);
                if (event != null) {
                    keepCheckpoint(new Entry<>(event, record.offset()));
                }
            }
        } catch (InvalidRecordException invalid) {
            LOG.warn("passed over: {}", invalid.getMessage());
        }
    }

    private void keepCheckpoint(Entry<CheckpointPublished> entry) {
        synchronized (this) {
            checkpoints.add(entry);
            if (checkpoints.size() > KEPT) {
                accuracyOf.remove(checkpoints.remove().event.id());
            }
        }
        listeners.forEach(listener -> listener.accept(entry));
    }

    private void keepAccuracy(Entry<AccuracyMeasured> entry) {
        synchronized (this) {
            accuracy.add(entry);
            accuracyOf.put(entry.event.checkpoint(), entry.event);
            if (accuracy.size() > KEPT) {
                accuracy.remove();
            }
        }
        listeners.forEach(listener -> listener.accept(entry));
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join(TimeUnit.SECONDS.toMillis(3));
    }
}
