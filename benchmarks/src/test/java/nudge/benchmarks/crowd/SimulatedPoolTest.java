package nudge.benchmarks.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import nudge.learning.TrainingDefaults;
import nudge.mnist.Mnist;
import nudge.network.NetworkSpec;
import nudge.quality.CrowdLab.GivenLabel;
import nudge.quality.simulation.SimulatedCrowd;
import org.junit.jupiter.api.Test;

class SimulatedPoolTest {
    private static final Mnist MNIST = Mnist.firstOfTrain(300);
    private static final SimulatedCrowd CROWD = SimulatedCrowd.parse("3*good:0.97,2*sloppy:0.6");

    private static SimulatedPool pool(long seed) {
        return new SimulatedPool(MNIST, 200, CROWD, seed);
    }

    @Test
    void who_labels_an_image_and_what_they_give_does_not_depend_on_the_order() {
        SimulatedPool forwards = pool(3);
        SimulatedPool backwards = pool(3);
        for (int image = 0; image < 200; image++) {
            forwards.label(image);
            forwards.label(image);
            backwards.label(199 - image);
        }
        for (int image = 0; image < 200; image++) {
            backwards.label(image);
            assertThat(backwards.labels(image)).isEqualTo(forwards.labels(image));
            assertThat(backwards.truth(image)).isEqualTo(forwards.truth(image));
        }
        assertThat(forwards.given()).isEqualTo(400);
        SimulatedPool other = pool(4);
        IntStream.range(0, 200).forEach(other::label);
        assertThat(IntStream.range(0, 200).mapToObj(other::labels))
                .isNotEqualTo(IntStream.range(0, 200)
                        .mapToObj(image -> forwards.labels(image).subList(0, 1))
                        .toList());
    }

    @Test
    void nobody_labels_an_image_twice() {
        SimulatedPool pool = pool(1);
        while (pool.label(7)) {
            assertThat(pool.labels(7).stream().map(GivenLabel::annotator)).doesNotHaveDuplicates();
        }
        assertThat(pool.labels(7)).hasSize(5);
        assertThat(pool.given()).isEqualTo(5);
        assertThat(pool.labelled()).containsExactly(7);
    }

    @Test
    void the_default_policy_settles_what_two_good_people_agree_on_and_asks_for_more_where_they_do_not() {
        SimulatedPool pool = pool(1);
        SettledImages settled = new SettledImages(pool, CROWD, 1);
        for (int image = 0; image < 200; image++) {
            pool.label(image);
            settled.consider(image);
            assertThat(settled.open()).as("one label settles nothing").isEqualTo(image);
            while (settled.open() != null) {
                pool.label(image);
                settled.consider(image);
            }
        }
        Targets targets = settled.targets();
        assertThat(targets.images().length).isGreaterThan(180);
        assertThat(targets.right(pool)).isGreaterThan(0.97);
        assertThat(pool.given() / 200.0).isBetween(2.0, 3.5);
    }

    @Test
    void what_most_say_is_learned_and_networks_look_at_images_that_they_have_not_learned_from() {
        SimulatedPool pool = pool(2);
        for (int image = 0; image < 60; image++) {
            pool.label(image);
            pool.label(image);
            pool.label(image);
        }
        List<int[]> learned = new ArrayList<>();
        NextLabels next = new NextLabels(pool, 3, 1, targets -> {
            learned.add(targets.images());
            return TrainedNetwork.of(pool.examples(targets), NetworkSpec.seed(), TrainingDefaults.live(), 1, 1);
        });
        assertThat(learned).hasSize(3).allSatisfy(images -> assertThat(images).hasSize(40));
        int[] times = new int[60];
        learned.forEach(images -> Arrays.stream(images).forEach(image -> times[image]++));
        assertThat(times).as("each is left out once").containsOnly(2);
        assertThat(next.consensus().right(pool)).isGreaterThan(0.8);
        double[] scores = next.scores(new double[200][10]);
        assertThat(scores).hasSize(200);
    }
}
