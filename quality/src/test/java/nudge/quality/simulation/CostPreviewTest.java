package nudge.quality.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import nudge.quality.ConfusionMatrix;
import nudge.quality.Policy.Crowd;
import nudge.quality.Settlement;
import nudge.quality.Trust;
import nudge.quality.simulation.CostPreview.Labeller;
import org.junit.jupiter.api.Test;

class CostPreviewTest {
    private static final Labeller GOOD = new Labeller(1, ConfusionMatrix.oneCoin(10, 0.97), new Trust(50, 49));

    private static CostPreview preview(Crowd policy, List<Labeller> people) {
        return CostPreview.of(policy, people, Settlement.even(), 0, 10_000);
    }

    @Test
    void good_people_cost_two_labels_and_one_more_where_two_differ() {
        CostPreview preview = preview(Crowd.standard(), Collections.nCopies(8, GOOD));
        double agree = 0.97 * 0.97 + 0.03 * 0.03 / 9;
        assertThat(preview.labels()).isEqualTo(2 + (1 - agree), within(0.02));
        assertThat(preview.right()).isGreaterThan(0.999);
        assertThat(preview.settled()).isGreaterThan(0.999);
        assertThat(preview.goldPerLabel()).isEqualTo(0.05 / 0.95);
    }

    @Test
    void it_is_what_the_simulation_of_the_same_crowd_takes() {
        Crowd policy = Crowd.of(Map.of("gold", 0.0, "quiz", 0.0, "gold_at_first", 0.0, "estimate_labels", 1e7));
        Labeller unknown = new Labeller(1, ConfusionMatrix.oneCoin(10, 0.8), Trust.NONE);
        CostPreview preview = preview(policy, Collections.nCopies(8, unknown));
        double labels = CrowdSimulation.run(SimulatedCrowd.parse("8*sloppy:0.8"), policy, 10_000, 5)
                .labelsPerImage();
        assertThat(preview.labels()).isEqualTo(labels, within(0.03));
    }

    @Test
    void where_at_most_one_label_is_collected_the_rest_goes_to_review() {
        Crowd one = Crowd.of(Map.of("most", 1.0, "least_held_out", 1.0));
        CostPreview preview = preview(one, List.of(GOOD));
        assertThat(preview.labels()).isEqualTo(1);
        assertThat(preview.settled()).isZero();
        assertThat(preview.right()).isEqualTo(1);
    }

    @Test
    void who_hardly_labels_hardly_counts() {
        Labeller rare = new Labeller(0, ConfusionMatrix.oneCoin(10, 0.1), Trust.NONE);
        CostPreview preview = preview(Crowd.standard(), List.of(rare, GOOD, GOOD, GOOD, GOOD, GOOD));
        assertThat(preview.labels()).isLessThan(2.1);
    }

    @Test
    void nobody_gives_no_preview() {
        assertThatThrownBy(() -> preview(Crowd.standard(), List.of()))
                .hasMessage("expected somebody who labels, and an image, got 0 people, 10000");
    }
}
