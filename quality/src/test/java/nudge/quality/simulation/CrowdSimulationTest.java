package nudge.quality.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nudge.quality.ConfusionCounts.Confusion;
import nudge.quality.Policy.Crowd;
import nudge.quality.Trust.State;
import nudge.quality.simulation.CrowdSimulation.Outcome;
import nudge.quality.simulation.CrowdSimulation.Person;
import nudge.quality.simulation.CrowdSimulation.Report;
import nudge.quality.simulation.SimulatedAnnotator.Accurate;
import nudge.quality.simulation.SimulatedAnnotator.Always;
import nudge.quality.simulation.SimulatedAnnotator.Confuses;
import nudge.quality.simulation.SimulatedAnnotator.Drifts;
import nudge.quality.simulation.SimulatedAnnotator.Spammer;
import org.junit.jupiter.api.Test;

class CrowdSimulationTest {
    private static final SimulatedCrowd THIRTEEN = SimulatedCrowd.parse(
            "5*good:0.97,3*sloppy:0.8,1*spammer,1*always:7,2*confuses:4>9@0.4,1*drifts:0.97>0.6@500");

    @Test
    void thirteen_people_label_ten_thousand_images() {
        Report report = CrowdSimulation.run(THIRTEEN, Crowd.standard(), 10_000, 1);

        assertThat(report.settled() + report.disputed()).isGreaterThan(9_990);
        assertThat(report.rightShare()).isGreaterThan(0.999);
        assertThat(report.labelsPerImage()).isBetween(2.0, 2.2);
        assertThat(CrowdSimulation.majority(THIRTEEN, 3, 10_000, 1)).isLessThan(0.93);
        for (Person person : report.people()) {
            if (person.annotator() instanceof Spammer || person.annotator() instanceof Always) {
                assertThat(person.state()).isEqualTo(State.DISTRUSTED);
                assertThat(person.distrustedAfter()).isEqualTo(8);
            } else if (person.annotator() instanceof Drifts) {
                assertThat(person.state()).isEqualTo(State.DISTRUSTED);
                assertThat(person.distrustedAfter()).isBetween(500, 1_500);
                assertThat(person.distrustedFrom()).isBetween(400, 650);
            } else if (person.annotator() instanceof Confuses) {
                assertThat(person.state()).isEqualTo(State.TRUSTED);
                assertThat(person.confusions()).hasSize(1);
                Confusion confusion = person.confusions().get(0);
                assertThat(confusion.truth()).isEqualTo(4);
                assertThat(confusion.given()).isEqualTo(9);
                assertThat(confusion.share()).isEqualTo(0.4, within(0.08));
                assertThat(person.matrix().probability(4, 9)).isEqualTo(0.4, within(0.08));
                assertThat(person.matrix().probability(9, 9)).isGreaterThan(0.97);
            } else if (person.annotator() instanceof Accurate accurate
                    && accurate.kind().equals("good")) {
                assertThat(person.state()).isEqualTo(State.TRUSTED);
                assertThat(person.confusions()).isEmpty();
                for (int k = 0; k < 10; k++) {
                    assertThat(person.matrix().probability(k, k)).isEqualTo(0.97, within(0.03));
                }
            }
        }
    }

    @Test
    void a_simulation_gives_the_same_again() {
        assertThat(CrowdSimulation.run(THIRTEEN, Crowd.standard(), 1_000, 7))
                .isEqualTo(CrowdSimulation.run(THIRTEEN, Crowd.standard(), 1_000, 7));
    }

    @Test
    void outcomes_are_those_of_the_images_that_were_given() {
        int[] digits = new int[600];
        Arrays.setAll(digits, image -> image / 60);
        Report report = CrowdSimulation.run(THIRTEEN, Crowd.standard(), digits, 3);

        assertThat(report.outcomes()).extracting(Outcome::truth).containsExactlyElementsOf(list(digits));
        assertThat(report.outcomes())
                .filteredOn(outcome -> outcome.settled() != null)
                .hasSize(report.settled());
        assertThat(report.outcomes())
                .filteredOn(outcome -> outcome.settled() != null && outcome.settled() == outcome.truth())
                .hasSize(report.right());
        assertThat(report.outcomes())
                .as("first labels are as wrong as people are")
                .filteredOn(outcome -> outcome.first() != null && outcome.first() == outcome.truth())
                .hasSizeBetween(450, 590);
    }

    @Test
    void a_plain_majority_takes_as_many_labels_of_every_image() {
        int[] digits = new int[2_000];
        Arrays.setAll(digits, image -> image % 10);
        PlainMajority three = PlainMajority.of(THIRTEEN, 3, digits, 1);
        assertThat(three.labels()).isEqualTo(6_000);
        assertThat(three.right(digits)).isBetween(0.88, 0.95);
        assertThat(PlainMajority.of(THIRTEEN, 1, digits, 1).right(digits)).isLessThan(three.right(digits));
        SimulatedCrowd two = SimulatedCrowd.parse("2*good:1");
        PlainMajority all = PlainMajority.of(two, 3, digits, 1);
        assertThat(all.labels()).as("each by somebody else").isEqualTo(4_000);
        assertThat(all.right(digits)).isEqualTo(1);
    }

    private static List<Integer> list(int[] digits) {
        return Arrays.stream(digits).boxed().toList();
    }

    @Test
    void a_lower_threshold_costs_fewer_labels_and_more_errors() {
        SimulatedCrowd good = SimulatedCrowd.parse("9*good:0.97");
        Report low = CrowdSimulation.run(good, Crowd.of(Map.of("settle_at", 0.8, "unsettle_below", 0.7)), 3_000, 1);
        Report high = CrowdSimulation.run(good, Crowd.standard(), 3_000, 1);
        assertThat(low.labelsPerImage()).isLessThan(1.3);
        assertThat(high.labelsPerImage()).isBetween(2.0, 2.2);
        assertThat(low.rightShare()).isEqualTo(0.97, within(0.01));
        assertThat(high.rightShare()).isGreaterThan(0.998);
    }

    @Test
    void where_all_are_distrusted_images_stay_open() {
        Report report = CrowdSimulation.run(SimulatedCrowd.parse("3*spammer"), Crowd.standard(), 100, 1);
        assertThat(report.settled()).isZero();
        assertThat(report.open()).isEqualTo(100);
        assertThat(report.rightShare()).isZero();
    }
}
