package nudge.labeller.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import nudge.labeller.intake.Limits;
import nudge.labeller.intake.MnistForm;
import nudge.labeller.intake.PagePicture;
import nudge.labeller.intake.UnreadableException;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.Test;

/** What is found on pages that are drawn here; {@code ./nudge bench sheets} has twenty that are made to be hard. */
class SheetTest {
    private static Sheet read(DrawnPage page) throws UnreadableException {
        return Sheet.of(PagePicture.of(page.png(), Limits.USUAL), new WorkingTime(Duration.ofMinutes(1)));
    }

    private static List<Integer> counts(Sheet sheet) {
        return sheet.rows().stream().map(List::size).toList();
    }

    private static DrawnPage page() {
        return DrawnPage.blank(700, 460)
                .row(80, 100, 3, 0, 1, 2, 3, 4, 5)
                .row(80, 220, 3, 6, 7, 8, 9)
                .row(80, 340, 3, 10, 11, 12, 13, 14);
    }

    @Test
    void digits_are_found_in_rows_from_top_to_bottom_and_left_to_right() throws Exception {
        Sheet sheet = read(page());
        assertThat(counts(sheet)).containsExactly(6, 4, 5);
        for (int row = 0; row < 3; row++) {
            for (int i = 0; i < sheet.rows().get(row).size(); i++) {
                FoundDigit digit = sheet.rows().get(row).get(i);
                assertThat(digit.box().left() + digit.box().width() / 2).isCloseTo(80 + 90 * i, within(20.0));
                assertThat(digit.box().top() + digit.box().height() / 2).isCloseTo(100 + 120 * row, within(20.0));
                assertThat(digit.confidence()).isBetween(0.3, 1.0);
            }
        }
    }

    @Test
    void rows_that_fall_to_the_right_stay_rows_and_the_angle_is_told() throws Exception {
        Sheet sheet = read(page().turned(6));
        assertThat(counts(sheet)).containsExactly(6, 4, 5);
        assertThat(sheet.skew()).isCloseTo(6, within(1.5));
    }

    @Test
    void lines_through_digits_go_and_the_digits_stay_whole() throws Exception {
        DrawnPage ruled = page();
        for (int y = 64; y < 460; y += 60) {
            ruled.line(0, y, 700, y + 6);
        }
        Sheet sheet = read(ruled.line(40, 0, 42, 460));
        assertThat(counts(sheet)).containsExactly(6, 4, 5);
        assertThat(sheet.ink().at(690, 70)).as("the line").isZero();
        FoundDigit first = sheet.rows().get(0).get(0);
        assertThat(first.box().height()).isCloseTo(60, within(8.0));
    }

    @Test
    void chalk_on_a_blackboard_is_ink_as_well() throws Exception {
        assertThat(counts(read(DrawnPage.blackboard(700, 300).row(80, 150, 3, 0, 1, 2, 3))))
                .containsExactly(4);
    }

    @Test
    void a_blank_page_has_no_rows() throws Exception {
        assertThat(read(DrawnPage.blank(300, 200)).rows()).isEmpty();
    }

    @Test
    void what_is_cut_out_is_the_digit_that_mnist_has() throws Exception {
        Sheet sheet = read(page());
        byte[] cut = new DigitCut(sheet).cut(sheet.rows().get(0).get(0).box());
        byte[] original = MnistForm.of(Mnist.test().image(0), 28, 28);
        double difference = 0;
        for (int i = 0; i < 784; i++) {
            difference += Math.pow((cut[i] & 0xff) - (original[i] & 0xff), 2);
        }
        assertThat(Math.sqrt(difference / 784)).as("root mean square").isLessThan(45);
    }

    @Test
    void a_picture_of_very_many_small_pieces_is_refused_within_the_time() {
        Random random = new Random(1);
        int side = 2_400;
        byte[] grey = new byte[side * side];
        Arrays.fill(grey, (byte) 230);
        for (int pebble = 0; pebble < 40_000; pebble++) {
            int at = (random.nextInt(side / 6) * side + random.nextInt(side / 6)) * 6;
            for (int i = 0; i < 16; i++) {
                grey[at + i / 4 * side + i % 4] = 20;
            }
        }
        long began = System.nanoTime();
        assertThatThrownBy(() -> Sheet.of(
                        new PagePicture(grey, side, side, 1, side, side), new WorkingTime(Duration.ofSeconds(20))))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("got a picture of very many small pieces");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void a_page_that_takes_too_long_is_given_up() throws Exception {
        PagePicture page = PagePicture.of(page().png(), Limits.USUAL);
        assertThatThrownBy(() -> Sheet.of(page, new WorkingTime(Duration.ZERO)))
                .hasMessage("expected a page that is read within 0 s, got one that takes longer: send a smaller picture"
                        + " of it");
    }

    @Test
    void what_is_no_picture_is_refused() {
        assertThatThrownBy(() -> PagePicture.of(new byte[] {1, 2, 3}, Limits.USUAL))
                .hasMessage("expected a photo or scan of a page as PNG or JPEG, got something else");
    }
}
