package nudge.events;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
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

    /** Weight files that may arrive ahead of their events. */
    private static final int AHEAD = 256;

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, TreeMap<Integer, byte[]>> chunks = new LinkedHashMap<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long latestChunkAt = Long.MIN_VALUE;

    private record Waiting(CheckpointPublished event, long offset, long at) {}

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
        configuration.putIfAbsent("auto.offset.reset", "earliest");
        configuration.putIfAbsent("fetch.max.wait.ms", "100");
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
        List<TopicPartition> all = List.of(CHECKPOINTS, WEIGHTS, ACCURACY);
        consumer.assign(all);
        switch (start) {
            case EARLIEST -> consumer.seekToBeginning(all);
            case NEXT -> consumer.seekToEnd(all);
            case LATEST -> seekToLatest();
        }
        all.forEach(consumer::position);
    }

    private void seekToLatest() {
        consumer.seekToEnd(List.of(CHECKPOINTS, WEIGHTS, ACCURACY));
        ConsumerRecord<String, byte[]> last = last(CHECKPOINTS);
        if (last == null) {
            consumer.seekToBeginning(List.of(CHECKPOINTS, WEIGHTS, ACCURACY));
            return;
        }
        consumer.seek(CHECKPOINTS, last.offset());
        // All records of a checkpoint carry the same timestamp.
        seekToTime(WEIGHTS, last.timestamp());
        seekToTime(ACCURACY, last.timestamp());
    }

    private void seekToTime(TopicPartition partition, long timestamp) {
        var found = consumer.offsetsForTimes(Map.of(partition, timestamp)).get(partition);
        if (found != null) {
            consumer.seek(partition, found.offset());
        }
    }

    /** The last committed record of a partition. The last offsets of a transactional topic hold control records. */
    private @Nullable ConsumerRecord<String, byte[]> last(TopicPartition partition) {
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        long beginning = consumer.beginningOffsets(List.of(partition)).get(partition);
        List<TopicPartition> others = new ArrayList<>(consumer.assignment());
        others.remove(partition);
        consumer.pause(others);
        try {
            long from = end;
            for (long back = 16; from > beginning; back *= 8) {
                from = Math.max(beginning, end - back);
                ConsumerRecord<String, byte[]> last = lastBetween(partition, from, end);
                if (last != null) {
                    return last;
                }
            }
            return null;
        } finally {
            consumer.resume(others);
        }
    }

    private @Nullable ConsumerRecord<String, byte[]> lastBetween(TopicPartition partition, long from, long end) {
        consumer.seek(partition, from);
        ConsumerRecord<String, byte[]> last = null;
        while (consumer.position(partition) < end) {
            for (var record : consumer.poll(Duration.ofMillis(200)).records(partition)) {
                last = record;
            }
        }
        return last;
    }

    /**
     * What has arrived: each checkpoint once, in order, when its weights are complete.
     *
     * @param timeout how long to wait when nothing is there
     * @throws InvalidRecordException when a record does not keep the contract or weights do not match their digest
     * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup()}
     */
    public List<Update> poll(Duration timeout) {
        List<Update> updates = new ArrayList<>();
        for (var record : consumer.poll(timeout)) {
            if (record.topic().equals(WEIGHTS.topic())) {
                takeChunk(record);
            } else if (record.topic().equals(CHECKPOINTS.topic())) {
                CheckpointPublished event = EventCodec.decodeCheckpoint(record);
                if (event != null) {
                    waiting.add(new Waiting(event, record.offset(), record.timestamp()));
                }
            } else {
                updates.add(new Update.Accuracy(EventCodec.decodeAccuracy(record), record.offset()));
            }
        }
        deliverComplete(updates);
        return updates;
    }

    private void takeChunk(ConsumerRecord<String, byte[]> record) {
        latestChunkAt = Math.max(latestChunkAt, record.timestamp());
        int slash = record.key().indexOf('/');
        if (record.value() == null || slash < 0) {
            return;
        }
        chunks.computeIfAbsent(record.key().substring(0, slash), id -> new TreeMap<>())
                .put(Integer.parseInt(record.key().substring(slash + 1)), record.value());
        if (chunks.size() > AHEAD) {
            chunks.remove(chunks.keySet().iterator().next());
        }
    }

    /** A checkpoint is passed over when a younger one's weights have come and its own have not: they were forgotten. */
    private void deliverComplete(List<Update> updates) {
        while (!waiting.isEmpty()) {
            Waiting first = waiting.peek();
            TreeMap<Integer, byte[]> parts = chunks.get(first.event.id());
            if (parts != null && parts.size() == first.event.chunks()) {
                updates.add(new Update.Checkpoint(
                        first.event, CheckpointWeights.checked(first.event, parts), first.offset));
            } else if (latestChunkAt <= first.at) {
                return;
            }
            chunks.remove(first.event.id());
            waiting.remove();
        }
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
