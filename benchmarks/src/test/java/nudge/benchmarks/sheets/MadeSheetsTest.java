package nudge.benchmarks.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.util.List;
import nudge.benchmarks.sheets.MadeSheet.Digit;
import nudge.labeller.intake.UnreadableException;
import nudge.labeller.sheet.Box;
import nudge.labeller.sheet.FoundDigit;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.Test;

/** The sheets of {@code ./nudge bench sheets}: they are the same in every run. */
class MadeSheetsTest {
    private static final Mnist DIGITS = Mnist.test();

    @Test
    void nearly_all_digits_of_twenty_hard_sheets_need_no_correction() {
        SheetScore all =
                Recipe.all().parallelStream().map(MadeSheetsTest::scoreOfOne).reduce(SheetScore.NONE, SheetScore::plus);
        assertThat(all.recall()).isGreaterThan(0.97);
        assertThat(all.precision()).isGreaterThan(0.97);
        assertThat(all.untouchedShare()).isGreaterThan(0.93);
    }

    private static SheetScore scoreOfOne(Recipe recipe) {
        MadeSheet made = MadeSheet.make(recipe, DIGITS);
        SheetScore score = SheetScore.of(made.rows(), read(made));
        assertThat(score.recall()).as("recall: " + recipe.name()).isGreaterThan(0.8);
        assertThat(score.precision()).as("precision: " + recipe.name()).isGreaterThan(0.85);
        return score;
    }

    private static List<List<FoundDigit>> read(MadeSheet made) {
        try {
            return SheetBench.read(made).rows();
        } catch (UnreadableException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Test
    void a_box_too_many_moves_the_labels_of_all_that_come_after_it() {
        List<List<Digit>> written = List.of(List.of(digit(0), digit(50), digit(100)));
        SheetScore score = SheetScore.of(written, List.of(List.of(box(0, 20), box(30, 8), box(52, 18), box(100, 20))));
        assertThat(score).isEqualTo(new SheetScore(3, 4, 3, 1));
        assertThat(SheetScore.of(written, List.of(List.of(box(0, 60), box(104, 9)))))
                .isEqualTo(new SheetScore(3, 2, 0, 0));
    }

    private static Digit digit(int left) {
        return new Digit(7, new Rectangle(left, 0, 20, 30));
    }

    private static FoundDigit box(int left, int width) {
        return new FoundDigit(new Box(left, 0, width, 30), 1);
    }
}
