package nudge.labeller.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PreviewTest {
    private static Preview.Report of(int images) {
        Preview preview = new Preview();
        for (int i = 0; i < images; i++) {
            preview.image("a.csv line " + i, new byte[784], i % 11 == 10 ? null : i % 11);
        }
        return preview.report();
    }

    @Test
    void it_counts_all_and_keeps_nine_from_everywhere_in_their_order_and_the_same_ones_again() {
        Preview.Report report = of(110_000);
        assertThat(report.images()).isEqualTo(110_000);
        assertThat(report.labelled()).isEqualTo(100_000);
        assertThat(report.digits()).hasSize(10).containsOnly(10_000L);
        List<Long> numbers =
                report.pictures().stream().map(Preview.Picture::number).toList();
        assertThat(numbers).hasSize(9).doesNotHaveDuplicates().isSorted();
        assertThat(numbers.get(8)).isGreaterThan(50_000);
        assertThat(of(110_000).pictures().stream().map(Preview.Picture::number).toList())
                .isEqualTo(numbers);
    }

    @Test
    void it_tells_what_was_passed_over_and_what_was_guessed() {
        Preview preview = new Preview();
        preview.leftOut("a.zip/.DS_Store");
        preview.leftOut("a.zip/__MACOSX/a");
        preview.note("a.zip", "a guess");
        Preview.Report report = preview.report();
        assertThat(report.leftOut()).isEqualTo(2);
        assertThat(report.notes()).containsExactly(new ImageImporter.Note("a.zip", "a guess"));
        assertThat(of(1).leftOut()).isZero();
        assertThat(of(1).notes()).isEmpty();
    }

    @Test
    void of_a_small_file_it_keeps_every_image() {
        assertThat(of(4).pictures()).extracting(Preview.Picture::number).containsExactly(0L, 1L, 2L, 3L);
        assertThat(of(0).pictures()).isEmpty();
    }
}
