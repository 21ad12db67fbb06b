package nudge.events;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The small client that applications use: polls for new checkpoints, each with its weights checked against its digest,
 * and for accuracy measurements.
 *
 * <p>Reads committed records only, keeps no state in Kafka, and so any number of subscribers follow one model side by side.
 * Not thread-safe, but for {@link #wakeup()}.
 *
 * <pre>{@code
 * try (var subscriber = CheckpointSubscriber.subscribe(Map.of("bootstrap.servers", servers), Start.LATEST)) {
 *     while (running) {
 *         for (Update update : subscriber.poll(Duration.ofSeconds(1))) {
 *             if (update instanceof Update.Checkpoint checkpoint) model = WeightFile.read(checkpoint.weights());
 *         }
 *     }
 * }
 * }</pre>
 */
public final class CheckpointSubscriber implements AutoCloseable {
    private static final TopicPartition CHECKPOINTS = new TopicPartition(Topics.CHECKPOINTS.topic(), 0);
    private static final TopicPartition WEIGHTS = new TopicPartition(Topics.WEIGHTS.topic(), 0);
    private static final TopicPartition ACCURACY = new TopicPartition(Topics.ACCURACY.topic(), 0);

    private static final List<TopicPartition> ALL = List.of(CHECKPOINTS, WEIGHTS, ACCURACY);

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Assembly assembly = new Assembly();
    private final ArrayDeque<ConsumerRecord<String, byte[]>> arrived = new ArrayDeque<>();
    private final List<Update> ready = new ArrayList<>();

    /** Where to begin. */
    public enum Start {
        /** With the latest checkpoint that there is. */
        LATEST,
        /** With the first whose weights are still kept. */
        EARLIEST,
        /** With the first that is published from now on. */
        NEXT
    }

    /** What a poll brings. */
    public sealed interface Update {
        /** Offset of the event in its topic. */
        long offset();

        /** @param weights the weight file; its SHA-256 is the event's */
        record Checkpoint(CheckpointPublished event, byte[] weights, long offset) implements Update {}

        record Accuracy(AccuracyMeasured event, long offset) implements Update {}
    }

    private CheckpointSubscriber(KafkaConsumer<String, byte[]> consumer) {
        this.consumer = consumer;
    }

    /** @param kafka the client's configuration; {@code bootstrap.servers} is required */
    public static CheckpointSubscriber subscribe(Map<String, Object> kafka, Start start) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("isolation.level", "read_committed");
        configuration.put("enable.auto.commit", "false");
        configuration.put("auto.offset.reset", "earliest");
        configuration.putIfAbsent("fetch.max.wait.ms", "100");
        // A connection whose other end is gone says nothing: the default would wait for it for 30 seconds.
        configuration.putIfAbsent("request.timeout.ms", "10000");
        CheckpointSubscriber subscriber = new CheckpointSubscriber(
                new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer()));
        try {
            subscriber.seek(start);
        } catch (RuntimeException failed) {
            subscriber.close();
            throw failed;
        }
        return subscriber;
    }

    private void seek(Start start) {
        consumer.assign(ALL);
        // Before the look at the checkpoints: what becomes readable meanwhile is read then, and not missed.
        Map<TopicPartition, Long> ends = consumer.endOffsets(ALL);
        ConsumerRecord<String, byte[]> last = start == Start.EARLIEST ? null : lastCheckpoint();
        if (last == null) {
            consumer.seekToBeginning(ALL);
        } else {
            // The next checkpoint's weights may have become readable before its event.
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

    /** All records of a checkpoint carry the same timestamp. */
    private void seekToTime(TopicPartition partition, long timestamp, Map<TopicPartition, Long> ends) {
        var found = consumer.offsetsForTimes(Map.of(partition, timestamp)).get(partition);
        consumer.seek(partition, found == null ? ends.get(partition) : found.offset());
    }

    /** The last checkpoint published, or null. The last offsets of a transactional topic hold control records. */
    private @Nullable ConsumerRecord<String, byte[]> lastCheckpoint() {
        long end = consumer.endOffsets(List.of(CHECKPOINTS)).get(CHECKPOINTS);
        long beginning = consumer.beginningOffsets(List.of(CHECKPOINTS)).get(CHECKPOINTS);
        List<TopicPartition> others = List.of(WEIGHTS, ACCURACY);
        consumer.seekToEnd(others);
        consumer.pause(others);
        try {
            long from = end;
            for (long back = 16; from > beginning; back *= 8) {
                from = Math.max(beginning, end - back);
                ConsumerRecord<String, byte[]> last = lastCheckpointBetween(from, end);
                if (last != null) {
                    return last;
                }
            }
            return null;
        } finally {
            consumer.resume(others);
        }
    }

    private @Nullable ConsumerRecord<String, byte[]> lastCheckpointBetween(long from, long end) {
        consumer.seek(CHECKPOINTS, from);
        ConsumerRecord<String, byte[]> last = null;
        long position = from;
        long progress = System.nanoTime();
        while (position < end) {
            for (var record : consumer.poll(Duration.ofMillis(200)).records(CHECKPOINTS)) {
                last = isCheckpoint(record) ? record : last;
            }
            if (consumer.position(CHECKPOINTS) > position) {
                position = consumer.position(CHECKPOINTS);
                progress = System.nanoTime();
            } else if (System.nanoTime() - progress > LONGEST_SILENCE.toNanos()) {
                throw new TimeoutException("expected " + CHECKPOINTS + " up to offset " + end + ", got no more behind "
                        + position + " within " + LONGEST_SILENCE.toSeconds() + " s");
            }
        }
        return last;
    }

    private static boolean isCheckpoint(ConsumerRecord<String, byte[]> record) {
        try {
            return EventCodec.decodeCheckpoint(record) != null;
        } catch (InvalidRecordException broken) {
            // Whoever reads on from here is told of it by poll.
            return false;
        }
    }

    /**
     * What has arrived: each checkpoint once, in order, when its weights are complete.
     *
     * @param timeout how long to wait when nothing is there
     * @throws InvalidRecordException when a record does not keep the contract or weights do not match their digest; the next
     *     poll goes on behind that record
     * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup()}
     */
    public List<Update> poll(Duration timeout) {
        if (arrived.isEmpty()) {
            pauseOrResumeWeights();
            consumer.poll(ready.isEmpty() ? timeout : Duration.ZERO).forEach(arrived::add);
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

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(WEIGHTS.topic())) {
            WeightChunk chunk = EventCodec.decodeChunk(record);
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

    /** Weights are large and their events small: a reader that has far to go must not fetch all weights first. */
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
