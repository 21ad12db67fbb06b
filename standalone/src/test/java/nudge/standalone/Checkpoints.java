package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointSubscriber;
import nudge.events.CheckpointSubscriber.Start;
import nudge.events.CheckpointSubscriber.Update;
import nudge.events.KafkaSettings;

/** The checkpoints of a broker, as an application sees them. */
final class Checkpoints {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Checkpoints() {}

    /** Waits for a checkpoint that has learned the label at a position of the log. */
    static CheckpointPublished awaitCovering(KafkaSettings kafka, long position) {
        Instant deadline = Instant.now().plus(PATIENCE);
        try (var subscriber = CheckpointSubscriber.subscribe(kafka, Start.LATEST)) {
            while (true) {
                for (Update update : subscriber.poll(Duration.ofMillis(200))) {
                    if (update instanceof Update.Checkpoint checkpoint
                            && checkpoint.event().position() >= position) {
                        return checkpoint.event();
                    }
                }
                assertThat(Instant.now())
                        .as("a checkpoint that covers position " + position + " comes")
                        .isBefore(deadline);
            }
        }
    }
}
