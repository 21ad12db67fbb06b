package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import nudge.events.CheckpointPublished.Sampler;
import nudge.events.LabelRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniBatchSamplerTest {
    @TempDir
    Path folder;

    private Examples examples;
    private MiniBatchSampler sampler;

    @BeforeEach
    void begin() {
        examples = new Examples(LabelRecord.PIXELS, 1 << 30, folder);
        sampler = new MiniBatchSampler(1, examples);
    }

    private void addExamples(int count) {
        for (int i = 0; i < count; i++) {
            int number = examples.size();
            sampler.newLabel(examples.add(MadeUpImages.image(number), MadeUpImages.pixels(number, 1), 1), true);
        }
    }

    @Test
    void a_new_label_is_in_the_next_mini_batch_and_each_example_once_in_an_epoch() {
        int[] batch = new int[10];
        addExamples(100);
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

        addExamples(1);
        assertThat(sampler.next(batch)).isEqualTo(10);
        assertThat(batch[0]).isEqualTo(100);
        assertThat(sampler.firstSeen()).isEqualTo(1);
        assertThat(sampler.state()).isEqualTo(new Sampler(2, 101, 9, 101));
    }

    @Test
    void without_an_example_that_has_a_label_nothing_is_chosen() {
        assertThat(sampler.next(new int[4])).isZero();
        addExamples(1);
        examples.retract(0);
        assertThat(sampler.next(new int[4])).isZero();
        assertThat(sampler.state()).isEqualTo(new Sampler(0, 0, 0, 1));
    }

    @Test
    void a_mini_batch_of_one_is_a_new_label_as_long_as_one_waits_and_then_a_replayed_one() {
        int[] batch = new int[1];
        addExamples(3);
        for (int i = 0; i < 3; i++) {
            assertThat(sampler.next(batch)).isEqualTo(1);
            assertThat(batch).containsExactly(i);
            assertThat(sampler.firstSeen()).isEqualTo(1);
        }
        assertThat(sampler.next(batch)).isEqualTo(1);
        assertThat(sampler.firstSeen()).isZero();
        assertThat(sampler.state()).isEqualTo(new Sampler(1, 3, 1, 3));
    }

    @Test
    void a_mini_batch_replays_no_more_examples_than_have_a_label() {
        int[] batch = new int[10];
        addExamples(4);
        examples.retract(2);
        assertThat(sampler.next(batch)).isEqualTo(6);
        assertThat(Arrays.copyOf(batch, 3)).containsExactly(0, 1, 3);
        assertThat(Arrays.copyOfRange(batch, 3, 6)).containsExactlyInAnyOrder(0, 1, 3);
    }

    @Test
    void examples_that_are_seen_for_the_first_time_stand_before_corrections() {
        int[] batch = new int[8];
        addExamples(2);
        sampler.next(batch);
        sampler.newLabel(1, false);
        sampler.newLabel(0, false);
        addExamples(3);
        assertThat(sampler.waiting()).isEqualTo(5);
        sampler.next(batch);
        assertThat(sampler.firstSeen()).isEqualTo(2);
        assertThat(Arrays.copyOf(batch, 2)).containsExactly(2, 3);
        assertThat(Arrays.copyOfRange(batch, 2, 4)).containsExactlyInAnyOrder(0, 1);
        assertThat(sampler.waiting()).isEqualTo(1);
        assertThat(sampler.labels()).isEqualTo(7);
    }

    @Test
    void a_label_that_is_retracted_before_its_turn_is_passed_over_and_waits_no_more() {
        int[] batch = new int[2];
        addExamples(3);
        examples.retract(0);
        sampler.next(batch);
        assertThat(batch[0]).isEqualTo(1);
        assertThat(sampler.firstSeen()).isEqualTo(1);
        assertThat(sampler.waiting()).isEqualTo(1);
    }

    @Test
    void one_that_goes_on_from_a_state_chooses_what_the_one_before_would_have_chosen() {
        int[] batch = new int[6];
        addExamples(20);
        for (int i = 0; i < 4; i++) {
            sampler.next(batch);
        }
        MiniBatchSampler next = new MiniBatchSampler(1, examples);
        next.restore(sampler.state());
        assertThat(next.waiting()).isZero();
        for (int i = 0; i < 12; i++) {
            next.newLabel(i, true);
            assertThat(next.waiting()).isZero();
        }
        for (int i = 12; i < 20; i++) {
            next.newLabel(i, true);
            assertThat(next.waiting()).isEqualTo(i - 11);
        }
        assertThat(next.labels()).isEqualTo(20);
        int[] itsBatch = new int[6];
        for (int i = 0; i < 20; i++) {
            assertThat(next.next(itsBatch)).isEqualTo(sampler.next(batch));
            assertThat(itsBatch).isEqualTo(batch);
            assertThat(next.firstSeen()).isEqualTo(sampler.firstSeen());
            assertThat(next.state()).isEqualTo(sampler.state());
        }
    }
}
