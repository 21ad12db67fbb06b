package nudge.learning.champion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import nudge.events.AnchorComparison;
import nudge.events.PromotionRule;
import nudge.learning.champion.NoHarm.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoHarmTest {
    /** Images whose digits take turns: the checkpoint alone is right on {@code b}, the anchor alone on {@code c}, both on the rest. */
    private static PairedAnswers answers(int n, int b, int c) {
        PairedAnswers answers = new PairedAnswers();
        for (int i = 0; i < n; i++) {
            int digit = i % 10;
            int wrong = (digit + 1) % 10;
            answers.add(digit, i >= b && i < b + c ? wrong : digit, i < b ? wrong : digit);
        }
        return answers;
    }

    private static Verdict judge(int n, int b, int c) {
        return NoHarm.judge(answers(n, b, c));
    }

    /** Numbers from exact sums with 80 digits. */
    @ParameterizedTest
    @CsvSource({
        "10000, 0, 0, HARMLESS, 1, 0.0020701807974724492, 1e-9",
        "10000, 20, 5, BETTER, 0.0020386576652526855, 0.006886406905578569, 1e-9",
        "10000, 17, 8, HARMLESS, 0.05387607216835022, 0.006886406905578569, 1e-9",
        "10000, 100, 300, REJECTED, 1, 0.052942844897563984, 0.996958",
        "10000, 100, 150, HARMLESS, 0.99939346186741851, 0.035602871969427692, 1.09325e-09",
        "10000, 80, 170, REJECTED, 0.99999999706005771, 0.035602871969427692, 0.000144696",
        "10000, 300, 330, REJECTED, 0.89161361633753322, 0.078694954387614396, 7.91317e-08",
        "20000, 500, 520, HARMLESS, 0.74457185047674113, 0.060906709599636039, 1e-9",
        "5000, 40, 60, REJECTED, 0.98239989989114762, 0.03441923336892027, 1.1607e-05",
        "4999, 40, 60, UNPROVEN, 0.98239989989114762, 0.0344260676839525, 1.16866e-05"
    })
    void a_checkpoint_is_judged_by_these_numbers(
            int n, int b, int c, PromotionRule rule, double p, double bound, double risk) {
        Verdict verdict = judge(n, b, c);
        assertThat(verdict.rule()).isEqualTo(rule);
        AnchorComparison numbers = verdict.comparison();
        assertThat(numbers.n()).isEqualTo(n);
        assertThat(numbers.m()).isEqualTo(b + c);
        assertThat(numbers.b()).isEqualTo(b);
        assertThat(numbers.c()).isEqualTo(c);
        assertThat(numbers.p()).isCloseTo(p, withinPercentage(1e-8));
        assertThat(numbers.bound()).isCloseTo(bound, withinPercentage(1e-4));
        assertThat(numbers.risk()).isCloseTo(risk, withinPercentage(1));
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 0, 20, UNPROVEN",
        "1000, 0, 21, REJECTED",
        "1000, 100, 120, UNPROVEN",
        "1000, 100, 121, REJECTED",
        "1000, 12, 1, BETTER",
        "350, 0, 7, UNPROVEN",
        "350, 0, 8, REJECTED",
        "1, 0, 0, UNPROVEN",
        "1, 0, 1, REJECTED",
        "7, 7, 0, BETTER",
        "6, 6, 0, UNPROVEN"
    })
    void with_few_images_what_was_observed_decides_unless_it_is_proven_better(int n, int b, int c, PromotionRule rule) {
        assertThat(judge(n, b, c).rule()).isEqualTo(rule);
    }

    /** 1,000 images of each digit. The anchor misses some of each; of one digit the checkpoint loses some, of the others it gains. */
    private static PairedAnswers recalls(int anchorMisses, int lost, int gained) {
        PairedAnswers answers = new PairedAnswers();
        for (int digit = 0; digit < 10; digit++) {
            for (int i = 0; i < 1000; i++) {
                int wrong = (digit + 1) % 10;
                boolean anchor = i >= anchorMisses;
                boolean checkpoint = digit == 3 ? anchor && i < 1000 - lost : anchor || i < gained;
                answers.add(digit, checkpoint ? digit : wrong, anchor ? digit : wrong);
            }
        }
        return answers;
    }

    @Test
    void a_checkpoint_that_reads_one_digit_much_worse_is_rejected_however_good_it_is_otherwise() {
        Verdict worse = NoHarm.judge(recalls(50, 101, 50));
        assertThat(worse.comparison().p()).isLessThan(1e-20);
        assertThat(worse.rule()).isEqualTo(PromotionRule.RECALL);
        assertThat(worse.comparison().images()).hasSize(10).containsOnly(1000);
        assertThat(worse.comparison().recall().get(3)).isEqualTo(0.849);
        assertThat(worse.comparison().recall().get(4)).isEqualTo(1);
        assertThat(worse.comparison().anchorRecall()).containsOnly(0.95);
        assertThat(NoHarm.judge(recalls(50, 100, 50)).rule()).isEqualTo(PromotionRule.BETTER);
    }

    @Test
    void beside_an_anchor_that_is_bad_at_some_digit_recall_does_not_count() {
        assertThat(NoHarm.judge(recalls(200, 101, 200)).rule()).isEqualTo(PromotionRule.RECALL);
        assertThat(NoHarm.judge(recalls(201, 101, 201)).rule()).isEqualTo(PromotionRule.BETTER);
    }

    @Test
    void an_anchor_that_reads_all_as_2_is_overtaken_by_whoever_reads_more() {
        PairedAnswers answers = new PairedAnswers();
        for (int i = 0; i < 10_000; i++) {
            answers.add(i % 10, i % 10 == 2 && i % 3 == 0 ? 7 : i % 10, 2);
        }
        assertThat(NoHarm.judge(answers).rule()).isEqualTo(PromotionRule.BETTER);
    }

    @Test
    void recall_of_a_digit_with_few_images_is_left_to_chance() {
        for (int images : new int[] {99, 100}) {
            PairedAnswers answers = new PairedAnswers();
            for (int i = 0; i < images; i++) {
                answers.add(3, i < 80 ? 3 : 5, 3);
            }
            assertThat(NoHarm.judge(answers).rule())
                    .isEqualTo(images < 100 ? PromotionRule.REJECTED : PromotionRule.RECALL);
        }
    }

    @Test
    void of_a_digit_without_images_there_is_no_recall() {
        PairedAnswers answers = new PairedAnswers();
        answers.add(1, 1, 1);
        AnchorComparison numbers = NoHarm.judge(answers).comparison();
        assertThat(numbers.recall()).containsExactly(null, 1.0, null, null, null, null, null, null, null, null);
    }

    /** Whoever derives a decision again has to come to these very bits, on whatever JDK and machine. */
    @Test
    void the_numbers_of_a_decision_are_the_same_bits_everywhere() {
        AnchorComparison numbers = judge(10_000, 100, 150).comparison();
        assertThat(new long[] {bits(numbers.p()), bits(numbers.bound()), bits(numbers.risk())})
                .containsExactly(4607176955590201648L, 4585291735625709162L, 4472857485636580302L);
    }

    private static long bits(double value) {
        return Double.doubleToLongBits(value);
    }
}
