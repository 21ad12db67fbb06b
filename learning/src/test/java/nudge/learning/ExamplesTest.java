package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import nudge.events.LabelRecord;
import nudge.network.Activation;
import nudge.network.Cost;
import nudge.network.MiniBatch;
import nudge.network.NetworkSpec;
import nudge.network.SparseExamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    private static final NetworkSpec SPEC =
            new NetworkSpec(List.of(LabelRecord.PIXELS, 8, 10), Activation.SIGMOID, Cost.SQUARED_ERROR);

    @TempDir
    Path folder;

    @Test
    void images_go_to_the_file_once_the_memory_is_full_and_never_back() {
        try (Examples examples = new Examples(LabelRecord.PIXELS, bytesOf(3), folder)) {
            for (int i = 0; i < 3; i++) {
                add(examples, i);
                assertThat(examples.bytesInFile()).isZero();
            }
            add(examples, 3);
            assertThat(examples.bytesInFile()).isEqualTo(LabelRecord.PIXELS);
            add(examples, 4);
            assertThat(examples.bytesInFile()).isEqualTo(2 * LabelRecord.PIXELS);
            assertThat(examples.size()).isEqualTo(5);
        }
    }

    @Test
    void a_mini_batch_has_the_latest_label_of_each_image_wherever_it_lies() {
        try (Examples examples = new Examples(LabelRecord.PIXELS, bytesOf(2), folder)) {
            for (int i = 0; i < 4; i++) {
                add(examples, i);
            }
            for (int i = 0; i < 4; i++) {
                examples.relabel(i, 9 - i);
            }
            MiniBatch batch = new MiniBatch(SPEC, 7);
            examples.addTo(batch, new int[] {3, 1, 0, 2, 2, 1, 3, 0}, 7);
            assertThat(batch.size()).isEqualTo(7);
            int[] digits = {6, 8, 9, 7, 7, 8, 6};
            for (int b = 0; b < digits.length; b++) {
                assertThat(batch.digit(b)).isEqualTo(digits[b]);
            }
        }
    }

    @Test
    void an_image_keeps_its_number_without_a_label() {
        try (Examples examples = new Examples(LabelRecord.PIXELS, 1 << 20, folder)) {
            assertThat(examples.find(MadeUpImages.image(0))).isEqualTo(-1);
            assertThat(add(examples, 0)).isZero();
            assertThat(add(examples, 1)).isEqualTo(1);
            examples.retract(1);
            assertThat(examples.isLabelled(0)).isTrue();
            assertThat(examples.isLabelled(1)).isFalse();
            assertThat(examples.labelled()).isEqualTo(1);
            assertThat(examples.size()).isEqualTo(2);
            assertThat(examples.find(MadeUpImages.image(1))).isEqualTo(1);
            examples.relabel(1, 5);
            assertThat(examples.isLabelled(1)).isTrue();
            assertThat(examples.labelled()).isEqualTo(2);
        }
    }

    @Test
    void the_file_is_closed_with_the_examples() {
        Examples examples = new Examples(LabelRecord.PIXELS, 0, folder);
        for (int i = 0; i < 63; i++) {
            add(examples, i);
        }
        examples.close();
        assertThatThrownBy(() -> add(examples, 63)).isInstanceOf(UncheckedIOException.class);
    }

    private static int add(Examples examples, int image) {
        return examples.add(MadeUpImages.image(image), MadeUpImages.pixels(image, image % 10), image % 10);
    }

    /** What the first images take in memory. */
    private static long bytesOf(int images) {
        SparseExamples inMemory = new SparseExamples(LabelRecord.PIXELS);
        for (int i = 0; i < images; i++) {
            inMemory.add(MadeUpImages.pixels(i, i % 10), 0, i % 10);
        }
        return inMemory.bytes();
    }
}
