package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bytes alone: what a runtime makes of them, OnnxRuntimeTest asks one. */
class OnnxFileTest {
    private static final NetworkSpec SPEC = NetworkSpec.parse("12,5,3", Activation.TANH, Cost.CROSS_ENTROPY);
    private static final Network NETWORK = Network.initialised(SPEC, Initialisation.GLOROT, 7);
    private static final byte[] FILE = OnnxFile.write(NETWORK, Map.of("who", "a \"test\" é", "a", "b"));

    @Test
    void the_bytes_of_a_model_never_change() {
        assertThat(WeightFile.sha256(FILE))
                .isEqualTo("73acf3b72040a898f97b6d9a916b5f1e78435e92d1d2eacb56325177403fd330");
    }

    @Test
    void the_bytes_are_the_same_where_numbers_have_other_digits() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(String.format(Locale.getDefault(), "%d", 7)).isNotEqualTo("7");
            assertThat(OnnxFile.write(NETWORK, Map.of("a", "b", "who", "a \"test\" é")))
                    .isEqualTo(FILE);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void the_metadata_says_how_pixels_are_scaled() {
        assertThat(new String(FILE, StandardCharsets.UTF_8)).contains("divide bytes of 0 to 255 by 255");
    }

    @Test
    void the_writers_own_names_are_refused_as_metadata() {
        assertThatThrownBy(() -> OnnxFile.write(NETWORK, Map.of("nudge.sizes", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nudge.sizes");
    }

    @Test
    void numbers_are_written_as_protocol_buffers_have_them() {
        // The examples of the encoding's own documentation, and the ends of the range.
        assertThat(new ProtobufMessage().number(1, 150).toBytes()).containsExactly(0x08, 0x96, 0x01);
        assertThat(new ProtobufMessage().text(2, "testing").toBytes())
                .containsExactly(0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67);
        assertThat(new ProtobufMessage()
                        .message(3, new ProtobufMessage().number(1, 150))
                        .toBytes())
                .containsExactly(0x1a, 0x03, 0x08, 0x96, 0x01);
        assertThat(new ProtobufMessage().number(20, 0).toBytes()).containsExactly(0xa0, 0x01, 0x00);
        assertThat(new ProtobufMessage().number(1, -1).toBytes())
                .containsExactly(0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01);
    }
}
