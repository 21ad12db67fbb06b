package nudge.trainer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nudge.trainer.KafkaOfTest;
import nudge.trainer.Relayed;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On a real broker, whose topic does not hold what it held. */
@Tag("server")
class LabelLogTest {
    private final KafkaOfTest kafka = KafkaOfTest.fresh();

    @Test
    void a_topic_that_ends_before_a_horizon_is_to_be_filled_again() {
        try (Relayed relayed = new Relayed(kafka.settings());
                LabelLog log = new LabelLog(kafka.settings(), Duration.ofMillis(300))) {
            relayed.labels(0, 5);
            List<DecodedRecord> read = new ArrayList<>();
            assertThatThrownBy(() -> readPatiently(log, new Horizon(40, 20), read))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("expected nudge.labels-0 up to position 40")
                    .hasMessageContaining("got positions up to 10")
                    .hasMessageContaining("docs/operations.md#a-lost-tail-of-kafka");
            assertThat(read).hasSize(5);
            relayed.labels(5, 25);
            readPatiently(log, new Horizon(40, 99), read);
            assertThat(read).hasSize(20);
            assertThat(log.horizon()).isEqualTo(new Horizon(40, 20));
        }
    }

    /** Kafka may take longer to answer than the log is patient. */
    private static void readPatiently(LabelLog log, Horizon horizon, List<DecodedRecord> read) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsInstanceOf(org.apache.kafka.common.errors.TimeoutException.class)
                .until(() -> {
                    log.readUntil(horizon, read::add);
                    return true;
                });
    }

    @Test
    void behind_a_horizon_the_records_without_a_position_are_read_up_to_its_offset() {
        try (Relayed relayed = new Relayed(kafka.settings());
                LabelLog log = new LabelLog(kafka.settings())) {
            relayed.labels(0, 3);
            for (int i = 0; i < 4; i++) {
                relayed.garbage("no label " + i);
            }
            relayed.labels(3, 5);
            List<DecodedRecord> read = new ArrayList<>();
            log.readUntil(new Horizon(6, 5), read::add);
            assertThat(read).hasSize(5);
            log.readUntil(new Horizon(6, 100), read::add);
            assertThat(read).hasSize(7);
            assertThat(log.horizon()).isEqualTo(new Horizon(6, 7));
        }
    }

    @Test
    void when_other_labels_have_taken_the_place_of_those_that_were_read_they_are_to_be_read_again() {
        try (LabelLog log = new LabelLog(kafka.settings())) {
            try (Relayed relayed = new Relayed(kafka.settings())) {
                relayed.labels(0, 10);
                log.readUntil(10, record -> {});
            }
            kafka.loseLabels();
            try (Relayed relayed = new Relayed(kafka.settings())) {
                relayed.labels(0, 5);
                relayed.skipOffsets();
                relayed.labels(5, 12);
            }
            Throwable[] thrown = {null};
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                thrown[0] = catchThrowable(() -> log.next(Duration.ofMillis(100)));
                return thrown[0] != null;
            });
            assertThat(thrown[0])
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("expected nudge.labels-0 to hold position 20 at offset 9")
                    .hasMessageContaining("docs/operations.md#a-lost-tail-of-kafka");
        }
    }
}
