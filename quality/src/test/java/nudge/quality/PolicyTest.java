package nudge.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.Map;
import nudge.quality.Policy.Crowd;
import org.junit.jupiter.api.Test;

class PolicyTest {
    @Test
    void the_defaults_are_these() {
        Map<String, Double> settings = new HashMap<>();
        Crowd.standard().settings().forEach((setting, value) -> settings.put(setting.wire(), value));
        assertThat(settings)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("settle_at", 0.97),
                        Map.entry("unsettle_below", 0.9),
                        Map.entry("least", 1.0),
                        Map.entry("most", 5.0),
                        Map.entry("least_held_out", 2.0),
                        Map.entry("doubled", 0.05),
                        Map.entry("quiz", 10.0),
                        Map.entry("gold", 0.05),
                        Map.entry("gold_at_first", 0.1),
                        Map.entry("random", 0.2),
                        Map.entry("model_from", 0.85),
                        Map.entry("hidden", 0.2),
                        Map.entry("audit", 0.01),
                        Map.entry("estimate_labels", 1000.0),
                        Map.entry("estimate_seconds", 600.0),
                        Map.entry("iterations", 50.0),
                        Map.entry("tolerance", 1e-6)));
        assertThat(Crowd.standard().estimation()).isEqualTo(DawidSkene.Settings.DEFAULT);
    }

    @Test
    void what_is_set_is_kept_and_the_rest_has_its_default() {
        Crowd policy = Crowd.of(Map.of("most", 10.0, "least", 10.0, "gold", 0.0));
        assertThat(policy.whole(CrowdSetting.MOST)).isEqualTo(10);
        assertThat(policy.value(CrowdSetting.GOLD)).isZero();
        assertThat(policy.value(CrowdSetting.SETTLE_AT)).isEqualTo(0.97);
        assertThat(policy).isEqualTo(new Crowd(policy.settings()));
        assertThat(policy.name()).isEqualTo("crowd");
        assertThat(new Policy.Solo().name()).isEqualTo("solo");
    }

    @Test
    void every_wrong_setting_has_a_line_of_its_own() {
        InvalidPolicyException invalid = catchThrowableOfType(
                InvalidPolicyException.class,
                () -> Crowd.of(Map.of("settle_at", 97.0, "least", 1.5, "most", Double.NaN, "gould", 0.05)));
        assertThat(invalid.faults())
                .containsExactly(
                        "gould: there is no such setting; there are settle_at, unsettle_below, least, most,"
                                + " least_held_out, doubled, quiz, gold, gold_at_first, random, model_from, hidden,"
                                + " audit, estimate_labels, estimate_seconds, iterations, tolerance",
                        "settle_at: expected a number from 0.5 to 0.999999, got 97",
                        "least: expected a whole number from 1 to 20, got 1.5",
                        "most: expected a whole number from 1 to 20, got NaN");
        assertThat(invalid).hasMessage(String.join("\n", invalid.faults()));
    }

    @Test
    void settings_that_contradict_each_other_are_refused() {
        assertThatThrownBy(() -> Crowd.of(Map.of("settle_at", 0.8, "least", 7.0)))
                .hasMessage("unsettle_below: expected at most settle_at, which is 0.8, got 0.9\n"
                        + "least: expected at most most, which is 5, got 7");
        assertThatThrownBy(() -> Crowd.of(Map.of("most", 1.0)))
                .hasMessage("least_held_out: expected at most most, which is 1, got 2");
    }

    @Test
    void a_policy_needs_every_setting() {
        Map<CrowdSetting, Double> settings = new HashMap<>(Crowd.standard().settings());
        settings.remove(CrowdSetting.QUIZ);
        assertThatThrownBy(() -> new Crowd(settings)).hasMessage("quiz: expected a value, got none");
    }
}
