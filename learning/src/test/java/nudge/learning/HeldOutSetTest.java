package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import nudge.network.Activation;
import nudge.network.Cost;
import nudge.network.Evaluation;
import nudge.network.Initialisation;
import nudge.network.Network;
import nudge.network.NetworkSpec;
import org.junit.jupiter.api.Test;

class HeldOutSetTest {
    private static final int INPUTS = 4;
    private static final Network NETWORK = Network.initialised(
            new NetworkSpec(List.of(INPUTS, 4, 10), Activation.SIGMOID, Cost.SQUARED_ERROR), Initialisation.HE, 1);

    private final HeldOutSet heldOut = new HeldOutSet(INPUTS);

    @Test
    void only_the_first_20_000_images_are_measured_on() {
        for (int i = 0; i <= HeldOutSet.MEASURED; i++) {
            add(i, 3);
        }
        assertThat(heldOut.labelled()).isEqualTo(HeldOutSet.MEASURED + 1);
        assertThat(measured(3)).isEqualTo(HeldOutSet.MEASURED);

        heldOut.retract(HeldOutSet.MEASURED);
        assertThat(heldOut.labelled()).isEqualTo(HeldOutSet.MEASURED);
        assertThat(measured(3)).isEqualTo(HeldOutSet.MEASURED);

        heldOut.relabel(HeldOutSet.MEASURED, 4);
        heldOut.relabel(HeldOutSet.MEASURED - 1, 5);
        heldOut.retract(0);
        assertThat(measured(3)).isEqualTo(HeldOutSet.MEASURED - 2);
        assertThat(measured(4)).isZero();
        assertThat(measured(5)).isEqualTo(1);
        assertThat(heldOut.measure(NETWORK).examples()).isEqualTo(HeldOutSet.MEASURED - 1);
    }

    /** Measured at once, and when labels have changed, and after a further image: the same images, in their order. */
    @Test
    void what_is_measured_is_what_a_set_made_anew_would_measure() {
        for (int i = 0; i < 200; i++) {
            add(i, i % 10);
        }
        Evaluation atOnce = heldOut.measure(NETWORK);
        heldOut.relabel(7, 1);
        assertThat(heldOut.measure(NETWORK).cost()).isNotEqualTo(atOnce.cost());
        heldOut.relabel(7, 7);
        assertThat(heldOut.measure(NETWORK).outputs()).isEqualTo(atOnce.outputs());
        assertThat(heldOut.measure(NETWORK).cost()).isEqualTo(atOnce.cost());

        heldOut.retract(7);
        assertThat(heldOut.measure(NETWORK).examples()).isEqualTo(199);
        add(200, 2);
        assertThat(heldOut.measure(NETWORK).examples()).isEqualTo(200);
        heldOut.relabel(7, 7);
        assertThat(heldOut.measure(NETWORK).examples()).isEqualTo(201);
        assertThat(Arrays.copyOf(heldOut.measure(NETWORK).outputs(), atOnce.outputs().length))
                .isEqualTo(atOnce.outputs());
    }

    @Test
    void an_image_is_found_by_its_id_with_a_label_and_without() {
        assertThat(heldOut.find(MadeUpImages.image(1))).isEqualTo(-1);
        add(0, 1);
        add(1, 1);
        heldOut.retract(1);
        assertThat(heldOut.find(MadeUpImages.image(0))).isZero();
        assertThat(heldOut.find(MadeUpImages.image(1))).isEqualTo(1);
        assertThat(heldOut.labelled()).isEqualTo(1);
    }

    @Test
    void pixels_that_are_used_for_another_image_afterwards_change_nothing() {
        byte[] pixels = {1, 2, 3, 4};
        heldOut.add(MadeUpImages.image(0), pixels, 3);
        float[] before = heldOut.measure(NETWORK).outputs();
        Arrays.fill(pixels, (byte) 200);
        heldOut.relabel(0, 4);
        assertThat(heldOut.measure(NETWORK).outputs()).isEqualTo(before);
    }

    private void add(int image, int digit) {
        byte[] pixels = {(byte) image, (byte) (image >> 8), (byte) (3 * image), (byte) 255};
        heldOut.add(MadeUpImages.image(image), pixels, digit);
    }

    /** How many images of a digit were measured on. */
    private int measured(int digit) {
        return Arrays.stream(heldOut.measure(NETWORK).confusion()[digit]).sum();
    }
}
