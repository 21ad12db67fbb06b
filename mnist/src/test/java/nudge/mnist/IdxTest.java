package nudge.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class IdxTest {
    @Test
    void the_bundled_files_hold_mnist() {
        Mnist train = Mnist.train();
        Mnist test = Mnist.test();
        assertThat(train.size()).isEqualTo(60_000);
        assertThat(test.size()).isEqualTo(10_000);
        assertThat(train.digit(0)).isEqualTo(5);
        assertThat(test.digit(0)).isEqualTo(7);
        assertThat(train.image(0)).hasSize(784).contains((byte) 253);
    }

    @Test
    void the_first_training_images_are_read_without_the_others() {
        Mnist train = Mnist.train();
        Mnist first = Mnist.firstOfTrain(300);
        assertThat(first.size()).isEqualTo(300);
        assertThat(first.pixels()).isEqualTo(Arrays.copyOf(train.pixels(), 300 * Mnist.PIXELS));
        assertThat(first.digits()).isEqualTo(Arrays.copyOf(train.digits(), 300));
    }

    @Test
    void labels_are_read_plain_and_compressed() throws IOException {
        byte[] file = labels(0x801, 3, 1, 2, 3);
        assertThat(read(file)).containsExactly(1, 2, 3);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(file);
        }
        assertThat(read(gzip.toByteArray())).containsExactly(1, 2, 3);
    }

    @Test
    void a_wrong_magic_number_is_named() {
        assertThatThrownBy(() -> read(labels(0x803, 3, 1, 2, 3)))
                .isInstanceOf(IdxFormatException.class)
                .hasMessage("expected a file of labels with the magic number 0x00000801, got 0x00000803");
    }

    @Test
    void a_file_that_is_too_short_or_too_long_is_refused() {
        assertThatThrownBy(() -> read(labels(0x801, 4, 1, 2, 3)))
                .hasMessage("expected 4 bytes after the header, got 3");
        assertThatThrownBy(() -> read(labels(0x801, 2, 1, 2, 3)))
                .hasMessage("expected 2 bytes after the header, got more");
        assertThatThrownBy(() -> read(new byte[] {0, 0, 8}))
                .hasMessage("expected the header of a file of labels, the file ends inside it");
    }

    @Test
    void a_label_that_is_no_digit_is_named_with_its_index() {
        assertThatThrownBy(() -> read(labels(0x801, 3, 1, 11, 3)))
                .hasMessage("expected labels from 0 to 9, got 11 at index 1");
    }

    @Test
    void a_count_that_the_file_does_not_hold_allocates_nothing_on_its_word() {
        assertThatThrownBy(() -> read(labels(0x801, 2_000_000_000, 1)))
                .hasMessage("expected 2000000000 bytes after the header, got 1");
    }

    @Test
    void images_of_another_size_are_refused() {
        byte[] file = ByteBuffer.allocate(16 + 4)
                .putInt(0x803)
                .putInt(1)
                .putInt(2)
                .putInt(2)
                .array();
        assertThatThrownBy(() -> Idx.images(new ByteArrayInputStream(file)))
                .hasMessage("expected images of 28 x 28 pixels, got 2 x 2");
    }

    private static byte[] read(byte[] file) throws IOException {
        return Idx.labels(new ByteArrayInputStream(file));
    }

    private static byte[] labels(int magic, int count, int... digits) {
        ByteBuffer file = ByteBuffer.allocate(8 + digits.length).putInt(magic).putInt(count);
        Arrays.stream(digits).forEach(digit -> file.put((byte) digit));
        return file.array();
    }
}
