package nudge.trainer.kafka;

import java.time.Duration;
import java.util.Iterator;
import nudge.events.ChampionDecision;
import nudge.events.CommittedRecords;
import nudge.events.CommittedRecords.End;
import nudge.events.EventCodec;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A model's committed decisions, one after the other, as they are when this is made. All methods throw
 * {@link org.apache.kafka.common.KafkaException} when Kafka fails. Owned by one thread.
 */
public final class DecisionLog implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String model;
    private final CommittedRecords records;
    private final Iterator<ConsumerRecord<String, byte[]>> iterator;
    private @Nullable ChampionDecision next;

    /** Takes down the end. */
    public DecisionLog(KafkaSettings kafka, String model) {
        this.model = model;
        this.records = CommittedRecords.open(kafka, PATIENCE);
        try {
            long end = records.end(Topics.DECISIONS.partition(), End.HIGH_WATERMARK);
            this.iterator = records.read(Topics.DECISIONS.partition(), 0, end).iterator();
            advance();
        } catch (RuntimeException failed) {
            records.close();
            throw failed;
        }
    }

    /** The decision that comes next, or null behind the last. */
    public @Nullable ChampionDecision peek() {
        return next;
    }

    /** Goes on to the one behind it. */
    public void advance() {
        next = null;
        while (next == null && iterator.hasNext()) {
            ConsumerRecord<String, byte[]> record = iterator.next();
            next = model.equals(record.key()) ? EventCodec.decodeDecision(record) : null;
        }
    }

    @Override
    public void close() {
        records.close();
    }
}
