package nudge.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import nudge.quality.GoldAnswers.Answer;
import nudge.quality.GoldAnswers.Counting;
import nudge.quality.Trust.State;
import org.junit.jupiter.api.Test;

class TrustTest {
    @Test
    void the_rule_goes_by_the_upper_bound() {
        assertThat(new Trust(8, 5).bound()).isEqualTo(.8388276622, within(1e-9));
        assertThat(new Trust(8, 5).state()).isEqualTo(State.DISTRUSTED);
        assertThat(new Trust(8, 6).bound()).isEqualTo(.9134851558, within(1e-9));
        assertThat(new Trust(8, 6).state()).isEqualTo(State.WATCHED);
        assertThat(new Trust(50, 40).bound()).isEqualTo(.8765264733, within(1e-9));
        assertThat(new Trust(50, 40).state()).isEqualTo(State.DISTRUSTED);
        assertThat(new Trust(50, 45).bound()).isEqualTo(.9504709655, within(1e-9));
        assertThat(new Trust(50, 45).state()).isEqualTo(State.TRUSTED);
    }

    @Test
    void nobody_is_judged_by_fewer_than_eight_answers() {
        assertThat(new Trust(7, 0).state()).isEqualTo(State.NEW);
        assertThat(new Trust(8, 0).state()).isEqualTo(State.DISTRUSTED);
        assertThat(new Trust(8, 8).state()).isEqualTo(State.TRUSTED);
    }

    @Test
    void trust_begins_at_0_8_and_never_is_certain() {
        assertThat(Trust.NONE.value()).isEqualTo(0.8);
        assertThat(Trust.NONE.bound()).isEqualTo(1);
        assertThat(new Trust(50, 50).value()).isEqualTo(58.0 / 60);
        assertThat(new Trust(50, 50).matrix(10).probability(3, 3)).isEqualTo(58.0 / 60);
    }

    @Test
    void bounds_lie_around_the_share() {
        assertThat(Wilson.lower(45, 50, Wilson.Z_95)).isEqualTo(.8084624858, within(1e-9));
        assertThat(Wilson.lower(0, 0, Wilson.Z_95)).isZero();
        assertThat(Wilson.lower(0, 10, Wilson.Z_95)).isZero();
        assertThat(Wilson.upper(10, 10, Wilson.Z_95)).isEqualTo(1, within(1e-12));
    }

    @Test
    void more_correct_answers_than_answers_are_refused() {
        assertThatThrownBy(() -> new Trust(3, 4)).hasMessage("expected some of the answers to be correct, got 4 of 3");
    }

    private static final UUID ONE = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    @Test
    void the_latest_answer_on_an_image_counts_and_the_first_where_answers_are_revealed() {
        List<Answer> answers = List.of(new Answer(1, ONE, false), new Answer(2, OTHER, true), new Answer(3, ONE, true));
        assertThat(GoldAnswers.trust(answers, Counting.LATEST)).isEqualTo(new Trust(2, 2));
        assertThat(GoldAnswers.trust(answers, Counting.FIRST)).isEqualTo(new Trust(2, 1));
        assertThat(GoldAnswers.counting(answers, Counting.LATEST))
                .containsExactly(new Answer(2, OTHER, true), new Answer(3, ONE, true));
    }

    @Test
    void the_last_fifty_count() {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            answers.add(new Answer(i, new UUID(1, i), i >= 10));
        }
        assertThat(GoldAnswers.trust(answers, Counting.LATEST)).isEqualTo(new Trust(50, 50));
        assertThat(GoldAnswers.trust(List.of(), Counting.FIRST)).isEqualTo(Trust.NONE);
    }

    @Test
    void the_change_point_is_where_answers_became_worse() {
        boolean[] answers = new boolean[60];
        Arrays.fill(answers, true);
        for (int i = 40; i < 60; i += 2) {
            answers[i] = false;
        }
        ChangePoint change = ChangePoint.find(answers);
        assertThat(change.from()).isEqualTo(40);
        assertThat(change.before()).isEqualTo(1);
        assertThat(change.after()).isEqualTo(0.5);
    }

    @Test
    void who_was_always_as_bad_or_became_better_has_no_change_point() {
        boolean[] always = new boolean[40];
        for (int i = 0; i < 40; i += 4) {
            always[i] = true;
        }
        assertThat(ChangePoint.find(always).changed()).isFalse();
        boolean[] better = new boolean[40];
        Arrays.fill(better, 20, 40, true);
        assertThat(ChangePoint.find(better).changed()).isFalse();
        assertThat(ChangePoint.find(new boolean[1]).from()).isZero();
        assertThatThrownBy(() -> ChangePoint.find(new boolean[0]))
                .hasMessage("expected at least one answer on gold, got none");
    }

    @Test
    void one_wrong_answer_among_the_last_is_no_change() {
        boolean[] answers = new boolean[50];
        Arrays.fill(answers, true);
        answers[48] = false;
        assertThat(ChangePoint.find(answers).changed()).isFalse();
    }

    @Test
    void what_somebody_confuses_is_told_apart_from_chance() {
        ConfusionCounts counts = new ConfusionCounts(10);
        for (int i = 0; i < 100; i++) {
            counts.add(4, i < 40 ? 9 : 4);
            counts.add(3, i < 3 ? 8 : 3);
        }
        counts.add(7, 1);
        assertThat(counts.confusions()).hasSize(1);
        assertThat(counts.confusions().get(0).truth()).isEqualTo(4);
        assertThat(counts.confusions().get(0).given()).isEqualTo(9);
        assertThat(counts.confusions().get(0).share()).isEqualTo(0.4);
        assertThat(counts.confusions().get(0).bound()).isBetween(0.25, 0.28);
    }

    @Test
    void a_matrix_in_millionths_adds_up_and_forgets_nothing_that_is_possible() {
        ConfusionMatrix matrix = ConfusionMatrix.oneCoin(10, 1 - 1e-9);
        int[] millionths = matrix.millionths();
        for (int truth = 0; truth < 10; truth++) {
            assertThat(Arrays.stream(millionths, truth * 10, truth * 10 + 10).sum())
                    .isEqualTo(1_000_000);
        }
        assertThat(millionths[1]).isEqualTo(1);
        ConfusionMatrix stored = ConfusionMatrix.ofMillionths(10, millionths);
        assertThat(ConfusionMatrix.ofMillionths(10, stored.millionths())).isEqualTo(stored);
    }

    @Test
    void a_matrix_whose_rows_do_not_add_up_is_refused() {
        assertThatThrownBy(() -> ConfusionMatrix.of(2, new double[] {.5, .4, 0, 1}))
                .hasMessage("expected each row to add up to 1, got 0.9 for 0");
        assertThatThrownBy(() -> ConfusionMatrix.of(2, new double[] {1.5, -.5, 0, 1}))
                .hasMessage("expected shares from 0 to 1, got 1.5 for 0 labelled 0");
        assertThatThrownBy(() -> ConfusionMatrix.of(2, new double[] {1, 0}))
                .hasMessageStartingWith("expected at least 2 classes and a share for each pair of them");
    }
}
