package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelFileTest {
    private static final int PIXELS = 3;

    @TempDir
    Path folder;

    /** More than one map holds, and some that are not in the file yet. */
    @Test
    void each_of_many_images_is_read_as_it_was_added() {
        int many = (1 << 16) + 100;
        byte[] read = new byte[PIXELS];
        try (PixelFile file = new PixelFile(folder, PIXELS)) {
            for (int i = 0; i < many; i++) {
                file.add(image(i));
            }
            assertThat(file.size()).isEqualTo(many);
            for (int i = 0; i < many; i++) {
                file.read(i, read);
                assertThat(read).isEqualTo(image(i));
            }
        }
    }

    /** Images are written 64 at a time: the one that is asked for is in the file, or waits for that. */
    @Test
    void every_image_can_be_read_after_every_one_that_is_added() {
        byte[] read = new byte[PIXELS];
        try (PixelFile file = new PixelFile(folder, PIXELS)) {
            for (int size = 1; size <= 130; size++) {
                file.add(image(size - 1));
                for (int i = 0; i < size; i++) {
                    file.read(i, read);
                    assertThat(read).isEqualTo(image(i));
                }
            }
        }
    }

    @Test
    void an_image_goes_to_the_beginning_of_what_is_longer_and_leaves_the_rest_alone() {
        byte[] read = {9, 9, 9, 9};
        try (PixelFile file = new PixelFile(folder, PIXELS)) {
            file.add(image(1));
            file.read(0, read);
        }
        assertThat(read).containsExactly(image(1)[0], image(1)[1], image(1)[2], (byte) 9);
    }

    @Test
    void nothing_is_left_behind_in_the_folder_not_even_while_it_is_open() {
        try (PixelFile file = new PixelFile(folder, PIXELS)) {
            for (int i = 0; i < 64; i++) {
                file.add(image(i));
            }
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void an_image_that_never_came_is_refused() {
        byte[] read = new byte[PIXELS];
        try (PixelFile file = new PixelFile(folder, PIXELS)) {
            file.add(image(0));
            assertThatThrownBy(() -> file.read(1, read)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> file.read(-1, read)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> new PixelFile(missing, PIXELS))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("expected to make a file in " + missing)
                .hasMessageContaining("name another folder for pixels");
    }

    @Test
    void a_file_that_cannot_be_written_or_read_says_at_which_image() {
        PixelFile file = new PixelFile(folder, PIXELS);
        for (int i = 0; i < 64 + 63; i++) {
            file.add(image(i));
        }
        file.close();
        assertThatThrownBy(() -> file.read(0, new byte[PIXELS]))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("expected to map the file of pixels");
        assertThatThrownBy(() -> file.add(image(127)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("expected to write image 128 to the file of pixels")
                .hasMessageContaining("make room on its disk");
    }

    private static byte[] image(int number) {
        return new byte[] {(byte) number, (byte) (number >> 8), (byte) (number >> 16)};
    }
}
