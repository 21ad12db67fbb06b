package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointSubscriber;
import nudge.events.CheckpointSubscriber.Start;
import nudge.events.CheckpointSubscriber.Update;
import org.apache.kafka.common.KafkaException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever the trainer's clock does: nothing is ordered by it, and once it is right again the trainer goes on by itself. */
@Tag("server")
class JumpingClockTest {
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    private final KafkaOfTest kafka = KafkaOfTest.fresh();
    private final ClockOfTest clock = new ClockOfTest();
    private final CountedRounds rounds = new CountedRounds();

    private static final class ClockOfTest extends Clock {
        private Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("expected to be asked for instants alone");
        }
    }

    @Test
    void a_clock_that_is_ahead_of_kafkas_holds_the_trainer_up_until_it_is_corrected() {
        kafka.allowAhead(Duration.ofHours(1));
        try (Relayed relayed = new Relayed(kafka.settings());
                TrainingSession session = rounds.open(kafka, clock)) {
            relayed.labels(0, 20);
            rounds.run(session, relayed.offset());
            int before = kafka.checkpoints().size();
            clock.ahead = TWO_DAYS;
            relayed.labels(20, 40);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> rounds.run(session, relayed.offset()))
                        .isInstanceOf(KafkaException.class)
                        .hasMessageContaining("expected a time that Kafka accepts");
                assertThat(session.isUnsure()).isTrue();
            }
            clock.ahead = Duration.ZERO;
            rounds.run(session, relayed.offset());
            assertThat(kafka.checkpoints()).hasSizeGreaterThan(before);
        }
        assertWhole();
    }

    @Test
    void a_clock_that_was_two_days_ahead_together_with_kafkas_and_is_corrected_stops_nobody() {
        Instant now = Instant.now();
        try (Relayed relayed = new Relayed(kafka.settings())) {
            clock.ahead = TWO_DAYS;
            relayed.labels(0, 30);
            try (TrainingSession session = rounds.open(kafka, clock)) {
                rounds.run(session, relayed.offset());
            }
            assertThat(last().at()).isAfter(now.plus(Duration.ofDays(1)));
            kafka.allowAhead(Duration.ofHours(1)); // it is right as well

            clock.ahead = Duration.ZERO;
            try (TrainingSession session = rounds.open(kafka, clock)) {
                relayed.labels(30, 60);
                rounds.run(session, relayed.offset());
                assertThat(last().at()).isBefore(now.plus(Duration.ofDays(1)));
                clock.ahead = Duration.ofDays(-20_000);
                relayed.labels(60, 90);
                rounds.run(session, relayed.offset());
                assertThat(last().at()).isBefore(Instant.parse("1980-01-01T00:00:00Z"));
            }
        }
        assertWhole();
    }

    private CheckpointPublished last() {
        List<CheckpointPublished> all = kafka.checkpoints();
        return all.get(all.size() - 1);
    }

    /** One chain in the order of the records, each of which can be derived again, and which subscribers get. */
    private void assertWhole() {
        List<CheckpointPublished> all = kafka.checkpoints();
        for (int i = 1; i < all.size(); i++) {
            assertThat(all.get(i).parent()).isEqualTo(all.get(i - 1).id());
            assertThat(all.get(i).step()).isGreaterThan(all.get(i - 1).step());
        }
        assertThat(Verification.of(kafka.configuration(Map.of()), last().id(), Verification.From.ROOT)
                        .holds())
                .isTrue();
        assertThat(read(Start.LATEST, last())).containsExactly(last().id());
        assertThat(read(Start.EARLIEST, last())).hasSizeGreaterThan(5).endsWith(last().id());
    }

    private List<String> read(Start start, CheckpointPublished upTo) {
        List<String> ids = new ArrayList<>();
        try (CheckpointSubscriber subscriber = CheckpointSubscriber.subscribe(kafka.settings(), start)) {
            Awaitility.await().atMost(Health.DEADLINE).pollDelay(Duration.ZERO).until(() -> {
                for (Update update : subscriber.poll(Duration.ofMillis(100))) {
                    if (update instanceof Update.Checkpoint checkpoint) {
                        ids.add(checkpoint.event().id());
                    }
                }
                return ids.contains(upTo.id());
            });
        }
        return ids;
    }
}
