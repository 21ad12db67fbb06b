package nudge.events;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The small client that applications use: polls for new checkpoints, each with its weights checked against its digest,
 * and for accuracy measurements.
 *
 * <p>Reads committed records only and keeps no state in Kafka, so any number of subscribers can follow one model side by
 * side. Not thread-safe, except for {@link #wakeup()}. Who wants proven checkpoints alone takes a {@link ChampionSubscriber}.
 *
 * <pre>{@code
 * try (var subscriber = CheckpointSubscriber.subscribe(KafkaSettings.of(servers), Start.LATEST)) {
 *     while (running) {
 *         for (Update update : subscriber.poll(Duration.ofSeconds(1))) {
 *             if (update instanceof Update.Checkpoint checkpoint) model = WeightFile.read(checkpoint.weights());
 *         }
 *     }
 * }
 * }</pre>
 */
public final class CheckpointSubscriber implements AutoCloseable {
    private static final TopicPartition CHECKPOINTS = Topics.CHECKPOINTS.partition();
    private static final TopicPartition WEIGHTS = Topics.WEIGHTS.partition();
    private static final TopicPartition ACCURACY = Topics.ACCURACY.partition();

    private static final List<TopicPartition> ALL = List.of(CHECKPOINTS, WEIGHTS, ACCURACY);

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Assembly assembly = new Assembly();
    private final ArrayDeque<ConsumerRecord<String, byte[]>> arrived = new ArrayDeque<>();
    private final List<Update> ready = new ArrayList<>();

    /** The checkpoint to begin with. */
    public enum Start {
        /** The latest one so far. */
        LATEST,
        /** The oldest one whose weights are still kept. */
        EARLIEST,
        /** The first one that is published from now on. */
        NEXT
    }

    /** What {@link #poll} returns. */
    public sealed interface Update {
        /** Offset of the event in its topic. */
        long offset();

        /**
         * A checkpoint.
         *
         * @param weights the weight file, whose SHA-256 is {@code event.sha256()}
         */
        record Checkpoint(CheckpointPublished event, byte[] weights, long offset) implements Update {}

        /** How good a checkpoint is. */
        record Accuracy(AccuracyMeasured event, long offset) implements Update {}
    }

    private CheckpointSubscriber(KafkaConsumer<String, byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * Finds where to begin, and returns once that is known.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    public static CheckpointSubscriber subscribe(KafkaSettings kafka, Start start) {
        CheckpointSubscriber subscriber = new CheckpointSubscriber(
                new KafkaConsumer<>(configuration(kafka), new StringDeserializer(), new ByteArrayDeserializer()));
        try {
            subscriber.seek(start, kafka);
        } catch (RuntimeException failed) {
            subscriber.close();
            throw failed;
        }
        return subscriber;
    }

    static Map<String, Object> configuration(KafkaSettings kafka) {
        Map<String, Object> configuration = kafka.forConsumer();
        // An application may be far from the broker: it waits longer than the services do.
        configuration.put("request.timeout.ms", "10000");
        configuration.put("default.api.timeout.ms", "60000");
        // Nothing is delivered again: see seekIntoRange.
        configuration.put("auto.offset.reset", "none");
        configuration.putAll(kafka.properties());
        return configuration;
    }

    private void seek(Start start, KafkaSettings kafka) {
        consumer.assign(ALL);
        // Asked before the last checkpoint is looked up: what becomes readable in between is read later, not missed.
        Map<TopicPartition, Long> ends = consumer.endOffsets(ALL);
        ConsumerRecord<String, byte[]> last = start == Start.EARLIEST ? null : lastCheckpoint(kafka);
        if (last == null) {
            consumer.seekToBeginning(ALL);
        } else {
            // The next checkpoint's weights may be readable already, before its event is.
            seekToTime(WEIGHTS, last.timestamp(), ends);
            if (start == Start.LATEST) {
                consumer.seek(CHECKPOINTS, last.offset());
                seekToTime(ACCURACY, last.timestamp(), ends);
            } else {
                consumer.seek(CHECKPOINTS, last.offset() + 1);
                consumer.seek(ACCURACY, ends.get(ACCURACY));
            }
        }
        ALL.forEach(consumer::position);
    }

    /**
     * All records of a checkpoint carry the same timestamp. The first with this time or a later one stands not behind them,
     * whatever the clock did.
     */
    private void seekToTime(TopicPartition partition, long timestamp, Map<TopicPartition, Long> ends) {
        var found = consumer.offsetsForTimes(Map.of(partition, timestamp)).get(partition);
        consumer.seek(partition, found == null ? ends.get(partition) : found.offset());
    }

    /** The last checkpoint that can be read, or null. One that is being published comes with the next poll. */
    private static @Nullable ConsumerRecord<String, byte[]> lastCheckpoint(KafkaSettings kafka) {
        try (CommittedRecords records = CommittedRecords.open(kafka, LONGEST_SILENCE)) {
            long end = records.end(CHECKPOINTS, CommittedRecords.End.LAST_STABLE_OFFSET);
            return records.last(CHECKPOINTS, end, CheckpointSubscriber::isCheckpoint)
                    .orElse(null);
        }
    }

    private static boolean isCheckpoint(ConsumerRecord<String, byte[]> record) {
        try {
            return EventCodec.decodeCheckpoint(record) != null;
        } catch (InvalidRecordException broken) {
            // poll will throw when it comes to this record.
            return false;
        }
    }

    /**
     * What has arrived: each checkpoint once, in order, as soon as its weights are complete.
     *
     * @param timeout how long to wait when nothing has arrived
     * @throws InvalidRecordException when a record does not keep the contract or weights do not match their digest; the next
     *     poll continues behind that record
     * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup()}
     */
    public List<Update> poll(Duration timeout) {
        if (arrived.isEmpty()) {
            pauseOrResumeWeights();
            fetch(ready.isEmpty() ? timeout : Duration.ZERO);
        }
        deliverComplete();
        while (!arrived.isEmpty()) {
            take(arrived.remove());
            deliverComplete();
        }
        List<Update> updates = List.copyOf(ready);
        ready.clear();
        return updates;
    }

    private void fetch(Duration timeout) {
        try {
            consumer.poll(timeout).forEach(arrived::add);
        } catch (OffsetOutOfRangeException moved) {
            moved.offsetOutOfRangePartitions().forEach(this::seekIntoRange);
        }
    }

    /** Records that were not read may have been deleted; or Kafka has lost the end of a topic, all of which had been read. */
    private void seekIntoRange(TopicPartition partition, long offset) {
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        if (offset > end) {
            consumer.seek(partition, end);
        } else {
            consumer.seekToBeginning(List.of(partition));
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(WEIGHTS.topic())) {
            WeightChunk chunk = WeightChunk.decode(record);
            if (chunk != null) {
                assembly.take(chunk);
            }
        } else if (record.topic().equals(CHECKPOINTS.topic())) {
            CheckpointPublished event = EventCodec.decodeCheckpoint(record);
            if (event != null) {
                assembly.announce(event, record.offset());
            }
        } else {
            ready.add(new Update.Accuracy(EventCodec.decodeAccuracy(record), record.offset()));
        }
    }

    private void deliverComplete() {
        for (Update next = assembly.next(); next != null; next = assembly.next()) {
            ready.add(next);
        }
    }

    /** Weights are large and events small: a reader with a long way to go must not hold many weights before their events. */
    private void pauseOrResumeWeights() {
        if (assembly.isFarAhead() && consumer.paused().contains(WEIGHTS) && hasReadAllCheckpoints()) {
            assembly.forgetUnannounced();
        }
        if (assembly.isFarAhead()) {
            consumer.pause(List.of(WEIGHTS));
        } else {
            consumer.resume(List.of(WEIGHTS));
        }
    }

    private boolean hasReadAllCheckpoints() {
        return consumer.position(CHECKPOINTS)
                >= consumer.endOffsets(List.of(CHECKPOINTS)).get(CHECKPOINTS);
    }

    /** Makes a poll that waits in another thread return at once. */
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
