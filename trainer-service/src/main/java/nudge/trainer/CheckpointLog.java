package nudge.trainer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointWeights;
import nudge.events.EventCodec;
import nudge.events.InvalidRecordException;
import nudge.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** A model's committed checkpoints and the weights that are kept, as they are when this is made. Owned by one thread. */
final class CheckpointLog implements AutoCloseable {
    private static final TopicPartition CHECKPOINTS = new TopicPartition(Topics.CHECKPOINTS.topic(), 0);
    private static final TopicPartition WEIGHTS = new TopicPartition(Topics.WEIGHTS.topic(), 0);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Object> kafka;
    private final String model;
    private final Map<TopicPartition, Long> ends;
    private final KafkaConsumer<String, byte[]> consumer;

    /** The chunks of one checkpoint. */
    private static final class Chunks {
        final TreeMap<Integer, byte[]> parts = new TreeMap<>();
        long at;
    }

    CheckpointLog(Map<String, Object> kafka, String model) {
        this.kafka = kafka;
        this.model = model;
        this.ends = ends();
        this.consumer = consumer("read_committed");
    }

    /** The ends for readers of everything: behind records of transactions that are not committed yet as well. */
    private Map<TopicPartition, Long> ends() {
        try (KafkaConsumer<String, byte[]> everything = consumer("read_uncommitted")) {
            return everything.endOffsets(List.of(CHECKPOINTS, WEIGHTS));
        }
    }

    private KafkaConsumer<String, byte[]> consumer(String isolation) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("request.timeout.ms", "5000");
        configuration.put("default.api.timeout.ms", "10000");
        configuration.put("isolation.level", isolation);
        configuration.put("enable.auto.commit", "false");
        configuration.put("auto.offset.reset", "earliest");
        // It reads what is there; a fetch that waits for more would hold up the next one.
        configuration.put("fetch.max.wait.ms", "5");
        configuration.put("max.partition.fetch.bytes", "4194304");
        return new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** The model's latest checkpoint, or null before the first. */
    @Nullable
    CheckpointPublished latest() {
        long end = ends.get(CHECKPOINTS);
        long from = end;
        for (long back = 64; from > 0; back *= 8) {
            from = Math.max(0, end - back);
            List<CheckpointPublished> last = new ArrayList<>(1);
            read(CHECKPOINTS, from, record -> {
                CheckpointPublished checkpoint = checkpoint(record);
                if (checkpoint != null) {
                    last.clear();
                    last.add(checkpoint);
                }
            });
            if (!last.isEmpty()) {
                return last.get(0);
            }
        }
        return null;
    }

    /** All of the model's checkpoints by their names, oldest first. */
    Map<String, CheckpointPublished> all() {
        Map<String, CheckpointPublished> all = new LinkedHashMap<>();
        read(CHECKPOINTS, 0, record -> {
            CheckpointPublished checkpoint = checkpoint(record);
            if (checkpoint != null) {
                all.put(checkpoint.id(), checkpoint);
            }
        });
        return all;
    }

    private @Nullable CheckpointPublished checkpoint(ConsumerRecord<String, byte[]> record) {
        return model.equals(record.key()) ? EventCodec.decodeCheckpoint(record) : null;
    }

    /**
     * The weights in {@code nudge.weights}.
     *
     * @param kept every checkpoint of the model that has weights, oldest first
     * @param file the wanted checkpoint's weight file, or null when it is not kept
     */
    record Weights(List<Retention.Kept> kept, byte @Nullable [] file) {}

    /**
     * Reads all weights that are kept.
     *
     * @param wanted the checkpoint whose weight file is to be returned, if any
     */
    Weights weights(@Nullable CheckpointPublished wanted) {
        Map<String, Chunks> kept = new LinkedHashMap<>();
        read(WEIGHTS, 0, record -> take(record, kept, wanted));
        List<Retention.Kept> found = new ArrayList<>();
        kept.forEach((id, chunks) -> found.add(new Retention.Kept(id, chunks.parts.lastKey() + 1, chunks.at)));
        Chunks chunks = wanted == null ? null : kept.get(wanted.id());
        boolean whole = wanted != null && chunks != null && chunks.parts.size() == wanted.chunks();
        return new Weights(found, whole ? checked(wanted, chunks) : null);
    }

    private void take(
            ConsumerRecord<String, byte[]> record, Map<String, Chunks> kept, @Nullable CheckpointPublished wanted) {
        int slash = record.key().lastIndexOf('/');
        String id = record.key().substring(0, slash);
        int index = Integer.parseInt(record.key().substring(slash + 1));
        if (record.value() == null) {
            Chunks chunks = kept.get(id);
            if (chunks != null) {
                chunks.parts.remove(index);
                kept.values().removeIf(each -> each.parts.isEmpty());
            }
        } else if (isOfModel(record)) {
            Chunks chunks = kept.computeIfAbsent(id, name -> new Chunks());
            chunks.at = record.timestamp();
            chunks.parts.put(index, wanted != null && wanted.id().equals(id) ? record.value() : new byte[0]);
        }
    }

    private boolean isOfModel(ConsumerRecord<String, byte[]> record) {
        Header source = record.headers().lastHeader("ce_source");
        return source != null && new String(source.value(), StandardCharsets.UTF_8).equals("/nudge/trainer/" + model);
    }

    private static byte[] checked(CheckpointPublished checkpoint, Chunks chunks) {
        try {
            return CheckpointWeights.joined(checkpoint, chunks.parts);
        } catch (InvalidRecordException damaged) {
            throw new HaltedException(damaged.getMessage() + ": the topic " + WEIGHTS.topic() + " is damaged");
        }
    }

    /** Reads committed records up to the end that was. Control records are never delivered: waits for the position, not for a record. */
    private void read(TopicPartition partition, long from, Consumer<ConsumerRecord<String, byte[]>> reader) {
        long end = ends.get(partition);
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long position = from;
        while (position < end) {
            consumer.poll(Duration.ofMillis(200)).records(partition).forEach(record -> {
                if (record.offset() < end) {
                    reader.accept(record);
                }
            });
            if (consumer.position(partition) > position) {
                position = consumer.position(partition);
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new TimeoutException("expected to read " + partition + " up to offset " + end
                        + ", but no more comes behind offset " + position + " for "
                        + TimeUnit.NANOSECONDS.toSeconds(PATIENCE.toNanos())
                        + " s: look for a hanging transaction (kafka-transactions.sh find-hanging)");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
