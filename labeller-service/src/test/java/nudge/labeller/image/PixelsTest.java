package nudge.labeller.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Ids and shares are stored, and decide what is held out: they never change. */
class PixelsTest {
    @Test
    void the_id_is_the_beginning_of_the_digest_as_a_uuid_of_version_8() {
        Pixels paper = Pixels.of(new byte[784]);
        assertThat(paper.sha256Hex()).isEqualTo("0c37ddc45244523ca3b841e3ea85e147a1d35c6ae1cd767e8c30dabf057516fd");
        UUID id = paper.imageId();
        assertThat(id).isEqualTo(UUID.fromString("0c37ddc4-5244-823c-a3b8-41e3ea85e147"));
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void the_share_comes_from_the_end_of_the_digest() {
        assertThat(Pixels.of(new byte[784]).share()).isEqualTo(0.5476204601631773);
        byte[] digest = new byte[32];
        assertThat(new Pixels(new byte[784], digest).share()).isZero();
        digest[24] = (byte) 0x80;
        assertThat(new Pixels(new byte[784], digest).share()).isEqualTo(0.5);
        Arrays.fill(digest, 24, 32, (byte) 0xff);
        assertThat(new Pixels(new byte[784], digest).share()).isLessThan(1).isGreaterThan(0.999999);
    }

    @Test
    void any_other_number_of_bytes_is_refused() {
        assertThatThrownBy(() -> Pixels.of(new byte[783]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected 784 bytes (28 rows of 28, 0 = paper, 255 = ink), got 783");
    }
}
