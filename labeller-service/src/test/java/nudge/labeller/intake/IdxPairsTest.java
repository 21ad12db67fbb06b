package nudge.labeller.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.Test;

/** Images in IDX find their labels whatever the files are called, and letters are no digits. */
class IdxPairsTest {
    private static byte[] images(int count) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        for (int header : new int[] {0x803, count, 28, 28}) {
            data.writeInt(header);
        }
        for (int i = 0; i < count; i++) {
            data.write(Mnist.test().image(i));
        }
        return out.toByteArray();
    }

    private static byte[] labels(int... labels) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(0x801);
        data.writeInt(labels.length);
        for (int label : labels) {
            data.write(label);
        }
        return out.toByteArray();
    }

    /** Eight numbers for each image: the class, and seven of where it comes from. */
    private static byte[] qmnist(int... labels) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        for (int header : new int[] {0xc02, labels.length, 8}) {
            data.writeInt(header);
        }
        for (int label : labels) {
            for (int number : new int[] {label, 4, 1_234, 5, 48, 270_000, 0, 0}) {
                data.writeInt(number);
            }
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(bytes);
        }
        return out.toByteArray();
    }

    private static ReadImages zipped(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return ReadImages.of("a.zip", out.toByteArray());
    }

    private static ReadImages pair(String images, String labels) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(images, images(3));
        files.put(labels, labels(7, 2, 1));
        return zipped(files);
    }

    @Test
    void a_pair_is_found_however_it_is_named() throws IOException {
        for (String[] names : new String[][] {
            {"train-images-idx3-ubyte", "train-labels-idx1-ubyte"},
            {"TRAIN-IMAGES-IDX3-UBYTE", "TRAIN-LABELS-IDX1-UBYTE"},
            {"train-images-idx3-ubyte", "Train-Labels-Idx1-Ubyte.GZ"},
            {"train-images.idx3-ubyte", "train-labels.idx1-ubyte"},
            {"train-images.idx3-ubyte", "train-labels-idx1-ubyte"},
            {"./a b/train-images-idx3-ubyte", "a b/train-labels-idx1-ubyte"},
            {"a\\train-images-idx3-ubyte", "a/train-labels-idx1-ubyte"},
            {"train-images-idx3-ubyte/train-images-idx3-ubyte", "train-labels-idx1-ubyte/train-labels-idx1-ubyte"},
            {"my_images.idx", "my_labels.idx"},
        }) {
            ReadImages read = pair(names[0], names[1]);
            assertThat(read.digits).as(names[0]).containsExactly(7, 2, 1);
            assertThat(read.failures).as(names[0]).isEmpty();
        }
    }

    @Test
    void files_of_other_pairs_stay_apart() {
        IdxPairs pairs = new IdxPairs(List.of(
                "train-labels-idx1-ubyte",
                "t10k-labels-idx1-ubyte",
                "T10K-labels-idx1-ubyte",
                "train-images-idx3-ubyte",
                "a/t10k-images-idx3-ubyte"));
        assertThat(pairs.labelsOf("train-images-idx3-ubyte")).isEqualTo("train-labels-idx1-ubyte");
        assertThat(pairs.labelsOf("T10K-images-idx3-ubyte")).isEqualTo("T10K-labels-idx1-ubyte");
        assertThat(pairs.labelsOf("a/t10k-images-idx3-ubyte")).isNull();
        assertThat(pairs.areLabelsOfAnother("t10k-labels-idx1-ubyte")).isFalse();
        assertThat(pairs.areLabelsOfAnother("labels.csv")).isFalse();
        assertThat(pairs.labelsOf("images.png")).isNull();
    }

    @Test
    void labels_of_qmnist_are_the_first_of_eight_numbers() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("qmnist-test-images-idx3-ubyte.gz", gzip(images(3)));
        files.put("qmnist-test-labels-idx2-int.gz", gzip(qmnist(7, 2, 1)));
        ReadImages read = zipped(files);
        assertThat(read.digits).containsExactly(7, 2, 1);
        assertThat(read.failures).isEmpty();
        files.put("qmnist-test-labels-idx2-int.gz", gzip(Arrays.copyOf(qmnist(7, 2, 1), 80)));
        assertThat(zipped(files).failures)
                .singleElement()
                .asString()
                .contains(
                        "expected its labels in qmnist-test-labels-idx2-int.gz", "3 labels, but the file ends after 2");
    }

    @Test
    void files_that_came_one_by_one_find_each_other() throws IOException {
        ReadImages read = new ReadImages();
        try (IdxUploads uploads = new IdxUploads()) {
            uploads.keep("T10K-IMAGES.idx3-ubyte", new ByteArrayInputStream(images(3)));
            uploads.keep("t10k-labels-idx1-ubyte", new ByteArrayInputStream(labels(7, 2, 1)));
            uploads.read(new Intake(Limits.USUAL, false), read);
        }
        assertThat(read.digits).containsExactly(7, 2, 1);
        assertThat(read.failures).isEmpty();
    }

    @Test
    void digits_of_emnist_come_upright() throws IOException {
        ReadImages read = ReadImages.ofArchive("emnist-transposed.zip");
        assertThat(read.digits).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(read.failures).isEmpty();
        assertThat(read.notes).singleElement().asString().contains("turned upright");
        byte[] zero = read.pixels.get(0);
        // The ring of the 0 is higher than it is wide.
        assertThat(inkInRow(zero, 14)).isLessThan(inkInColumn(zero, 10));
        ReadImages stored = zipped(Map.of("emnist-mnist-test-images-idx3-ubyte", images(1)));
        byte[] given = Mnist.test().image(0);
        for (int i = 0; i < 784; i++) {
            assertThat(stored.pixels.get(0)[i]).isEqualTo(given[28 * (i % 28) + i / 28]);
        }
    }

    private static int inkInRow(byte[] pixels, int row) {
        int ink = 0;
        for (int x = 0; x < 28; x++) {
            ink += pixels[28 * row + x] == 0 ? 0 : 1;
        }
        return ink;
    }

    private static int inkInColumn(byte[] pixels, int column) {
        int ink = 0;
        for (int y = 0; y < 28; y++) {
            ink += pixels[28 * y + column] == 0 ? 0 : 1;
        }
        return ink;
    }

    @Test
    void letters_of_emnist_are_refused() throws IOException {
        ReadImages letters = ReadImages.ofArchive("emnist-letters.zip");
        assertThat(letters.pixels).isEmpty();
        assertThat(letters.failures).singleElement().asString().contains("expected digits, got EMNIST's letters");
        for (String part : List.of("balanced", "byclass", "ByMerge")) {
            Map<String, byte[]> files = new LinkedHashMap<>();
            files.put("gzip/emnist-" + part + "-train-images-idx3-ubyte", images(4));
            files.put("gzip/emnist-" + part + "-train-labels-idx1-ubyte", labels(0, 10, 9, 46));
            ReadImages mixed = zipped(files);
            assertThat(mixed.digits).as(part).containsExactly(0, 9);
            assertThat(mixed.failures).as(part).hasSize(2);
            assertThat(mixed.failures.get(1)).contains("image 3: expected a label from 0 to 9, got 46");
            files.remove("gzip/emnist-" + part + "-train-labels-idx1-ubyte");
            assertThat(zipped(files).pixels).as(part).isEmpty();
        }
        assertThat(ReadImages.of("emnist-letters-test.csv", "1,0,0".getBytes("US-ASCII")).failures)
                .singleElement()
                .asString()
                .contains("EMNIST's letters");
    }

    @Test
    void letters_under_another_name_are_known_by_their_classes() throws IOException {
        ReadImages read = zipped(
                Map.of("train-images-idx3-ubyte", images(5), "train-labels-idx1-ubyte", labels(1, 26, 14, 3, 20)));
        assertThat(read.pixels).isEmpty();
        assertThat(read.failures).singleElement().asString().contains("classes up to 26 without a 0");
    }
}
