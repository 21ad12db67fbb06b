package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;

import nudge.events.CheckpointPublished.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointPublishedTest {
    @Test
    void an_id_names_its_step() {
        String id = CheckpointPublished.id(182_400, "0123456789abcdef");
        assertThat(id).isEqualTo("182400-0123456789abcdef");
        assertThat(CheckpointPublished.stepOf(id)).hasValue(182_400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdef",
                "checkpoint-7",
                "",
                "-0123456789abcdef",
                "1-0123456789abcde",
                "1-0123456789abcdeg",
                "1234567890123456789-0123456789abcdef",
                "\u0661-0123456789abcdef"
            })
    void an_id_of_before_or_of_nobody_names_none(String id) {
        assertThat(CheckpointPublished.stepOf(id)).isEmpty();
    }

    @Test
    void a_checkpoint_whose_rounds_name_no_positions_can_be_read() {
        var record = EventCodec.encode(Samples.checkpoint(1, Samples.weights(1, 100)));
        String before = Samples.data(record).replace(",\"position\":131", "").replace(",\"position\":140}", "}");
        assertThat(SchemasTest.errors(record, before)).isEmpty();
        assertThat(EventCodec.decodeCheckpoint(Samples.withData(record, before)).rounds())
                .containsExactly(new Round(110, 4, null), new Round(120, 6, null));
    }
}
