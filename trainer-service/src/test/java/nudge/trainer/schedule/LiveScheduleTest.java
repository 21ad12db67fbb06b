package nudge.trainer.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Each promise of the schedule, at its exact limit; see {@link LiveScheduleSimulationTest} for the whole. Long because there are many
 * limits, and a test has one.
 */
class LiveScheduleTest {
    private static final int BATCH = 100;
    private static final int PASSES = 40;
    private static final int FAR_BEHIND = 10_001;
    /** Labels that earn 200 first steps, 30 while labels flow in, and 400 in all. */
    private static final int LABELS = 1000;

    private static final int EARNED_FLOWING = 230;
    private static final int EARNED_IN_ALL = 600;

    /** Nanoseconds. */
    private long now = TimeUnit.DAYS.toNanos(1);

    private LiveSchedule schedule;
    private Progress progress;

    @BeforeEach
    void begin() {
        schedule = new LiveSchedule(() -> now, BATCH, PASSES);
        progress = new Progress(0, 0);
    }

    private void passMillis(double millis) {
        now += Math.round(millis * 1e6);
    }

    /** A trainer that has taken so many steps, with labels of as many examples. */
    private void resumed(int labels, long step) {
        progress = new Progress(labels, step);
        progress.observed(labels, labels, 0, 0);
    }

    private void publishedIn(Duration took, int bytes) {
        progress.published(bytes);
        schedule.published(took);
    }

    private void published() {
        publishedIn(Duration.ZERO, 1000);
    }

    /** Labels are folded, and learned as well. */
    private void newLabels(int count) {
        fold(count, 0);
    }

    private void fold(int count, int waiting) {
        for (int i = 0; i < count; i++) {
            progress.folded(progress.offset() + 1);
        }
        progress.observed(progress.examples() + count, progress.labels() + count, waiting, progress.lag());
    }

    private void lag(long lag) {
        progress.observed(progress.examples(), progress.labels(), progress.waiting(), lag);
    }

    /** A round that folds nothing, takes no step and publishes nothing: labels are counted at its beginning. */
    private void emptyRound() {
        progress.roundBegins();
        assertThat(schedule.folds(progress)).isTrue();
        progress.drained();
        assertThat(schedule.folds(progress)).isFalse();
    }

    /** No label has come for more than a second: the rest of the passes is to be made. */
    private void flowCeases() {
        emptyRound();
        passMillis(1000);
        emptyRound();
    }

    /** Takes steps, which take no time, until the schedule says no. */
    private long stepsUntilNo() {
        long before = progress.step();
        while (schedule.steps(progress)) {
            progress.stepped(0);
            assertThat(progress.step()).isLessThan(1_000_000);
        }
        return progress.step() - before;
    }

    @Nested
    class Folding {
        @Test
        void looks_for_a_record_in_every_round() {
            for (int round = 0; round < 3; round++) {
                progress.roundBegins();
                assertThat(schedule.folds(progress)).isTrue();
                progress.drained();
                assertThat(schedule.folds(progress)).isFalse();
            }
        }

        @Test
        void goes_on_while_records_come_for_50_ms() {
            assertThat(schedule.folds(progress)).isTrue();
            newLabels(1);
            passMillis(49.999);
            assertThat(schedule.folds(progress)).isTrue();
            newLabels(1);
            passMillis(0.001);
            assertThat(schedule.folds(progress)).isFalse();
        }

        @Test
        void has_its_time_anew_in_each_round() {
            assertThat(schedule.folds(progress)).isTrue();
            passMillis(50);
            assertThat(schedule.folds(progress)).isFalse();
            assertThat(schedule.folds(progress)).isTrue();
            passMillis(49);
            assertThat(schedule.folds(progress)).isTrue();
        }

        @Test
        void takes_250_ms_when_more_than_10_000_offsets_are_to_go() {
            lag(FAR_BEHIND);
            assertThat(schedule.folds(progress)).isTrue();
            passMillis(249.999);
            assertThat(schedule.folds(progress)).isTrue();
            passMillis(0.001);
            assertThat(schedule.folds(progress)).isFalse();

            lag(FAR_BEHIND - 1);
            assertThat(schedule.folds(progress)).isTrue();
            passMillis(50);
            assertThat(schedule.folds(progress)).isFalse();
        }
    }

    @Nested
    class Patience {
        @Test
        void is_none_while_there_are_steps_to_take() {
            resumed(LABELS, EARNED_FLOWING - 1);
            assertThat(schedule.patience(progress)).isZero();
        }

        @Test
        void is_none_while_a_new_label_is_not_learned() {
            resumed(LABELS, EARNED_IN_ALL);
            fold(1, 1);
            assertThat(schedule.patience(progress)).isZero();
        }

        @Test
        void is_the_time_of_a_fetch_when_far_behind() {
            resumed(LABELS, 0);
            lag(FAR_BEHIND);
            assertThat(schedule.patience(progress)).isEqualTo(Duration.ofMillis(50));
        }

        @Test
        void lasts_until_the_checkpoint_of_what_was_learned_is_due() {
            resumed(LABELS, EARNED_IN_ALL + 100);
            published();
            newLabels(1);
            passMillis(20);
            assertThat(schedule.patience(progress)).isEqualTo(Duration.ofMillis(40));
            passMillis(50);
            assertThat(schedule.patience(progress)).isZero();
        }

        @Test
        void lasts_until_it_is_known_whether_labels_still_flow_in() {
            resumed(LABELS, EARNED_FLOWING);
            emptyRound();
            passMillis(300);
            assertThat(schedule.patience(progress)).isEqualTo(Duration.ofMillis(700));
            passMillis(800);
            assertThat(schedule.patience(progress)).isZero();
        }

        @Test
        void is_a_second_when_nothing_is_left_to_learn() {
            assertThat(schedule.patience(progress)).isEqualTo(Duration.ofSeconds(1));
            resumed(LABELS, EARNED_IN_ALL);
            assertThat(schedule.patience(progress)).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Nested
    class Stepping {
        @Test
        void takes_4_ms_of_a_round() {
            resumed(LABELS, 0);
            for (int round = 0; round < 2; round++) {
                assertThat(schedule.steps(progress)).isTrue();
                passMillis(3.999);
                assertThat(schedule.steps(progress)).isTrue();
                passMillis(0.001);
                assertThat(schedule.steps(progress)).isFalse();
            }
        }

        @Test
        void makes_three_passes_over_each_label_while_labels_flow_in_and_200_first_steps() {
            resumed(LABELS, 0);
            assertThat(stepsUntilNo()).isEqualTo(EARNED_FLOWING);
        }

        @Test
        void makes_the_rest_of_the_passes_when_few_labels_come() {
            resumed(LABELS, 0);
            flowCeases();
            assertThat(stepsUntilNo()).isEqualTo(EARNED_IN_ALL);
        }

        @Test
        void never_makes_more_passes_than_are_configured() {
            schedule = new LiveSchedule(() -> now, BATCH, 2);
            resumed(LABELS, 0);
            assertThat(stepsUntilNo()).isEqualTo(220);
        }

        @Test
        void gives_each_of_the_first_hundred_labels_two_first_steps() {
            resumed(1, 0);
            assertThat(stepsUntilNo()).isEqualTo(2);
            resumed(50, 0);
            assertThat(stepsUntilNo()).isEqualTo(100 + 1);
            resumed(100, 0);
            assertThat(stepsUntilNo()).isEqualTo(200 + 3);
            resumed(200, 0);
            assertThat(stepsUntilNo()).isEqualTo(200 + 6);
        }

        @Test
        void learns_a_new_label_even_when_all_steps_that_are_earned_were_taken() {
            resumed(LABELS, EARNED_IN_ALL + 1000);
            fold(1, 1);
            assertThat(schedule.steps(progress)).isTrue();
            progress.stepped(0);
            assertThat(schedule.steps(progress)).isFalse();
        }

        @Test
        void stops_when_no_example_has_a_label() {
            resumed(LABELS, 0);
            progress.observed(0, LABELS, 1, 0);
            assertThat(schedule.steps(progress)).isFalse();
        }
    }

    @Nested
    class Flow {
        @Test
        void ceases_when_no_label_came_for_a_second() {
            resumed(LABELS, EARNED_FLOWING);
            emptyRound();
            passMillis(999);
            emptyRound();
            assertThat(schedule.steps(progress)).isFalse();
            passMillis(1);
            emptyRound();
            assertThat(schedule.steps(progress)).isTrue();
        }

        @Test
        void is_more_than_one_label_in_a_thousand_within_a_second() {
            resumed(99_900, 200 + 3 * LABELS + 10);
            flowCeases();
            assertThat(schedule.steps(progress)).isTrue();
            newLabels(100);
            emptyRound();
            assertThat(schedule.steps(progress)).as("100 of 100,000").isTrue();
            newLabels(1);
            emptyRound();
            assertThat(schedule.steps(progress)).as("101 of 100,001").isFalse();
        }

        @Test
        void is_noticed_at_once_and_its_end_after_a_second() {
            resumed(LABELS, EARNED_FLOWING + 50);
            flowCeases();
            passMillis(10);
            newLabels(2);
            emptyRound();
            assertThat(schedule.steps(progress)).isFalse();
            passMillis(980);
            emptyRound();
            assertThat(schedule.steps(progress)).isFalse();
            passMillis(10);
            emptyRound();
            assertThat(schedule.steps(progress))
                    .as("two came in the second before")
                    .isFalse();
            passMillis(1000);
            emptyRound();
            assertThat(schedule.steps(progress)).isTrue();
        }
    }

    @Nested
    class Publishing {
        @Test
        void follows_at_once_when_the_first_label_is_learned() {
            newLabels(1);
            assertThat(schedule.publishes(progress)).isTrue();
        }

        @Test
        void waits_for_60_ms_after_the_checkpoint_before() {
            resumed(LABELS, EARNED_IN_ALL);
            published();
            newLabels(1);
            passMillis(59.999);
            assertThat(schedule.publishes(progress)).isFalse();
            passMillis(0.001);
            assertThat(schedule.publishes(progress)).isTrue();
        }

        @Test
        void waits_for_a_new_label_to_be_learned_but_not_for_more_than_150_ms() {
            resumed(LABELS, 0);
            published();
            fold(1, 1);
            passMillis(150);
            assertThat(schedule.publishes(progress)).isFalse();
            passMillis(0.001);
            assertThat(schedule.publishes(progress)).isTrue();
        }

        @Test
        void does_not_wait_when_there_is_nothing_to_learn_from() {
            published();
            progress.folded(1);
            progress.observed(0, 1, 1, 0);
            passMillis(60);
            assertThat(schedule.publishes(progress)).isTrue();
        }

        @Test
        void comes_once_a_second_without_new_labels() {
            resumed(LABELS, 0);
            published();
            progress.stepped(0);
            passMillis(999.999);
            assertThat(schedule.publishes(progress)).isFalse();
            passMillis(0.001);
            assertThat(schedule.publishes(progress)).isTrue();
        }

        @Test
        void follows_at_once_when_the_last_step_is_taken() {
            resumed(LABELS, EARNED_FLOWING - 2);
            published();
            progress.stepped(0);
            passMillis(1);
            assertThat(schedule.publishes(progress)).isFalse();
            progress.stepped(0);
            assertThat(schedule.publishes(progress)).isTrue();
        }

        @Test
        void never_comes_when_nothing_was_folded_and_no_step_taken() {
            resumed(LABELS, EARNED_IN_ALL);
            published();
            passMillis(1e7);
            assertThat(schedule.publishes(progress)).isFalse();
        }

        @Test
        void comes_once_a_second_when_far_behind() {
            resumed(LABELS, EARNED_IN_ALL);
            lag(FAR_BEHIND);
            published();
            newLabels(1);
            passMillis(999.999);
            assertThat(schedule.publishes(progress)).isFalse();
            passMillis(0.001);
            assertThat(schedule.publishes(progress)).isTrue();
        }

        @Test
        void comes_after_500_rounds_at_the_latest() {
            resumed(LABELS, 0);
            published();
            fold(1, 1);
            progress.roundEnded(499);
            assertThat(schedule.publishes(progress)).isFalse();
            progress.roundEnded(500);
            assertThat(schedule.publishes(progress)).isTrue();
        }

        @Test
        void takes_at_most_a_quarter_of_the_time() {
            resumed(LABELS, EARNED_IN_ALL);
            publishedIn(Duration.ofMillis(40), 1000);
            newLabels(1);
            passMillis(119.999);
            assertThat(schedule.publishes(progress)).isFalse();
            passMillis(0.001);
            assertThat(schedule.publishes(progress)).isTrue();
        }

        @Test
        void is_not_held_up_for_long_by_one_slow_transaction() {
            resumed(LABELS, EARNED_IN_ALL);
            publishedIn(Duration.ofSeconds(10), 1000);
            newLabels(1);
            passMillis(180);
            assertThat(schedule.publishes(progress)).isTrue();
            publishedIn(Duration.ofSeconds(10), 1000);
            newLabels(1);
            passMillis(539.999);
            assertThat(schedule.publishes(progress)).isFalse();
            passMillis(0.001);
            assertThat(schedule.publishes(progress)).isTrue();
        }

        @Test
        void writes_at_most_8_MB_of_weights_a_second() {
            resumed(LABELS, EARNED_IN_ALL);
            publishedIn(Duration.ZERO, 4 << 20);
            newLabels(1);
            passMillis(499.999);
            assertThat(schedule.publishes(progress)).isFalse();
            passMillis(0.001);
            assertThat(schedule.publishes(progress)).isTrue();
        }
    }

    @Nested
    class Measuring {
        @Test
        void takes_at_most_a_quarter_of_the_time() {
            resumed(LABELS, 0);
            assertThat(schedule.measures(progress)).isTrue();
            schedule.measured(Duration.ofMillis(100));
            passMillis(299.999);
            assertThat(schedule.measures(progress)).isFalse();
            passMillis(0.001);
            assertThat(schedule.measures(progress)).isTrue();
        }

        @Test
        void is_never_left_out_for_the_last_checkpoint() {
            resumed(LABELS, EARNED_IN_ALL);
            schedule.measured(Duration.ofHours(1));
            assertThat(schedule.measures(progress)).isTrue();
        }
    }

    @Nested
    class Parking {
        @Test
        void waits_until_all_passes_over_each_label_are_made() {
            resumed(LABELS, EARNED_IN_ALL - 1);
            assertThat(schedule.parks(progress)).isFalse();
            progress.stepped(0);
            assertThat(schedule.parks(progress)).isTrue();
        }

        @Test
        void waits_until_every_new_label_is_learned() {
            resumed(LABELS, EARNED_IN_ALL + 100);
            fold(1, 1);
            assertThat(schedule.parks(progress)).isFalse();
            progress.stepped(0);
            assertThat(schedule.parks(progress)).isTrue();
        }

        @Test
        void is_all_that_can_be_done_without_a_labelled_example() {
            assertThat(schedule.parks(progress)).isTrue();
            progress.observed(0, 50, 3, 0);
            assertThat(schedule.parks(progress)).isTrue();
        }
    }
}
