package nudge.labeller.relay;

import java.util.UUID;
import nudge.events.InvalidRecordException;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.relay.RelayOutcome.LastRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.jspecify.annotations.Nullable;

/** Why the relay does not go on, for people: what was expected, what came, what to do, and where the runbook says more. */
final class HaltReason {
    private HaltReason() {}

    static String otherLog(UUID before, UUID now) {
        return "the log was the store " + before + " and is now the store " + now
                + ": start the labeller again; see docs/operations.md#kafka-of-another-log";
    }

    static String kafkaOfAnotherLog(UUID kafka, UUID log) {
        return "this Kafka holds the labels of the store " + kafka + ", but the log is the store " + log
                + ": connect the Kafka and the database that belong together; see"
                + " docs/operations.md#kafka-of-another-log";
    }

    static String kafkaIsAhead(long kafka, long head) {
        return "Kafka has the log's events up to " + kafka + ", but the log ends at " + head
                + ": the database is older than Kafka (a restored backup?); connect an empty Kafka; see"
                + " docs/operations.md#the-database-is-older-than-kafka";
    }

    static String logTookAnotherWay(LastRecord last, @Nullable UUID event) {
        return "Kafka's last label is the event " + last.event() + " at the position " + last.position()
                + ", but the log holds there " + (event == null ? "none" : event)
                + ": the log took another way since (a restored backup?); connect an empty Kafka; see"
                + " docs/operations.md#the-database-is-older-than-kafka";
    }

    static String databaseWasPutBack(long head, long published) {
        return "the log ends at " + head + ", but its events up to " + published
                + " are published: the database was put back; connect an empty Kafka; see"
                + " docs/operations.md#the-database-is-older-than-kafka";
    }

    static String gap(long expected, String instead) {
        return "expected the event " + expected + " of the log, " + instead
                + ": events are missing; restore the database from a backup; see"
                + " docs/operations.md#events-are-missing";
    }

    static String pixelsAreMissing(long position, UUID image) {
        return "event " + position + " of the log settles the label of the image " + image
                + ", whose pixels are missing: restore the database from a backup; see"
                + " docs/operations.md#events-are-missing";
    }

    static String clockPutBack() {
        return "the machine's clock was put back: connects with Kafka anew, whose clients wait by it; see"
                + " docs/operations.md#clocks";
    }

    /** @param invalid says which offset, what was expected, and what came */
    static String foreignRecord(InvalidRecordException invalid) {
        return invalid.getMessage()
                + ": another program has written to this topic. The labels are safe in the database; stop that program"
                + " and connect an empty Kafka; see docs/operations.md#a-foreign-record";
    }

    static String unexpected(Throwable broken) {
        return (broken.getMessage() == null ? broken.toString() : broken.getMessage())
                + "; see docs/operations.md#the-relay-cannot-go-on";
    }

    static String databaseFails(StoreUnavailableException down) {
        return down.getMessage() + "; see docs/operations.md#the-relay-tries-again";
    }

    static String kafkaFails(KafkaException failed) {
        String message = failed.getClass().getSimpleName() + ": " + failed.getMessage();
        if (message.contains("docs/operations.md")) {
            return message;
        }
        boolean clock =
                failed instanceof InvalidTimestampException || failed.getCause() instanceof InvalidTimestampException;
        return message + (clock ? "; see docs/operations.md#clocks" : "; see docs/operations.md#the-relay-tries-again");
    }
}
