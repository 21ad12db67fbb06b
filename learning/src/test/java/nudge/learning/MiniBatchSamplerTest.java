package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import nudge.events.CheckpointPublished.Sampler;
import nudge.events.LabelRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniBatchSamplerTest {
    @TempDir
    Path folder;

    @Test
    void a_new_label_is_in_the_next_mini_batch_and_each_example_once_in_an_epoch() {
        Examples examples = new Examples(LabelRecord.PIXELS, 1 << 30, folder);
        MiniBatchSampler sampler = new MiniBatchSampler(1, examples);
        int[] batch = new int[10];
        for (int i = 0; i < 100; i++) {
            sampler.newLabel(examples.add(MadeUpImages.image(i), MadeUpImages.pixels(i, 1), 1), true);
        }
        int[] replayed = new int[101];
        for (int b = 0; b < 20; b++) {
            assertThat(sampler.next(batch)).isEqualTo(10);
            for (int i = 0; i < 5; i++) {
                assertThat(batch[i]).isEqualTo(5 * b + i);
                replayed[batch[5 + i]]++;
            }
        }
        assertThat(Arrays.copyOf(replayed, 100)).containsOnly(1);
        assertThat(replayed[100]).isZero();
        assertThat(sampler.state()).isEqualTo(new Sampler(1, 100, 100, 100));

        sampler.newLabel(examples.add(MadeUpImages.image(100), MadeUpImages.pixels(100, 1), 1), true);
        assertThat(sampler.next(batch)).isEqualTo(10);
        assertThat(batch[0]).isEqualTo(100);
        assertThat(sampler.firstSeen()).isEqualTo(1);
        assertThat(sampler.state()).isEqualTo(new Sampler(2, 101, 9, 101));
    }
}
