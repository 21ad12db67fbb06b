package nudge.labeller.web.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import nudge.labeller.relay.Relay;
import nudge.labeller.relay.Relay.State;
import org.junit.jupiter.api.Test;

class RelayWatchTest {
    private long now;
    private final RelayWatch watch = new RelayWatch(() -> now);

    @Test
    void a_relay_that_has_halted_is_told_at_once_with_its_reason() {
        assertThat(look(State.HALTED, "a foreign record", 5, 5)).isEqualTo("halted: a foreign record");
    }

    @Test
    void one_that_tries_again_is_told_when_it_lasts() {
        assertThat(look(State.RETRYING, "cut", 5, 5)).isEqualTo("retrying: ");
        pass(9);
        assertThat(look(State.RETRYING, "cut", 5, 5)).isEqualTo("retrying: ");
        pass(1);
        assertThat(look(State.RETRYING, "cut", 5, 5)).isEqualTo("retrying: cut");
        assertThat(look(State.RELAYING, "", 5, 5)).isEqualTo("relaying: ");
        assertThat(look(State.RETRYING, "cut again", 5, 5)).isEqualTo("retrying: ");
    }

    @Test
    void a_standby_tells_that_nothing_reaches_kafka_although_it_does_not_know_why() {
        assertThat(look(State.STANDBY, "", 9, 5)).isEqualTo("standby: ");
        assertThat(look(State.STANDBY, "", 9, 5)).isEqualTo("standby: ");
        pass(10);
        assertThat(look(State.STANDBY, "", 9, 5))
                .isEqualTo(
                        "standby: the log has events up to 9, but those behind 5 have not reached Kafka, and none has"
                                + " for 10 s; see docs/operations.md#the-relay-is-behind");
    }

    @Test
    void a_relay_that_moves_is_not_late_however_far_behind_it_is() {
        for (int relayed = 1; relayed < 50; relayed++) {
            pass(5);
            assertThat(look(State.RELAYING, "", 1_000, relayed)).isEqualTo("relaying: ");
        }
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    private String look(State state, String reason, long head, long relayed) {
        PipelineProgress.Relaying seen = watch.look(new Relay.Status(state, 0, reason), head, relayed);
        return seen.state() + ": " + seen.reason();
    }
}
