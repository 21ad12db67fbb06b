package nudge.trainer.kafka;

import java.time.Instant;
import java.util.Objects;
import nudge.events.CheckpointPublished;
import nudge.events.KafkaSettings;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a model's checkpoints, and finds out what became of one whose publication failed. Of several trainers of a model
 * the one that fenced last publishes; the others are fenced. Owned by one thread.
 *
 * <pre>
 *   sure    publish, committed   -> sure
 *   sure    publish, failed      -> unsure: it may be committed or not
 *   unsure  publishAgain         -> sure: it is committed
 *   unsure  publishAgain, failed -> unsure
 * </pre>
 */
public final class RecoverablePublisher implements AutoCloseable {
    private final KafkaSettings kafka;
    private final String model;
    private final Faults faults;
    private CheckpointPublisher publisher;
    /** What was sent and is not known to be committed. */
    private @Nullable Publication unsure;

    private RecoverablePublisher(KafkaSettings kafka, String model, Faults faults) {
        this.kafka = kafka;
        this.model = model;
        this.faults = faults;
        this.publisher = CheckpointPublisher.fence(kafka, model, faults);
    }

    /**
     * Fences every predecessor: what it has not committed by now never will be.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka fails
     */
    public static RecoverablePublisher fence(KafkaSettings kafka, String model, Faults faults) {
        return new RecoverablePublisher(kafka, model, faults);
    }

    /**
     * Publishes a checkpoint; returns when it is committed.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka fails; then it is {@link #isUnsure} whether it is committed
     */
    public void publish(Publication publication) {
        unsure = publication;
        send(publication);
        unsure = null;
    }

    private void send(Publication publication) {
        try {
            publisher.publish(publication);
        } catch (KafkaException failed) {
            if (failed instanceof InvalidTimestampException || failed.getCause() instanceof InvalidTimestampException) {
                throw new KafkaException(
                        "expected a time that Kafka accepts, got "
                                + publication.checkpoint().at()
                                + ", which is too far ahead of its own clock; set this machine's clock, or Kafka's: the"
                                + " trainer tries again meanwhile",
                        failed);
            }
            throw failed;
        }
    }

    /** Whether a publication failed, and it is not known whether it was committed. */
    public boolean isUnsure() {
        return unsure != null;
    }

    /**
     * Finds out whether the publication that failed was committed, by fencing whatever was under way, and publishes it if not.
     *
     * @param now the time that it gets in that case
     * @return the publication, which is committed
     * @throws IllegalStateException when another trainer has published meanwhile, or when no publication failed
     * @throws org.apache.kafka.common.KafkaException when Kafka fails; then it is still {@link #isUnsure}
     */
    public Publication publishAgain(Instant now) {
        if (unsure == null) {
            throw new IllegalStateException(
                    "expected a publication that failed, got none: nothing is to be published again");
        }
        Publication publication = unsure;
        publisher.close();
        publisher = CheckpointPublisher.fence(kafka, model, faults);
        CheckpointPublished checkpoint = publication.checkpoint();
        String latest = latest();
        if (!checkpoint.id().equals(latest)) {
            if (!Objects.equals(checkpoint.parent(), latest)) {
                throw new IllegalStateException("expected checkpoint "
                        + (checkpoint.parent() == null ? "none" : checkpoint.parent()) + " to be the latest of model "
                        + model + ", got " + (latest == null ? "none" : latest)
                        + ": another trainer has published meanwhile");
            }
            publication = publication.at(Instant.ofEpochMilli(now.toEpochMilli()));
            unsure = publication;
            send(publication);
        }
        unsure = null;
        return publication;
    }

    private @Nullable String latest() {
        try (CheckpointLog checkpoints = new CheckpointLog(kafka, model)) {
            CheckpointPublished latest = checkpoints.latest();
            return latest == null ? null : latest.id();
        }
    }

    /** Aborts an open transaction, if Kafka answers soon; if not, Kafka aborts it by itself. */
    @Override
    public void close() {
        publisher.close();
    }
}
