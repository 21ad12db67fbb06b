package nudge.trainer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    private final KafkaOfTest kafka = KafkaOfTest.fresh();
    private final AtomicReference<@Nullable Point> failing = new AtomicReference<>();

    /** Fails once at {@link #failing}. */
    private RecoverablePublisher fenced() {
        RecoverablePublisher publisher = new RecoverablePublisher(kafka.settings(), "digits", point -> {
            if (failing.compareAndSet(point, null)) {
                throw new KafkaException("failed at " + point);
            }
        });
        publisher.fence();
        return publisher;
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
            assertThatThrownBy(publisher::publishAgain)
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

            assertThat(publisher.publishAgain()).isEqualTo(second);
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
            assertThatThrownBy(publisher::publishAgain).isInstanceOf(KafkaException.class);
            assertThat(publisher.isUnsure()).isTrue();
            publisher.publishAgain();
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
            assertThatThrownBy(first::publishAgain)
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

    private List<String> ids() {
        return kafka.checkpoints().stream().map(CheckpointPublished::id).toList();
    }
}
