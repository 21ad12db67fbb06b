package nudge.events;

import static nudge.events.Samples.checkpoint;
import static nudge.events.Samples.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AssemblyTest {
    private static final int SMALL = 1000;

    private final Assembly assembly = new Assembly();

    @Test
    void a_checkpoint_waits_for_its_last_chunk() {
        byte[] weights = weights(1, 2 * Topics.CHUNK_BYTES + 1);
        assembly.announce(checkpoint(1, weights), 5);
        take(1, weights, 0);
        take(1, weights, 1);
        assertThat(assembly.next()).isNull();
        take(1, weights, 2);
        assertThat(assembly.next().weights()).isEqualTo(weights);
        assertThat(assembly.next()).isNull();
    }

    @Test
    void chunks_may_come_before_their_checkpoint() {
        take(1, weights(1, SMALL), 0);
        take(2, weights(2, SMALL), 0);
        assertThat(assembly.next()).isNull();
        announce(1);
        announce(2);
        assertDelivered(1);
        assertDelivered(2);
    }

    @Test
    void a_checkpoint_whose_chunks_were_forgotten_is_passed_over_once_a_later_ones_come() {
        announce(1);
        announce(2);
        assertThat(assembly.next()).isNull();
        take(2, weights(2, SMALL), 0);
        assertDelivered(2);
    }

    @Test
    void chunks_from_before_do_not_make_a_checkpoint_pass() {
        take(1, weights(1, SMALL), 0);
        announce(2);
        assertThat(assembly.next()).isNull();
        take(2, weights(2, SMALL), 0);
        assertDelivered(2);
    }

    @Test
    void a_clock_that_goes_backwards_loses_nothing() {
        byte[] early = weights(1, SMALL);
        byte[] late = weights(2, SMALL);
        take(1, early, 0);
        assembly.announce(checkpoint(1, early, Instant.parse("2026-11-24T09:30:00Z")), 1);
        assembly.announce(checkpoint(2, late, Instant.parse("2026-11-24T08:30:00Z")), 2);
        assertDelivered(1);
        assertThat(assembly.next()).isNull();
        take(2, late, 0);
        assertDelivered(2);
    }

    @Test
    void wrong_weights_are_refused_once() {
        announce(1);
        take(1, weights(99, SMALL), 0);
        announce(2);
        take(2, weights(2, SMALL), 0);
        assertThatThrownBy(assembly::next)
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("checkpoint checkpoint-1: expected weights with the SHA-256 ")
                .message()
                .hasLineCount(1);
        assertDelivered(2);
    }

    @Test
    void chunks_that_nobody_announces_do_not_pile_up() {
        int number = 0;
        while (!assembly.isFarAhead()) {
            number++;
            take(number, weights(number, Topics.CHUNK_BYTES), 0);
        }
        assertThat(number * (long) Topics.CHUNK_BYTES).isGreaterThan(Assembly.MOST_AHEAD);
        assembly.forgetUnannounced();
        assertThat(assembly.isFarAhead()).isFalse();
        byte[] latest = weights(number, Topics.CHUNK_BYTES);
        assembly.announce(checkpoint(number, latest), 1);
        assertThat(assembly.next().weights()).isEqualTo(latest);
    }

    @Test
    void what_was_delivered_and_all_before_it_takes_no_memory() {
        int number = 0;
        while (!assembly.isFarAhead()) {
            number++;
            take(number, weights(number, Topics.CHUNK_BYTES), 0);
        }
        byte[] latest = weights(number, Topics.CHUNK_BYTES);
        assembly.announce(checkpoint(number, latest), 1);
        assertDelivered(number);
        take(number + 1, weights(number + 1, SMALL), 0);
        take(number + 2, weights(number + 2, SMALL), 0);
        assertThat(assembly.isFarAhead()).isFalse();
    }

    private void announce(int number) {
        assembly.announce(checkpoint(number, weights(number, SMALL)), number);
    }

    private void take(int number, byte[] weights, int index) {
        int from = index * Topics.CHUNK_BYTES;
        int to = Math.min(weights.length, from + Topics.CHUNK_BYTES);
        assembly.take(new WeightChunk("checkpoint-" + number, index, Arrays.copyOfRange(weights, from, to)));
    }

    private void assertDelivered(int number) {
        assertThat(assembly.next().event().id()).isEqualTo("checkpoint-" + number);
    }
}
