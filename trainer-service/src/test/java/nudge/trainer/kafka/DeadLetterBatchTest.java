package nudge.trainer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nudge.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DeadLetterBatchTest {
    private final DeadLetterBatch batch = new DeadLetterBatch();

    private static DeadLetter letter(long offset, int bytes) {
        return new DeadLetter(
                new ConsumerRecord<>(Topics.LABELS.topic(), 0, offset, new byte[0], new byte[bytes]), "no label");
    }

    @Test
    void holds_the_letters_in_their_order_until_they_are_published() {
        DeadLetter first = letter(1, 10);
        DeadLetter second = letter(2, 10);
        batch.add(first);
        batch.add(second);
        List<DeadLetter> letters = batch.letters();
        assertThat(letters).containsExactly(first, second);
        batch.clear();
        assertThat(batch.letters()).isEmpty();
        assertThat(letters).hasSize(2);
    }

    @Test
    void is_full_at_500_letters() {
        for (int i = 0; i < 499; i++) {
            batch.add(letter(i, 1));
        }
        assertThat(batch.isFull()).isFalse();
        batch.add(letter(499, 1));
        assertThat(batch.isFull()).isTrue();
        batch.clear();
        assertThat(batch.isFull()).isFalse();
    }

    @Test
    void is_full_at_8_MB() {
        for (int i = 0; i < 7; i++) {
            batch.add(letter(i, 1 << 20));
        }
        batch.add(letter(7, (1 << 20) - 1));
        assertThat(batch.isFull()).isFalse();
        batch.add(letter(8, 1));
        assertThat(batch.isFull()).isTrue();
        batch.clear();
        batch.add(letter(9, 1));
        assertThat(batch.isFull()).isFalse();
    }
}
