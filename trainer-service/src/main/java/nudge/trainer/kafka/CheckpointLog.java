package nudge.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import nudge.events.ChampionChanged;
import nudge.events.ChampionChanged.Anchor;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointWeights;
import nudge.events.CommittedRecords;
import nudge.events.CommittedRecords.End;
import nudge.events.EventCodec;
import nudge.events.InvalidRecordException;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import nudge.trainer.kafka.Retention.Kept;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A model's committed checkpoints and the weights that are kept, as they are when this is made. All methods throw
 * {@link org.apache.kafka.common.KafkaException} when Kafka fails, or when a transaction stays open. Owned by one thread.
 */
public final class CheckpointLog implements AutoCloseable {
    private static final TopicPartition CHECKPOINTS = new TopicPartition(Topics.CHECKPOINTS.topic(), 0);
    private static final TopicPartition WEIGHTS = new TopicPartition(Topics.WEIGHTS.topic(), 0);
    private static final TopicPartition CHAMPION = Topics.CHAMPION.partition();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String model;
    private final CommittedRecords records;
    private final long checkpointsEnd;
    private final long weightsEnd;
    private final long championEnd;

    /** The chunks of one checkpoint that are kept, by their number; empty ones unless the checkpoint is wanted. */
    private static final class Chunks {
        final TreeMap<Integer, byte[]> parts = new TreeMap<>();
        /** When the checkpoint was published, in milliseconds. */
        long at;
    }

    /** Takes down the ends: behind the records of transactions that are still open, so that reading waits for them. */
    public CheckpointLog(KafkaSettings kafka, String model) {
        this.model = model;
        this.records = CommittedRecords.open(kafka, PATIENCE);
        try {
            this.checkpointsEnd = records.end(CHECKPOINTS, End.HIGH_WATERMARK);
            this.weightsEnd = records.end(WEIGHTS, End.HIGH_WATERMARK);
            this.championEnd = records.end(CHAMPION, End.HIGH_WATERMARK);
        } catch (RuntimeException failed) {
            records.close();
            throw failed;
        }
    }

    /** The model's latest checkpoint, or null before the first. */
    public @Nullable CheckpointPublished latest() {
        return records.last(CHECKPOINTS, checkpointsEnd, record -> checkpoint(record) != null)
                .map(this::checkpoint)
                .orElse(null);
    }

    /** The model's champion, or null before the first. */
    public @Nullable ChampionChanged champion() {
        return records.last(CHAMPION, championEnd, record -> model.equals(record.key()) && record.value() != null)
                .map(EventCodec::decodeChampion)
                .orElse(null);
    }

    /** The ids of the checkpoints whose weights are kept. */
    public Set<String> withKeptWeights() {
        Set<String> kept = new HashSet<>();
        weights(null).kept().forEach(each -> kept.add(each.checkpoint()));
        return kept;
    }

    /**
     * The way from a checkpoint whose weights are known to another one.
     *
     * @param base where the way begins, or null when it begins with the seed
     * @param from the offset behind the base in {@code nudge.checkpoints}
     * @param end the offset behind the target
     */
    public record Path(@Nullable CheckpointPublished base, CheckpointPublished target, long from, long end) {}

    /**
     * Finds the way to a checkpoint from the nearest one before it that will do. Reads the topic from its beginning, and holds
     * two events at a time.
     *
     * @param target its id
     * @param bases the ids that will do
     * @throws IllegalArgumentException when there is no such checkpoint
     */
    public Path path(String target, Set<String> bases) {
        CheckpointPublished base = null;
        long from = 0;
        long count = 0;
        for (ConsumerRecord<String, byte[]> record : records.read(CHECKPOINTS, 0, checkpointsEnd)) {
            CheckpointPublished checkpoint = checkpoint(record);
            if (checkpoint == null) {
                continue;
            }
            count++;
            if (checkpoint.id().equals(target)) {
                return new Path(base, checkpoint, from, record.offset() + 1);
            }
            if (bases.contains(checkpoint.id())) {
                base = checkpoint;
                from = record.offset() + 1;
            }
        }
        throw new IllegalArgumentException("expected a checkpoint of model " + model + ", got " + target
                + ": it is none of the " + count + " that there are");
    }

    /**
     * Finds the way to the latest checkpoint that passes its last ones. Reads the topic from its beginning, and holds as many
     * events as may be bases.
     *
     * @param last how many checkpoints the way has to pass; all, when there are fewer
     * @param bases the ids that the way may begin with
     * @throws IllegalArgumentException when the model has no checkpoint
     */
    public Path pathToLatest(int last, Set<String> bases) {
        record Begin(@Nullable CheckpointPublished base, long from) {}
        ArrayDeque<Begin> begins = new ArrayDeque<>();
        Begin begin = new Begin(null, 0);
        CheckpointPublished latest = null;
        for (ConsumerRecord<String, byte[]> record : records.read(CHECKPOINTS, 0, checkpointsEnd)) {
            CheckpointPublished checkpoint = checkpoint(record);
            if (checkpoint == null) {
                continue;
            }
            latest = checkpoint;
            if (bases.isEmpty()) {
                continue;
            }
            begins.add(begin);
            if (begins.size() > last) {
                begins.remove();
            }
            if (bases.contains(checkpoint.id())) {
                begin = new Begin(checkpoint, record.offset() + 1);
            }
        }
        if (latest == null) {
            throw new IllegalArgumentException("expected checkpoints of model " + model
                    + " in nudge.checkpoints, got none: the first one follows the first labels");
        }
        Begin first = begins.isEmpty() ? begin : begins.element();
        return new Path(first.base, latest, first.from, checkpointsEnd);
    }

    /**
     * The checkpoints of a path in their order, the target included. They are fetched as they are asked for.
     *
     * @param sink is given each of them
     * @throws HaltedException when one is missing
     */
    public void along(Path path, Consumer<CheckpointPublished> sink) {
        String before = path.base == null ? null : path.base.id();
        for (ConsumerRecord<String, byte[]> record : records.read(CHECKPOINTS, path.from, path.end)) {
            CheckpointPublished checkpoint = checkpoint(record);
            if (checkpoint != null) {
                if (!Objects.equals(before, checkpoint.parent())) {
                    throw new HaltedException("expected checkpoint " + checkpoint.parent() + ", the parent of "
                            + checkpoint.id() + ", in nudge.checkpoints, got "
                            + (before == null ? "none" : before) + ": the topic is not whole");
                }
                sink.accept(checkpoint);
                before = checkpoint.id();
            }
        }
    }

    /** Null for a record of another model or of another type. */
    private @Nullable CheckpointPublished checkpoint(ConsumerRecord<String, byte[]> record) {
        return model.equals(record.key()) ? EventCodec.decodeCheckpoint(record) : null;
    }

    /**
     * The weights in {@code nudge.weights}.
     *
     * @param kept every checkpoint of the model that has weights, oldest first
     * @param file the wanted checkpoint's weight file, or null when it is not kept
     * @param anchor the anchor's weight file, or null when it is not kept
     */
    public record Weights(List<Kept> kept, byte @Nullable [] file, byte @Nullable [] anchor) {}

    /** As {@link #weights(CheckpointPublished, Anchor)}, without an anchor. */
    public Weights weights(@Nullable CheckpointPublished wanted) {
        return weights(wanted, null);
    }

    /**
     * Reads all weights that are kept.
     *
     * @param wanted the checkpoint whose weight file is to be returned, if any
     * @param anchor the same of the anchor
     * @throws HaltedException when a weight file is not the one that the checkpoint, or the anchor, names
     */
    public Weights weights(@Nullable CheckpointPublished wanted, @Nullable Anchor anchor) {
        Set<String> ids = new HashSet<>();
        if (wanted != null) {
            ids.add(wanted.id());
        }
        if (anchor != null) {
            ids.add(anchor.checkpoint());
        }
        Map<String, Chunks> kept = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : records.read(WEIGHTS, 0, weightsEnd)) {
            take(record, kept, ids);
        }
        List<Kept> found = new ArrayList<>();
        kept.forEach((id, chunks) -> found.add(new Kept(id, chunks.parts.lastKey() + 1, chunks.at)));
        return new Weights(
                found,
                wanted == null ? null : whole(kept, wanted.id(), wanted.chunks(), wanted.sha256()),
                anchor == null ? null : whole(kept, anchor.checkpoint(), anchor.chunks(), anchor.sha256()));
    }

    private static byte @Nullable [] whole(Map<String, Chunks> kept, String id, int count, String sha256) {
        Chunks chunks = kept.get(id);
        return chunks != null && chunks.parts.size() == count ? checked(id, sha256, chunks) : null;
    }

    private void take(ConsumerRecord<String, byte[]> record, Map<String, Chunks> kept, Set<String> wanted) {
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
            chunks.parts.put(index, wanted.contains(id) ? record.value() : new byte[0]);
        }
    }

    private boolean isOfModel(ConsumerRecord<String, byte[]> record) {
        Header source = record.headers().lastHeader("ce_source");
        return source != null && new String(source.value(), StandardCharsets.UTF_8).equals("/nudge/trainer/" + model);
    }

    private static byte[] checked(String checkpoint, String sha256, Chunks chunks) {
        try {
            return CheckpointWeights.joined(checkpoint, sha256, chunks.parts);
        } catch (InvalidRecordException damaged) {
            throw new HaltedException(damaged.getMessage() + ": the topic " + WEIGHTS.topic() + " is damaged");
        }
    }

    @Override
    public void close() {
        records.close();
    }
}
