package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nudge.events.CheckpointPublished.Round;
import nudge.trainer.kafka.Horizon;
import org.junit.jupiter.api.Test;

class UnpublishedRoundsTest {
    private final UnpublishedRounds rounds = new UnpublishedRounds();

    private static Horizon at(long offset) {
        return new Horizon(2 * offset, offset);
    }

    @Test
    void each_round_that_folds_is_named_with_its_horizon_and_its_steps() {
        rounds.add(3, at(3), 2);
        rounds.add(1, at(4), 0);
        assertThat(rounds.list()).containsExactly(new Round(3, 2, 6L), new Round(4, 0, 8L));
        assertThat(rounds.size()).isEqualTo(2);
    }

    @Test
    void rounds_between_which_nothing_was_folded_are_one() {
        rounds.add(3, at(3), 2);
        rounds.add(0, at(3), 5);
        rounds.add(0, at(3), 1);
        rounds.add(2, at(5), 1);
        assertThat(rounds.list()).containsExactly(new Round(3, 8, 6L), new Round(5, 1, 10L));
    }

    @Test
    void steps_before_anything_is_folded_are_a_round_at_the_horizon_of_the_parent() {
        rounds.add(0, at(7), 2);
        rounds.add(0, at(7), 2);
        assertThat(rounds.list()).containsExactly(new Round(7, 4, 14L));
    }

    @Test
    void a_round_in_which_nothing_was_done_is_none() {
        rounds.add(0, at(7), 0);
        assertThat(rounds.isEmpty()).isTrue();
    }

    @Test
    void what_was_listed_does_not_change_afterwards() {
        rounds.add(3, at(3), 2);
        List<Round> listed = rounds.list();
        rounds.add(0, at(3), 1);
        assertThat(listed).containsExactly(new Round(3, 2, 6L));
        rounds.clear();
        assertThat(listed).containsExactly(new Round(3, 2, 6L));
        assertThat(rounds.isEmpty()).isTrue();
    }
}
