package nudge.events;

import static nudge.events.Samples.checkpoint;
import static nudge.events.Samples.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import nudge.embedded.EmbeddedServers;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class CheckpointWeightsTest {
    private static final int LARGE = 2 * Topics.CHUNK_BYTES + 1;

    private final KafkaSettings kafka =
            TestBroker.settings(EmbeddedServers.shared().kafka());
    private Publisher publisher;

    @BeforeEach
    void create_empty_topics() throws Exception {
        EmptyTopics.create(kafka);
        publisher = new Publisher(kafka, "trainer");
    }

    @AfterEach
    void delete_topics() throws Exception {
        publisher.close();
        EmptyTopics.delete(kafka);
    }

    @Test
    void any_checkpoint_whose_weights_are_kept_can_be_read() {
        for (int number = 0; number < 3; number++) {
            publisher.publish(checkpoint(number, weights(number, LARGE)), weights(number, LARGE));
        }
        for (int number = 0; number < 3; number++) {
            assertThat(read(checkpoint(number, weights(number, LARGE)))).contains(weights(number, LARGE));
        }
    }

    @Test
    void weights_that_are_not_there_or_not_whole_are_empty() {
        CheckpointPublished lost = checkpoint(1, weights(1, LARGE));
        assertThat(read(lost)).as("in an empty topic").isEmpty();
        publisher.send(EventCodec.encodeChunk(lost, 0, weights(1, LARGE)));
        publisher.send(EventCodec.encodeChunk(lost, 2, weights(1, LARGE)));
        publisher.publish(2, LARGE);
        assertThat(read(lost)).as("without the second chunk").isEmpty();
    }

    @Test
    void weights_that_do_not_match_their_digest_are_refused() {
        CheckpointPublished damaged = checkpoint(1, weights(1, LARGE));
        publisher.publish(damaged, weights(2, LARGE));
        assertThatThrownBy(() -> read(damaged))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageStartingWith("checkpoint checkpoint-1: expected weights with the SHA-256 ");
    }

    @Test
    void weights_of_a_transaction_that_hangs_are_not_waited_for_for_ever() throws Exception {
        CheckpointPublished open = checkpoint(1, weights(1, LARGE));
        publisher.begin(open, weights(1, LARGE));
        assertThatThrownBy(() -> read(open))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("find-hanging --topic nudge.weights");
        publisher.abort();
        assertThat(read(open)).isEmpty();
    }

    private Optional<byte[]> read(CheckpointPublished checkpoint) {
        try (CommittedRecords records = CommittedRecords.open(kafka, Duration.ofSeconds(1))) {
            return CheckpointWeights.read(records, checkpoint);
        }
    }
}
