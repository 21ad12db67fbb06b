package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import nudge.trainer.Status.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusTest {
    /** The table of {@link State}, without what holds for all: HALTED from any that runs, STOPPED from any. */
    private static final Map<State, Set<State>> NEXT = Map.of(
            State.STARTING, EnumSet.of(State.STANDBY, State.TRAINING, State.PARKED, State.RETRYING),
            State.STANDBY, EnumSet.of(State.STARTING, State.RETRYING),
            State.TRAINING, EnumSet.of(State.STARTING, State.STANDBY, State.PARKED, State.RETRYING),
            State.PARKED, EnumSet.of(State.STARTING, State.STANDBY, State.TRAINING, State.RETRYING),
            State.RETRYING, EnumSet.of(State.STARTING, State.STANDBY, State.TRAINING, State.PARKED),
            State.HALTED, EnumSet.noneOf(State.class),
            State.STOPPED, EnumSet.noneOf(State.class));

    /** A way to each state. */
    private static Status in(State state) {
        Status status = new Status();
        if (state != State.STARTING) {
            status.set(state, "a reason");
        }
        return status;
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void a_state_is_followed_by_those_of_the_table_alone(State state) {
        for (State next : State.values()) {
            boolean allowed = next == state
                    || next == State.STOPPED
                    || NEXT.get(state).contains(next)
                    || (next == State.HALTED && state != State.STOPPED);
            Status status = in(state);
            if (allowed) {
                status.set(next, "");
                assertThat(status.now().state()).isEqualTo(next);
            } else if (state == State.STOPPED) {
                status.set(next, "too late");
                assertThat(status.now().state()).isEqualTo(State.STOPPED);
            } else {
                assertThatThrownBy(() -> status.set(next, ""))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("from " + state + " to " + next);
            }
        }
    }

    @Test
    void a_reason_stands_until_the_next_state_and_the_progress_stays() {
        Status status = new Status();
        status.set(State.TRAINING, 40, 7);
        status.set(State.RETRYING, "Kafka is away");
        assertThat(status.now()).isEqualTo(new Status.Snapshot(State.RETRYING, "Kafka is away", 40, 7));
        status.set(State.PARKED, 42, 8);
        assertThat(status.now()).isEqualTo(new Status.Snapshot(State.PARKED, "", 42, 8));
    }

    @Test
    void a_trainer_is_healthy_while_it_trains_or_waits_for_its_turn_or_for_labels() {
        assertThat(EnumSet.allOf(State.class))
                .filteredOn(State::isHealthy)
                .containsExactlyInAnyOrder(State.STANDBY, State.TRAINING, State.PARKED);
    }
}
