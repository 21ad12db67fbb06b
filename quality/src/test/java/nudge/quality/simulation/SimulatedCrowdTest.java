package nudge.quality.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.UUID;
import nudge.quality.simulation.SimulatedAnnotator.Accurate;
import nudge.quality.simulation.SimulatedAnnotator.Always;
import nudge.quality.simulation.SimulatedAnnotator.Confuses;
import nudge.quality.simulation.SimulatedAnnotator.Drifts;
import nudge.quality.simulation.SimulatedAnnotator.Follows;
import nudge.quality.simulation.SimulatedAnnotator.Spammer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedCrowdTest {
    private static final SimulatedCrowd CROWD = SimulatedCrowd.parse(
            "2*good:0.95, sloppy,spammer,1*always:7," + "1*confuses:4>9@0.4,1*drifts:0.97>0.6@2000,1*follows:0.5");

    @Test
    void a_crowd_is_written_as_its_members() {
        assertThat(CROWD.people())
                .containsExactly(
                        new Accurate("good", 0.95),
                        new Accurate("good", 0.95),
                        new Accurate("sloppy", 0.8),
                        new Spammer(),
                        new Always(7),
                        new Confuses(4, 9, 0.4),
                        new Drifts(0.97, 0.6, 2000),
                        new Follows(0.5));
        assertThat(SimulatedCrowd.parse("good").people()).containsExactly(new Accurate("good", 0.97));
        assertThat(SimulatedCrowd.parse("follows").people()).containsExactly(new Follows(0.7));
    }

    @Test
    void each_member_is_written_as_it_is_read() {
        for (SimulatedAnnotator person : CROWD.people()) {
            assertThat(SimulatedCrowd.parse(person.written()).people()).containsExactly(person);
        }
        assertThat(SimulatedCrowd.parse("confuses:4>9@0.0001").people().get(0).written())
                .isEqualTo("confuses:4>9@0.0001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "good,",
                "genius",
                "5good",
                "always",
                "always:12",
                "confuses:4>4@0.4",
                "confuses:4>9",
                "drifts:0.9",
                "spammer:3",
                "-1*good",
                "drifts:0.9>0.5@x"
            })
    void what_is_no_crowd_is_refused_with_an_example(String spec) {
        assertThatThrownBy(() -> SimulatedCrowd.parse(spec))
                .hasMessageStartingWith("expected a crowd such as 5*good:0.97,")
                .hasMessageContaining("got the member \"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"good:1.1", "sloppy:x", "confuses:4>9@1.2.3", "drifts:0.9>7@5", "good:NaN"})
    void shares_are_from_0_to_1(String spec) {
        assertThatThrownBy(() -> SimulatedCrowd.parse(spec)).hasMessageContaining("expected a share from 0 to 1");
    }

    @Test
    void a_crowd_has_at_least_one_member_and_at_most_a_thousand() {
        assertThatThrownBy(() -> SimulatedCrowd.parse("0*good"))
                .hasMessage("expected a crowd of 1 to 1000 people, got 0");
        assertThatThrownBy(() -> SimulatedCrowd.parse("9999*good"))
                .hasMessageStartingWith("expected a crowd of 1 to 1000 people");
    }

    @Test
    void people_label_as_they_are_said_to() {
        int images = 20_000;
        int[] right = new int[CROWD.people().size()];
        int nines = 0;
        int fours = 0;
        for (int image = 0; image < images; image++) {
            int truth = image % 10;
            for (int person = 0; person < right.length; person++) {
                int digit = CROWD.label(3, person, new UUID(9, image), truth, image, null);
                right[person] += digit == truth ? 1 : 0;
                if (person == 5 && truth == 4) {
                    fours++;
                    nines += digit == 9 ? 1 : 0;
                }
            }
        }
        double[] wanted = {.95, .95, .8, .1, .1, .96, .1 * .97 + .9 * .6, .5};
        for (int person = 0; person < right.length; person++) {
            assertThat(right[person] / (double) images).isEqualTo(wanted[person], within(0.01));
        }
        assertThat(nines / (double) fours).isEqualTo(.4, within(0.03));
        for (SimulatedAnnotator person : CROWD.people()) {
            assertThat(person.matrix().classes()).isEqualTo(10);
        }
        assertThat(CROWD.people().get(5).matrix().probability(4, 9)).isEqualTo(.4);
    }

    @Test
    void who_follows_gives_what_was_suggested() {
        assertThat(CROWD.label(1, 7, new UUID(1, 1), 3, 0, 8)).isEqualTo(8);
    }

    @Test
    void another_seed_or_person_answers_other_images_wrong() {
        int sameSeed = 0;
        int samePerson = 0;
        int wrong = 0;
        for (int image = 0; image < 10_000; image++) {
            UUID id = new UUID(image, 1);
            boolean one = CROWD.label(1, 2, id, 3, 0, null) != 3;
            wrong += one ? 1 : 0;
            sameSeed += one && CROWD.label(2, 2, id, 3, 0, null) != 3 ? 1 : 0;
            samePerson += one && CROWD.label(1, 0, id, 3, 0, null) != 3 ? 1 : 0;
        }
        assertThat(wrong).isBetween(1_850, 2_150);
        assertThat(sameSeed / (double) wrong).isEqualTo(.2, within(.04));
        assertThat(samePerson / (double) wrong).isEqualTo(.05, within(.02));
    }
}
