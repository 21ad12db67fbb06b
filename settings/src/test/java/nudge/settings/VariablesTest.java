package nudge.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {
    private static Variables of(String name, String value) {
        return new Variables("NUDGE_TEST_", Map.of("NUDGE_TEST_" + name, value, "PATH", "/bin"));
    }

    @Test
    void a_blank_value_is_none_and_blanks_are_part_of_secrets_alone() {
        assertThat(of("A", " ").optional("A")).isNull();
        assertThat(of("A", " ").text("A", "b")).isEqualTo("b");
        assertThat(of("A", " x ").text("A", null)).isEqualTo("x");
        assertThat(of("A", " x ").secret("A", null)).isEqualTo(" x ");
        assertThat(of("A", " x , y").list("A")).containsExactly("x", "y");
        assertThatThrownBy(() -> of("A", "").text("A", null)).hasMessage("NUDGE_TEST_A is not set: expected a value");
    }

    @Test
    void values_that_are_not_allowed_are_named_with_what_is() {
        assertThat(of("A", "PT1M").duration("A", "PT5M")).isEqualTo(Duration.ofMinutes(1));
        assertThatThrownBy(() -> of("A", "1 minute").duration("A", "PT5M"))
                .hasMessage("NUDGE_TEST_A is 1 minute: expected a duration such as PT5M");
        assertThatThrownBy(() -> of("A", "1.5").share("A", "0"))
                .hasMessage("NUDGE_TEST_A is 1.5: expected a number from 0 to 1");
        assertThatThrownBy(() -> of("A", "/nowhere").file("A"))
                .hasMessage("NUDGE_TEST_A is /nowhere: expected a file that can be read");
        assertThatThrownBy(() -> of("A", "8000000").integer("A", "1", 0, 65_535))
                .hasMessageContaining("a whole number from 0 to 65535");
        assertThat(of("A", "true").flag("A", "false")).isTrue();
        assertThatThrownBy(() -> of("A", "TRUE").flag("A", "false"))
                .hasMessage("NUDGE_TEST_A is TRUE: expected true or false");
        assertThat(of("A", "64KB").bytes("A", "0")).isEqualTo(65_536);
    }

    @Test
    void a_variable_that_nobody_asked_for_is_refused() {
        Variables variables = of("B", "1");
        variables.text("A", "");
        assertThatThrownBy(variables::refuseUnknown)
                .hasMessage("NUDGE_TEST_B is not known: expected one of NUDGE_TEST_A");
    }
}
