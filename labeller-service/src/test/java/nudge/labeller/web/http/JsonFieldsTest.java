package nudge.labeller.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What is expected of each field, and what is said of another one. */
class JsonFieldsTest {
    private static JsonFields of(String json) {
        return new JsonFields(new JsonMapper().readTree(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|none",
                "{\"days\":null}|none",
                "{\"days\":0}|0",
                "{\"days\":367}|367",
                "{\"days\":\"7\"}|\"7\"",
                "{\"days\":7.0}|7.0",
                "{\"days\":[7]}|[7]",
                "{\"days\":4294967303}|4294967303"
            })
    void a_whole_number_is_a_whole_number_in_its_range(String json, String got) {
        assertThatThrownBy(() -> of(json).wholeNumber("days", 1, 366))
                .isInstanceOf(BadRequestException.class)
                .hasMessage("expected days to be a whole number from 1 to 366, got " + got);
    }

    @Test
    void both_ends_of_a_range_are_in_it() {
        assertThat(of("{\"days\":1}").wholeNumber("days", 1, 366)).isEqualTo(1);
        assertThat(of("{\"days\":366}").wholeNumber("days", 1, 366)).isEqualTo(366);
        assertThat(of("{\"days\":2147483647}").optionalWholeNumber("days", 1)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void a_number_may_be_missing_or_null_only_where_it_is_optional() {
        assertThat(of("{}").optionalWholeNumber("version", 1)).isNull();
        assertThat(of("{\"version\":null}").optionalWholeNumber("version", 1)).isNull();
        assertThatThrownBy(() -> of("{\"version\":0}").optionalWholeNumber("version", 1))
                .hasMessage("expected version to be a whole number of at least 1, got 0");
    }

    @Test
    void a_text_that_is_refused_is_not_repeated() {
        assertThat(of("{\"password\":\"\"}").text("password")).isEmpty();
        assertThatThrownBy(() -> of("{\"password\":12345678}").text("password"))
                .hasMessage("expected password to be a text, got something else");
        assertThatThrownBy(() -> of("{}").text("password")).hasMessage("expected password to be a text, got none");
        assertThat(of("{\"note\":null}").text("note", "")).isEmpty();
        assertThatThrownBy(() -> of("{\"note\":7}").text("note", "")).hasMessageContaining("something else");
    }

    @Test
    void null_and_missing_are_told_apart() {
        assertThat(of("{\"digit\":null}").isNull("digit")).isTrue();
        assertThat(of("{}").isNull("digit")).isFalse();
        assertThat(of("{\"digit\":0}").isNull("digit")).isFalse();
    }

    @Test
    void an_id_is_a_uuid() {
        UUID id = new UUID(1, 2);
        assertThat(of("{\"image\":\"" + id + "\"}").uuid("image")).isEqualTo(id);
        assertThatThrownBy(() -> of("{\"image\":7}").uuid("image")).hasMessage("expected image to be a UUID, got 7");
    }

    @Test
    void a_list_holds_one_element_at_least_and_no_more_than_are_allowed() {
        assertThat(of("{\"labels\":[1,2]}").list("labels", "labels", 2)).hasSize(2);
        assertThatThrownBy(() -> of("{\"labels\":[]}").list("labels", "labels", 2))
                .hasMessage("expected labels to be a list of 1 to 2 labels, got 0");
        assertThatThrownBy(() -> of("{\"labels\":[1,2,3]}").list("labels", "labels", 2))
                .hasMessageEndingWith("got 3");
        assertThatThrownBy(() -> of("{\"labels\":{}}").list("labels", "labels", 2))
                .hasMessageEndingWith("got {}");
    }
}
