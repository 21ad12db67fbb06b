package nudge.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import nudge.events.CommittedRecords.End;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * For applications that answer with the champion of a model and swap it while they run: every checkpoint that is promoted, once
 * and in order, with its weights checked against their digest.
 *
 * <p>Reads committed records only and keeps no state in Kafka, so any number of subscribers can follow one model. Whoever wants
 * to go on after a restart keeps {@link Champion#next()} together with what they did. Not thread-safe, except for
 * {@link #wakeup()}.
 *
 * <pre>{@code
 * try (var subscriber = ChampionSubscriber.subscribe(KafkaSettings.of(servers), "digits")) {
 *     while (running) {
 *         for (Champion champion : subscriber.poll(Duration.ofSeconds(1))) {
 *             champion.weights().ifPresent(weights -> model = WeightFile.read(weights));
 *         }
 *     }
 * }
 * }</pre>
 */
public final class ChampionSubscriber implements AutoCloseable {
    private static final TopicPartition DECISIONS = Topics.DECISIONS.partition();
    private static final TopicPartition CHAMPION = Topics.CHAMPION.partition();
    private static final TopicPartition WEIGHTS = Topics.WEIGHTS.partition();

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
    /** So many weight files may lie in memory at a time. */
    private static final String POLLED_RECORDS = "32";

    private final String model;
    private final KafkaConsumer<String, byte[]> consumer;
    private final CommittedRecords records;
    private final ArrayDeque<ConsumerRecord<String, byte[]>> arrived = new ArrayDeque<>();
    /** Chunks of the checkpoints that have arrived, by checkpoint and number. */
    private final Map<String, SortedMap<Integer, byte[]>> chunks = new HashMap<>();

    private final List<Champion> ready = new ArrayList<>();

    /**
     * A checkpoint that became the champion.
     *
     * @param weights the weight file, whose SHA-256 is {@code event.sha256()}; empty when it is forgotten, which happens to no
     *     champion before there is another one
     * @param next where {@link #resume} goes on behind it
     */
    public record Champion(CheckpointPromoted event, Optional<byte[]> weights, long next) {}

    private ChampionSubscriber(KafkaSettings kafka, String model) {
        Map<String, Object> configuration = CheckpointSubscriber.configuration(kafka);
        configuration.put("max.poll.records", POLLED_RECORDS);
        this.model = model;
        this.consumer = new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer());
        this.records = CommittedRecords.open(kafka, LONGEST_SILENCE);
    }

    /**
     * Begins with the champion of this moment, or before there is one, with the first.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    public static ChampionSubscriber subscribe(KafkaSettings kafka, String model) {
        return opened(kafka, model, null);
    }

    /**
     * Goes on behind a champion that was seen before.
     *
     * @param next its {@link Champion#next()}
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    public static ChampionSubscriber resume(KafkaSettings kafka, String model, long next) {
        return opened(kafka, model, next);
    }

    private static ChampionSubscriber opened(KafkaSettings kafka, String model, @Nullable Long next) {
        ChampionSubscriber subscriber = new ChampionSubscriber(kafka, model);
        try {
            long from = next == null ? subscriber.latestDecision() : next;
            subscriber.consumer.assign(List.of(DECISIONS));
            subscriber.consumer.seek(DECISIONS, from);
            return subscriber;
        } catch (RuntimeException failed) {
            subscriber.close();
            throw failed;
        }
    }

    /** The offset of the decision by which the champion of this moment became it, or the end. */
    private long latestDecision() {
        long end = records.end(DECISIONS, End.LAST_STABLE_OFFSET);
        ChampionChanged champion = records.last(
                        CHAMPION, records.end(CHAMPION, End.LAST_STABLE_OFFSET), this::isOfModel)
                .map(EventCodec::decodeChampion)
                .orElse(null);
        if (champion == null) {
            return end;
        }
        // All records of a checkpoint carry its time, so none of them lies before the first record of that time.
        long from = records.offsetAt(DECISIONS, champion.at()).orElse(end);
        // The decision may be readable a moment after the champion that was committed with it.
        for (var record : records.read(DECISIONS, from, records.end(DECISIONS, End.HIGH_WATERMARK))) {
            CheckpointPromoted promoted = promoted(record);
            if (promoted != null && promoted.checkpoint().equals(champion.checkpoint())) {
                return record.offset();
            }
        }
        return end;
    }

    private boolean isOfModel(ConsumerRecord<String, byte[]> record) {
        return model.equals(record.key()) && record.value() != null;
    }

    private @Nullable CheckpointPromoted promoted(ConsumerRecord<String, byte[]> record) {
        return isOfModel(record) && EventCodec.decodeDecision(record) instanceof CheckpointPromoted promoted
                ? promoted
                : null;
    }

    /**
     * The champions that have come, each once and in order.
     *
     * @param timeout how long to wait when none has come
     * @throws InvalidRecordException when a record does not keep the contract or weights do not match their digest; the next
     *     poll continues behind that record
     * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup()}
     * @throws org.apache.kafka.common.KafkaException when Kafka fails; the next poll tries again
     */
    public List<Champion> poll(Duration timeout) {
        if (arrived.isEmpty()) {
            fetch(ready.isEmpty() ? timeout : Duration.ZERO);
        }
        if (chunks.isEmpty()) {
            fetchWeights();
        }
        while (!arrived.isEmpty()) {
            take(arrived.remove());
        }
        chunks.clear();
        List<Champion> champions = List.copyOf(ready);
        ready.clear();
        return champions;
    }

    private void fetch(Duration timeout) {
        try {
            consumer.poll(timeout).forEach(arrived::add);
        } catch (OffsetOutOfRangeException lost) {
            // Nothing of this topic is ever deleted: Kafka has lost its end, all of which had been read.
            consumer.seekToEnd(List.of(DECISIONS));
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        CheckpointPromoted promoted = promoted(record);
        if (promoted != null) {
            SortedMap<Integer, byte[]> found = chunks.getOrDefault(promoted.checkpoint(), new TreeMap<>());
            Optional<byte[]> weights = found.size() < promoted.chunks()
                    ? Optional.empty()
                    : Optional.of(CheckpointWeights.joined(promoted.checkpoint(), promoted.sha256(), found));
            ready.add(new Champion(promoted, weights, record.offset() + 1));
        }
    }

    /** One pass over {@code nudge.weights} for all that have arrived, from the oldest on. */
    private void fetchWeights() {
        Map<String, CheckpointPromoted> wanted = new HashMap<>();
        Instant oldest = Instant.MAX;
        for (ConsumerRecord<String, byte[]> record : arrived) {
            CheckpointPromoted promoted = readable(record);
            if (promoted != null) {
                oldest = promoted.at().isBefore(oldest) ? promoted.at() : oldest;
                for (int chunk = 0; chunk < promoted.chunks(); chunk++) {
                    wanted.put(WeightChunk.key(promoted.checkpoint(), chunk), promoted);
                }
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        OptionalLong from = records.offsetAt(WEIGHTS, oldest);
        if (from.isPresent()) {
            // The decision may be readable a moment before the weights that were committed with it.
            for (var record : records.read(WEIGHTS, from.getAsLong(), records.end(WEIGHTS, End.HIGH_WATERMARK))) {
                take(record, wanted);
                if (wanted.isEmpty()) {
                    return;
                }
            }
        }
    }

    /** Null for what is no promotion, and for what is broken: poll will throw when it comes to that. */
    private @Nullable CheckpointPromoted readable(ConsumerRecord<String, byte[]> record) {
        try {
            return promoted(record);
        } catch (InvalidRecordException broken) {
            return null;
        }
    }

    private void take(ConsumerRecord<String, byte[]> record, Map<String, CheckpointPromoted> wanted) {
        CheckpointPromoted promoted = record.value() == null ? null : wanted.remove(record.key());
        if (promoted != null) {
            int index = Integer.parseInt(record.key().substring(record.key().lastIndexOf('/') + 1));
            chunks.computeIfAbsent(promoted.checkpoint(), id -> new TreeMap<>()).put(index, record.value());
        }
    }

    /** Makes a poll that waits in another thread return at once. */
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
        records.close();
    }
}
