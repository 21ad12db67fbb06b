package nudge.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What is flagged, and nothing more. */
class FlagsTest {
    @Test
    void the_median_of_an_odd_number_of_times_is_the_middle_one_and_of_an_even_number_between_two() {
        assertThat(Pace.of(new int[] {900, 100, 5_000_000}).median()).hasValue(900);
        assertThat(Pace.of(new int[] {900, 100, 400, 5_000_000}).median()).hasValue(650);
        assertThat(Pace.of(new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE}).median())
                .hasValue(Integer.MAX_VALUE);
        assertThat(Pace.of(new int[0])).isEqualTo(new Pace(0, OptionalDouble.empty()));
    }

    @Test
    void times_stay_in_their_order() {
        int[] times = {3, 1, 2};
        Pace.of(times);
        assertThat(times).containsExactly(3, 1, 2);
    }

    @Test
    void somebody_is_too_fast_by_the_median_of_enough_labels() {
        int[] fast = new int[20];
        Arrays.fill(fast, 249);
        assertThat(Pace.of(fast).tooFast()).isTrue();
        assertThat(Pace.of(Arrays.copyOf(fast, 19)).tooFast()).isFalse();
        Arrays.fill(fast, 250);
        assertThat(Pace.of(fast).tooFast()).isFalse();
        assertThat(Pace.of(new int[0]).tooFast()).isFalse();
    }

    @Test
    void who_always_gives_one_digit_answers_oddly() {
        ConfusionCounts counts = new ConfusionCounts(10);
        for (int truth = 0; truth < 10; truth++) {
            add(counts, truth, 7, 3);
        }
        OddAnswers odd = OddAnswers.find(10, counts).orElseThrow();
        assertThat(odd.given()).isEqualTo(7);
        assertThat(odd.share()).isEqualTo(1);
        assertThat(odd.expected()).isEqualTo(0.1, within(1e-12));
        // 27 images of others are called 7, no 7 is missed: 27 / sqrt(27).
        assertThat(odd.z()).isEqualTo(Math.sqrt(27), within(1e-12));
    }

    @Test
    void who_labels_a_page_of_one_digit_does_not_answer_oddly() {
        ConfusionCounts counts = new ConfusionCounts(10);
        add(counts, 7, 7, 1_000);
        add(counts, 1, 7, 5);
        assertThat(OddAnswers.find(10, counts)).isEmpty();
    }

    @Test
    void who_guesses_evenly_or_labels_little_does_not_answer_oddly() {
        ConfusionCounts even = new ConfusionCounts(10);
        ConfusionCounts few = new ConfusionCounts(10);
        for (int truth = 0; truth < 10; truth++) {
            for (int given = 0; given < 10; given++) {
                even.add(truth, given);
            }
        }
        add(few, 1, 7, 9);
        assertThat(OddAnswers.find(10, even)).isEmpty();
        assertThat(OddAnswers.find(10, few)).isEmpty();
        add(few, 2, 7, 1);
        assertThat(OddAnswers.find(10, few)).isPresent();
        assertThat(OddAnswers.find(10, new ConfusionCounts(10))).isEmpty();
    }

    @Test
    void a_difference_that_is_certain_but_small_is_not_odd() {
        ConfusionCounts counts = new ConfusionCounts(10);
        add(counts, 1, 1, 900);
        add(counts, 1, 7, 100);
        assertThat(OddAnswers.find(10, counts)).isEmpty();
        add(counts, 1, 7, 1);
        assertThat(OddAnswers.find(10, counts)).isPresent();
    }

    private static void add(ConfusionCounts counts, int truth, int given, int times) {
        for (int i = 0; i < times; i++) {
            counts.add(truth, given);
        }
    }

    @Test
    void rubber_stamping_has_the_bounds_of_newcombes_table() {
        RubberStamping published = new RubberStamping(70, 56, 80, 48);
        double z = 1.959963984540054;
        assertThat(published.difference().orElseThrow()).isEqualTo(0.2, within(1e-12));
        assertThat(published.lower(z)).isEqualTo(.0524, within(5e-5));
        assertThat(published.upper(z)).isEqualTo(.3339, within(5e-5));
        assertThat(published.hardlyChance()).isFalse();
    }

    @Test
    void who_follows_what_is_shown_and_errs_where_it_is_hidden_is_found() {
        assertThat(new RubberStamping(400, 400, 100, 70).hardlyChance()).isTrue();
        assertThat(new RubberStamping(400, 380, 100, 95).hardlyChance()).isFalse();
        assertThat(new RubberStamping(400, 280, 100, 100).hardlyChance()).isFalse();
    }

    @Test
    void nothing_is_said_where_nothing_was_hidden_or_nothing_shown() {
        for (RubberStamping one :
                new RubberStamping[] {new RubberStamping(10, 10, 0, 0), new RubberStamping(0, 0, 10, 1)}) {
            assertThat(one.difference()).isEmpty();
            assertThat(one.lower(Wilson.Z_95)).isEqualTo(-1);
            assertThat(one.upper(Wilson.Z_95)).isEqualTo(1);
            assertThat(one.hardlyChance()).isFalse();
        }
    }

    @Test
    void more_agreement_than_labels_is_refused() {
        assertThatThrownBy(() -> new RubberStamping(3, 4, 0, 0))
                .hasMessage("expected some of the labels to agree with the model, got 4 of 3 where it was shown, and 0"
                        + " of 0 where it was hidden");
    }
}
