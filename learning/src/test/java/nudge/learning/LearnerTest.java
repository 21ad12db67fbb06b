package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import nudge.events.CheckpointPublished.Training;
import nudge.events.InvalidRecordException;
import nudge.events.LabelRecord;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.LabelRecord.ImageUnlabelled;
import nudge.events.Split;
import nudge.learning.Learner.Resources;
import nudge.network.WeightFile;
import org.junit.jupiter.api.Test;

class LearnerTest {
    static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));
    static final Resources RESOURCES = new Resources(1, 1 << 30, FOLDER);

    /** Labels, corrections, retractions and held-out images; steps between them; one learner stopped and resumed anywhere. */
    @Property(tries = 60)
    void a_learner_that_was_resumed_gives_the_same_weights(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int rounds,
            @ForAll @IntRange(min = 1, max = 4) int stops) {
        Training training = training(seed % 2 == 0 ? 0f : 0.5f, 1 + (int) Math.floorMod(seed, 12L));
        Random random = new Random(seed);
        List<LabelRecord> log = new ArrayList<>();
        Learner straight = Learner.begin(training, RESOURCES);
        Learner stopped = Learner.begin(training, RESOURCES);
        for (int round = 0; round < rounds; round++) {
            for (int record = random.nextInt(12); record > 0; record--) {
                LabelRecord label = random(random, log.size());
                log.add(label);
                straight.fold(label);
                stopped.fold(label);
            }
            for (int steps = random.nextInt(5); steps > 0; steps--) {
                assertThat(straight.step()).isEqualTo(stopped.step());
            }
            if (random.nextInt(rounds) < stops) {
                stopped = resumed(stopped, log);
            }
        }
        assertThat(sha256(stopped)).isEqualTo(sha256(straight));
        assertThat(stopped.sampler()).isEqualTo(straight.sampler());
        assertThat(stopped.examples()).isEqualTo(straight.examples());
        straight.close();
        stopped.close();
    }

    static Learner resumed(Learner learner, List<LabelRecord> log) {
        byte[] weights = learner.weights(Map.of());
        Learner next = Learner.resume(learner.training(), RESOURCES, weights, learner.steps(), learner.sampler());
        learner.close();
        log.forEach(next::fold);
        return next;
    }

    @Test
    void neither_threads_nor_a_file_of_pixels_change_a_bit() {
        List<Learner> learners = List.of(
                Learner.begin(training(0, 20), RESOURCES),
                Learner.begin(training(0, 20), new Resources(2, 1 << 30, FOLDER)),
                Learner.begin(training(0, 20), new Resources(1, 0, FOLDER)),
                Learner.begin(training(0, 20), new Resources(1, 40_000, FOLDER)));
        for (Learner learner : learners) {
            Random random = new Random(3);
            for (int i = 0; i < 500; i++) {
                learner.fold(random(random, i));
                learner.step();
            }
        }
        assertThat(learners.stream().map(LearnerTest::sha256).distinct()).hasSize(1);
        learners.forEach(Learner::close);
    }

    @Test
    void a_retracted_label_is_not_trained_on() {
        Learner learner = Learner.begin(training(0, 10), RESOURCES);
        learner.fold(labelled(1, 3, Split.TRAIN, 1));
        learner.fold(new ImageUnlabelled(MadeUpImages.image(1), Split.TRAIN, 2, 1, Instant.EPOCH));
        assertThat(learner.step()).isZero();
        assertThat(learner.examples()).isZero();
        learner.fold(labelled(1, 4, Split.TRAIN, 3));
        assertThat(learner.step()).isEqualTo(2);
        learner.close();
    }

    /** A new kind of record must be given an example here, and then {@link Learner#fold} refuses it until it knows it. */
    @Test
    void every_kind_of_label_record_is_folded() {
        Map<Class<?>, LabelRecord> oneOfEach = Map.of(
                ImageLabelled.class,
                labelled(1, 3, Split.TRAIN, 1),
                ImageUnlabelled.class,
                new ImageUnlabelled(MadeUpImages.image(1), Split.TRAIN, 2, 1, Instant.EPOCH));
        assertThat(oneOfEach.keySet()).containsExactlyInAnyOrder(LabelRecord.class.getPermittedSubclasses());
        Learner learner = Learner.begin(training(0, 10), RESOURCES);
        oneOfEach.values().stream()
                .sorted(Comparator.comparing(LabelRecord::position))
                .forEach(learner::fold);
        assertThat(learner.examples()).isZero();
        assertThat(learner.labels()).isEqualTo(1);
        learner.close();
    }

    @Test
    void a_held_out_image_is_never_trained_on() {
        Learner learner = Learner.begin(training(0, 10), RESOURCES);
        learner.fold(labelled(1, 3, Split.HELD_OUT, 1));
        assertThat(learner.step()).isZero();
        assertThatThrownBy(() -> learner.fold(labelled(1, 3, Split.TRAIN, 2)))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("expected the split held-out as before, got train");
        assertThat(learner.step()).isZero();
        assertThat(learner.heldOut()).isEqualTo(1);
        learner.close();
    }

    @Test
    void a_held_out_label_that_changes_changes_what_is_measured() {
        Learner learner = Learner.begin(training(0, 10), RESOURCES);
        learner.fold(labelled(1, 3, Split.HELD_OUT, 1));
        learner.fold(labelled(2, 5, Split.HELD_OUT, 2));
        assertThat(learner.measure().confusion()[3])
                .satisfies(row -> assertThat(sum(row)).isEqualTo(1));
        learner.fold(labelled(1, 4, Split.HELD_OUT, 3));
        learner.fold(new ImageUnlabelled(MadeUpImages.image(2), Split.HELD_OUT, 4, 3, Instant.EPOCH));
        assertThat(sum(learner.measure().confusion()[3])).isZero();
        assertThat(sum(learner.measure().confusion()[4])).isEqualTo(1);
        assertThat(learner.measure().examples()).isEqualTo(1);
        learner.close();
    }

    @Test
    void prequential_accuracy_is_of_first_sights_alone() {
        Learner learner = Learner.begin(training(0, 10), RESOURCES);
        assertThat(learner.prequential()).isNull();
        for (int i = 0; i < 400; i++) {
            learner.fold(labelled(i, 3, Split.TRAIN, i + 1));
            learner.step();
        }
        assertThat(learner.prequential()).isBetween(0.9, 0.9999);
        learner.close();
    }

    @Test
    void what_is_learned_again_is_no_first_sight() {
        Learner learner = Learner.begin(training(0, 4), RESOURCES);
        learner.fold(labelled(1, 3, Split.TRAIN, 1));
        learner.step();
        Double first = learner.prequential();
        assertThat(first).isIn(0.0, 1.0);
        // Taught that it is another digit, the network does by and by what it did not do at the first sight.
        learner.fold(labelled(1, first == 0 ? 3 : 4, Split.TRAIN, 2));
        for (int i = 0; i < 100; i++) {
            learner.step();
        }
        assertThat(learner.prequential()).isEqualTo(first);
        learner.close();
    }

    private static int sum(int[] row) {
        return java.util.Arrays.stream(row).sum();
    }

    private static LabelRecord random(Random random, int number) {
        int image = random.nextInt(40);
        Split split = image < 8 ? Split.HELD_OUT : Split.TRAIN;
        if (random.nextInt(5) == 0) {
            return new ImageUnlabelled(MadeUpImages.image(image), split, number + 1, number, Instant.EPOCH);
        }
        return labelled(image, random.nextInt(10), split, number + 1);
    }

    static ImageLabelled labelled(int image, int digit, Split split, long position) {
        return new ImageLabelled(
                MadeUpImages.image(image),
                MadeUpImages.pixels(image, image % 10),
                digit,
                1,
                split,
                position,
                position - 1,
                Instant.EPOCH);
    }

    static Training training(float momentum, int batchSize) {
        return new Training(
                List.of(784, 8, 10), "SIGMOID", "SQUARED_ERROR", "SCALED_NORMAL", 3f, momentum, batchSize, 5);
    }

    private static String sha256(Learner learner) {
        return WeightFile.sha256(learner.weights(Map.of()));
    }
}
