package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WeightFileTest {
    private static final NetworkSpec SPEC = NetworkSpec.parse("12,5,3", Activation.TANH, Cost.CROSS_ENTROPY);
    private static final Network NETWORK = Network.initialised(SPEC, Initialisation.GLOROT, 7);
    private static final byte[] FILE = WeightFile.write(NETWORK, Map.of("who", "a \"test\"\n\\ é", "a", "b"));

    @Test
    void a_network_survives_writing_and_reading() {
        Network read = WeightFile.read(FILE);
        assertThat(read.spec()).isEqualTo(SPEC);
        assertThat(WeightFile.metadata(FILE))
                .containsExactly(Map.entry("a", "b"), Map.entry("who", "a \"test\"\n\\ é"));
        assertThat(WeightFile.write(read, WeightFile.metadata(FILE))).isEqualTo(FILE);
        assertThat(read.weight(0, 11, 4)).isEqualTo(NETWORK.weight(0, 11, 4));
    }

    @Test
    void the_bytes_of_a_file_never_change() {
        assertThat(WeightFile.sha256(FILE))
                .isEqualTo("67f18b0c6d981c594a891f030fa473ab39045622408b81dcb595877686a77fd8");
    }

    @Test
    void the_bytes_are_the_same_where_numbers_have_other_digits() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(String.format(Locale.getDefault(), "%d", 7)).isNotEqualTo("7");
            assertThat(WeightFile.write(NETWORK, WeightFile.metadata(FILE))).isEqualTo(FILE);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void the_layout_is_that_of_safetensors() {
        int header = FILE[0] & 0xff | (FILE[1] & 0xff) << 8;
        assertThat(header % 8).isZero();
        assertThat(new String(FILE, 8, header, StandardCharsets.UTF_8))
                .contains("\"layers.0.bias\":{\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[0,20]}")
                .contains("\"layers.0.weight\":{\"dtype\":\"F32\",\"shape\":[5,12],\"data_offsets\":[20,260]}");
    }

    @Test
    void velocities_are_kept_with_momentum_alone() {
        assertThat(WeightFile.write(new Sgd(NETWORK.copy(), new Hyperparameters(1f, 0f, 4)), Map.of()))
                .isEqualTo(WeightFile.write(NETWORK, Map.of()));
        Sgd sgd = new Sgd(NETWORK.copy(), new Hyperparameters(0.5f, 0.9f, 4));
        MiniBatch batch = new MiniBatch(SPEC, 4);
        batch.add(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 12}, 0, 2);
        sgd.step(batch);
        byte[] file = WeightFile.write(sgd, Map.of());
        Sgd resumed = new Sgd(WeightFile.read(file), sgd.hyperparameters());
        WeightFile.restoreVelocity(file, resumed);
        assertThat(resumed.weightVelocity(0, 3, 2))
                .isEqualTo(sgd.weightVelocity(0, 3, 2))
                .isNotZero();
        sgd.step(batch);
        resumed.step(batch);
        assertThat(WeightFile.write(resumed, Map.of())).isEqualTo(WeightFile.write(sgd, Map.of()));
    }

    @Property
    void a_shortened_file_is_refused(@ForAll @IntRange(min = 0, max = 400) int length) {
        byte[] shorter = Arrays.copyOf(FILE, Math.min(length, FILE.length - 1));
        assertThatThrownBy(() -> WeightFile.read(shorter)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_damaged_byte_anywhere_gives_one_clear_line_or_a_network() {
        for (int at = 0; at < FILE.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] damaged = FILE.clone();
                damaged[at] = (byte) value;
                try {
                    WeightFile.read(damaged);
                } catch (IllegalArgumentException e) {
                    assertThat(e.getMessage())
                            .as("byte %d made %d", at, value)
                            .matches("Expected .*"); // . matches no line end
                }
            }
        }
    }

    @Test
    void control_characters_within_names_are_escaped_in_the_message() {
        String header = "{\"a\\u000ab\":{\"dtype\":1}}";
        byte[] file = new byte[8 + header.length()];
        file[0] = (byte) header.length();
        System.arraycopy(header.getBytes(StandardCharsets.UTF_8), 0, file, 8, header.length());
        assertThatThrownBy(() -> WeightFile.read(file))
                .hasMessageMatching("Expected .*")
                .hasMessageContaining("a string");
    }

    @Property
    void any_rubbish_is_refused(@ForAll byte[] rubbish) {
        assertThatThrownBy(() -> WeightFile.read(rubbish)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void trailing_bytes_are_refused() {
        assertThatThrownBy(() -> WeightFile.read(Arrays.copyOf(FILE, FILE.length + 4)))
                .hasMessageContaining("bytes of data");
    }

    @Test
    void a_header_longer_than_the_file_is_refused() {
        byte[] liar = FILE.clone();
        Arrays.fill(liar, 0, 8, (byte) 0x7f);
        assertThatThrownBy(() -> WeightFile.read(liar)).hasMessageContaining("a header of 2 to");
    }

    @Test
    void weights_that_are_not_finite_are_refused() {
        byte[] infinite = FILE.clone();
        infinite[FILE.length - 1] = 0x7f;
        infinite[FILE.length - 2] = (byte) 0x80;
        infinite[FILE.length - 3] = 0;
        infinite[FILE.length - 4] = 0;
        assertThatThrownBy(() -> WeightFile.read(infinite)).hasMessageContaining("finite weights");
    }

    @Test
    void the_writers_own_names_are_refused_as_metadata() {
        assertThatThrownBy(() -> WeightFile.write(NETWORK, Map.of("nudge.sizes", "1")))
                .hasMessageContaining("nudge.sizes");
    }
}
