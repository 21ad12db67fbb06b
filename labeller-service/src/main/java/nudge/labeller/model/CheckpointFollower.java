package nudge.labeller.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import nudge.events.ChampionChanged;
import nudge.events.CheckpointPublished;
import nudge.events.ClockGuard;
import nudge.events.CommittedRecords;
import nudge.events.CommittedRecords.End;
import nudge.events.EventCodec;
import nudge.events.InvalidRecordException;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what the trainer and the relay publish, in a thread of its own: the history gets the newest events and every one
 * from then on, and the models the latest checkpoint and the champion, once their digests are checked. When Kafka does not answer
 * it tries again.
 *
 * <p>A start costs the same however long the topics are. Of checkpoints and of measurements it reads the last
 * {@value #TAIL} offsets, and then, between the newer events, single measurements of those before: {@value #OLD_SAMPLES},
 * evenly spread, so that a plot shows the whole past.
 */
public final class CheckpointFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFollower.class);
    private static final TopicPartition CHECKPOINTS = Topics.CHECKPOINTS.partition();
    private static final TopicPartition RELAYED = Topics.RELAY_POSITION.partition();
    private static final TopicPartition ACCURACY = Topics.ACCURACY.partition();
    private static final TopicPartition CHAMPION = Topics.CHAMPION.partition();
    private static final List<TopicPartition> FOLLOWED = List.of(CHECKPOINTS, ACCURACY, RELAYED, CHAMPION);

    /** Each event has an offset, and so has the marker that ends its transaction. */
    static final int TAIL = 2 * History.RECENT;

    static final int OLD_SAMPLES = 128;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long RETRY_MILLIS = 500;
    private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final KafkaSettings kafka;
    private final History history;
    private final AnnouncedModels models;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    /** Where the old measurements lie that are still to be read; the last is the end of them. */
    private final Deque<Long> oldOffsets = new ArrayDeque<>();

    private final Thread thread;
    private volatile boolean closed;
    private long asked;

    /**
     * Starts to follow. Nobody else may change the history and the models.
     *
     * @param latest answers with the latest checkpoint
     * @param champion answers with the champion, and before there is one, with the latest checkpoint
     */
    public CheckpointFollower(KafkaSettings kafka, History history, CurrentModel latest, CurrentModel champion) {
        this.kafka = kafka;
        this.history = history;
        this.models = new AnnouncedModels(latest, champion);
        this.thread = new Thread(this::run, "checkpoint-follower");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (ClockGuard clock = ClockGuard.ofThisThread()) {
            run(clock);
        }
    }

    private void run(ClockGuard clock) {
        while (!closed) {
            try {
                follow();
            } catch (InterruptException stop) {
                if (!clock.wasPutBack()) {
                    return;
                }
                LOG.warn("the machine's clock was put back: connects with Kafka anew, whose clients wait by it");
            } catch (OffsetOutOfRangeException lost) {
                LOG.warn("Kafka has lost events that were read, reading again from its latest: {}", lost.getMessage());
                positions.clear();
            } catch (KafkaException failed) {
                history.reachable(false);
                LOG.warn("Kafka does not answer, trying again: {}", failed.getMessage());
                pause(clock);
            }
        }
    }

    private void pause(ClockGuard clock) {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException stop) {
            closed = !clock.wasPutBack();
        }
    }

    private void follow() {
        try (CommittedRecords records = CommittedRecords.open(kafka, PATIENCE);
                CommittedRecords single = CommittedRecords.openForSingleRecords(kafka, PATIENCE);
                KafkaConsumer<String, byte[]> consumer = consumer()) {
            consumer.assign(FOLLOWED);
            if (positions.isEmpty() || isFarBehind(records)) {
                history.clear();
                beginAtTheTails(records);
            }
            positions.forEach(consumer::seek);
            askKafka(consumer);
            // The models do not wait for the history.
            models.begin(latest(records), champion(records));
            while (!closed) {
                models.replace(records);
                for (var record : consumer.poll(oldOffsets.isEmpty() ? POLL : Duration.ZERO)) {
                    take(record);
                    positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                }
                takeOldMeasurement(single);
                if (System.nanoTime() - asked > ASK_NANOS) {
                    askKafka(consumer);
                }
            }
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> configuration = kafka.forConsumer();
        configuration.put("auto.offset.reset", "none");
        return new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** After a long absence. */
    private boolean isFarBehind(CommittedRecords records) {
        return positions.get(CHECKPOINTS) < tail(records, CHECKPOINTS)
                || positions.get(ACCURACY) < tail(records, ACCURACY);
    }

    private void beginAtTheTails(CommittedRecords records) {
        long checkpoints = tail(records, CHECKPOINTS);
        long measurements = tail(records, ACCURACY);
        long end = records.end(RELAYED, End.LAST_STABLE_OFFSET);
        long relayed = records.last(RELAYED, end, record -> record.value() != null)
                .map(ConsumerRecord::offset)
                .orElse(end);
        oldOffsets.clear();
        spread(records.beginning(ACCURACY), measurements);
        positions.put(CHECKPOINTS, checkpoints);
        positions.put(ACCURACY, measurements);
        positions.put(RELAYED, relayed);
        positions.put(CHAMPION, records.end(CHAMPION, End.LAST_STABLE_OFFSET));
    }

    private static long tail(CommittedRecords records, TopicPartition partition) {
        return Math.max(records.beginning(partition), records.end(partition, End.LAST_STABLE_OFFSET) - TAIL);
    }

    private void spread(long from, long end) {
        long samples = Math.min(OLD_SAMPLES, end - from);
        for (long i = 0; i < samples; i++) {
            oldOffsets.add(from + (long) ((double) i / samples * (end - from)));
        }
        if (samples > 0) {
            oldOffsets.add(end);
        }
    }

    /** Reads one of the measurements before the tail, if any is left. */
    private void takeOldMeasurement(CommittedRecords single) {
        if (oldOffsets.isEmpty()) {
            return;
        }
        Iterator<Long> offsets = oldOffsets.iterator();
        long from = offsets.next();
        if (offsets.hasNext()) {
            var found = single.read(ACCURACY, from, offsets.next()).iterator();
            if (found.hasNext()) {
                takeOld(found.next());
            }
        }
        oldOffsets.remove();
    }

    private void takeOld(ConsumerRecord<String, byte[]> record) {
        try {
            history.addOlder(new TrainerEvent.Accuracy(EventCodec.decodeAccuracy(record), record.offset()));
        } catch (InvalidRecordException invalid) {
            LOG.warn("passed over: {}", invalid.getMessage());
        }
    }

    private static TrainerEvent.@Nullable Checkpoint latest(CommittedRecords records) {
        return records.last(
                        CHECKPOINTS,
                        records.end(CHECKPOINTS, End.LAST_STABLE_OFFSET),
                        record -> checkpoint(record) != null)
                .map(CheckpointFollower::checkpoint)
                .orElse(null);
    }

    /** Null when the record is another event or is broken; a broken one is logged when the history comes to it. */
    private static TrainerEvent.@Nullable Checkpoint checkpoint(ConsumerRecord<String, byte[]> record) {
        try {
            CheckpointPublished published = EventCodec.decodeCheckpoint(record);
            return published == null ? null : new TrainerEvent.Checkpoint(published, record.offset());
        } catch (InvalidRecordException invalid) {
            return null;
        }
    }

    private static @Nullable ChampionChanged champion(CommittedRecords records) {
        long end = records.end(CHAMPION, End.LAST_STABLE_OFFSET);
        try {
            return records.last(CHAMPION, end, record -> record.value() != null)
                    .map(EventCodec::decodeChampion)
                    .orElse(null);
        } catch (InvalidRecordException invalid) {
            LOG.warn("passed over: {}", invalid.getMessage());
            return null;
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            if (record.topic().equals(CHECKPOINTS.topic())) {
                takeCheckpoint(record);
            } else if (record.topic().equals(RELAYED.topic())) {
                history.relayed(EventCodec.decodeRelayPosition(record));
            } else if (record.topic().equals(CHAMPION.topic())) {
                models.announce(EventCodec.decodeChampion(record));
            } else {
                history.add(new TrainerEvent.Accuracy(EventCodec.decodeAccuracy(record), record.offset()));
            }
        } catch (InvalidRecordException invalid) {
            LOG.warn("passed over: {}", invalid.getMessage());
        }
    }

    private void takeCheckpoint(ConsumerRecord<String, byte[]> record) {
        CheckpointPublished published = EventCodec.decodeCheckpoint(record);
        if (published != null) {
            TrainerEvent.Checkpoint checkpoint = new TrainerEvent.Checkpoint(published, record.offset());
            history.add(checkpoint);
            models.announce(checkpoint);
        }
    }

    /** Whether Kafka answers: an idle poll says nothing about that. */
    private void askKafka(KafkaConsumer<String, byte[]> consumer) {
        consumer.endOffsets(List.of(RELAYED), PATIENCE);
        history.reachable(true);
        asked = System.nanoTime();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join(TimeUnit.SECONDS.toMillis(3));
    }
}
