package nudge.trainer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import nudge.events.CheckpointPublished;
import nudge.events.Topics;
import nudge.trainer.KafkaOfTest;
import nudge.trainer.kafka.Faults.Point;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a real broker: whenever a publication fails, it is published once. */
@Tag("server")
class RecoverablePublisherTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final KafkaOfTest kafka = KafkaOfTest.fresh();
    private final AtomicReference<@Nullable Point> failing = new AtomicReference<>();

    /** Fails once at {@link #failing}. */
    private RecoverablePublisher fenced() {
        return RecoverablePublisher.fence(kafka.settings(), "digits", point -> {
            if (failing.compareAndSet(point, null)) {
                throw new KafkaException("failed at " + point);
            }
        });
    }

    private static DeadLetter letter() {
        return new DeadLetter(new ConsumerRecord<>(Topics.LABELS.topic(), 0, 5, new byte[1], new byte[1]), "no label");
    }

    @Test
    void what_is_committed_is_sure() {
        try (RecoverablePublisher publisher = fenced()) {
            publisher.publish(Published.publication(1, null));
            assertThat(publisher.isUnsure()).isFalse();
            assertThat(ids()).containsExactly(Published.id(1));
            assertThatThrownBy(() -> publisher.publishAgain(NOW))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("expected a publication that failed, got none");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"BEFORE_TRANSACTION", "INSIDE_TRANSACTION", "BEFORE_COMMIT", "AFTER_COMMIT"})
    void a_publication_that_failed_is_published_once(Point where) {
        try (RecoverablePublisher publisher = fenced()) {
            publisher.publish(Published.publication(1, null));
            Publication second = Published.publication(2, Published.id(1), letter());
            failing.set(where);
            assertThatThrownBy(() -> publisher.publish(second)).isInstanceOf(KafkaException.class);
            assertThat(publisher.isUnsure()).isTrue();

            assertThat(publisher.publishAgain(second.checkpoint().at())).isEqualTo(second);
            assertThat(publisher.isUnsure()).isFalse();
            publisher.publish(Published.publication(3, Published.id(2)));
        }
        assertThat(ids()).containsExactly(Published.id(1), Published.id(2), Published.id(3));
        assertThat(kafka.committed(Topics.WEIGHTS)).hasSize(3);
        assertThat(kafka.committed(Topics.DEAD_LETTERS)).hasSize(1);
    }

    @Test
    void a_publication_that_fails_again_is_still_unsure() {
        try (RecoverablePublisher publisher = fenced()) {
            Publication first = Published.publication(1, null);
            failing.set(Point.BEFORE_COMMIT);
            assertThatThrownBy(() -> publisher.publish(first)).isInstanceOf(KafkaException.class);
            failing.set(Point.INSIDE_TRANSACTION);
            assertThatThrownBy(() -> publisher.publishAgain(NOW)).isInstanceOf(KafkaException.class);
            assertThat(publisher.isUnsure()).isTrue();
            publisher.publishAgain(NOW);
        }
        assertThat(ids()).containsExactly(Published.id(1));
    }

    @Test
    void a_publication_that_failed_gives_way_to_what_another_trainer_has_published() {
        try (RecoverablePublisher first = fenced()) {
            failing.set(Point.INSIDE_TRANSACTION);
            assertThatThrownBy(() -> first.publish(Published.publication(1, null)))
                    .isInstanceOf(KafkaException.class);
            try (RecoverablePublisher second = fenced()) {
                second.publish(Published.publication(2, null));
            }
            assertThatThrownBy(() -> first.publishAgain(NOW))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("expected checkpoint none to be the latest of model digits, got "
                            + Published.id(2) + ": another trainer has published meanwhile");
            assertThat(first.isUnsure()).isTrue();
        }
        assertThat(ids()).containsExactly(Published.id(2));
    }

    @Test
    void a_trainer_that_was_fenced_publishes_nothing() {
        try (RecoverablePublisher first = fenced();
                RecoverablePublisher second = fenced()) {
            assertThatThrownBy(() -> first.publish(Published.publication(1, null)))
                    .isInstanceOf(KafkaException.class)
                    .satisfies(fenced -> assertThat(fenced)
                            .isInstanceOfAny(
                                    ProducerFencedException.class,
                                    org.apache.kafka.common.errors.InvalidProducerEpochException.class));
            second.publish(Published.publication(2, null));
        }
        assertThat(ids()).containsExactly(Published.id(2));
    }

    @Test
    void a_time_that_kafka_refuses_is_said_and_the_publication_gets_another_once_the_clock_is_right() {
        kafka.allowAhead(Duration.ofHours(1));
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        try (RecoverablePublisher publisher = fenced()) {
            Publication ahead = Published.publication(1, null).at(now.plus(Duration.ofDays(2)));
            assertThatThrownBy(() -> publisher.publish(ahead))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageStartingWith("expected a time that Kafka accepts, got "
                            + ahead.checkpoint().at() + ", which is too far ahead of its own clock");
            assertThat(publisher.isUnsure()).isTrue();
            assertThatThrownBy(() -> publisher.publishAgain(now.plus(Duration.ofDays(2))))
                    .isInstanceOf(KafkaException.class);
            assertThat(publisher.publishAgain(now).checkpoint().at()).isEqualTo(now);
        }
        assertThat(ids()).containsExactly(Published.id(1));
        assertThat(kafka.checkpoints().get(0).at()).isEqualTo(now);
    }

    private List<String> ids() {
        return kafka.checkpoints().stream().map(CheckpointPublished::id).toList();
    }
}
