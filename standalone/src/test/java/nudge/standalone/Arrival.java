package nudge.standalone;

import java.time.Duration;
import java.util.Optional;
import nudge.events.CheckpointPublished;
import nudge.events.CommittedRecords;
import nudge.events.CommittedRecords.End;
import nudge.events.EventCodec;
import nudge.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/**
 * Whether all that is in a fleet's log has arrived: its last label is Kafka's last, a checkpoint in Kafka has learned it, and
 * both labellers know that. Kafka is asked itself: what the labellers knew may be lost there since.
 */
record Arrival(Fleet fleet) {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    static void await(Fleet fleet, Duration most) {
        Arrival arrival = new Arrival(fleet);
        Awaitility.await()
                .atMost(most)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> arrival.isThere(0) && arrival.isThere(1) && arrival.isInKafka());
    }

    private boolean isThere(int labeller) throws Exception {
        var progress = fleet.api(labeller).trying(1, PATIENCE).get("/api/progress");
        return progress.get("relayed").asLong() == progress.get("position").asLong()
                && progress.get("trained").asLong() >= lastLabel();
    }

    private boolean isInKafka() throws Exception {
        long label = lastLabel();
        try (CommittedRecords records = CommittedRecords.open(fleet.log().kafka(), PATIENCE)) {
            return last(records, Topics.LABELS)
                                    .map(record ->
                                            EventCodec.decodeLabel(record).position())
                                    .orElse(0L)
                            == label
                    && last(records, Topics.CHECKPOINTS)
                                    .map(EventCodec::decodeCheckpoint)
                                    .map(CheckpointPublished::position)
                                    .orElse(0L)
                            >= label;
        }
    }

    private static Optional<ConsumerRecord<String, byte[]>> last(CommittedRecords records, Topics topic) {
        long end = records.end(topic.partition(), End.HIGH_WATERMARK);
        return records.last(topic.partition(), end, record -> record.value() != null);
    }

    private long lastLabel() throws Exception {
        try (var owner = fleet.log().owner();
                var statement = owner.createStatement();
                var row = statement.executeQuery(
                        "SELECT coalesce(max(position), 0) FROM event WHERE type = 'label.settled'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
