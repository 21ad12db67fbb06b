package nudge.labeller.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A CSV that is many times as large as the memory of the process that reads it. */
class CsvMemoryTest {
    private static final int ROWS = 30_000;
    private static final String HEAP = "-Xmx16m";

    @Test
    void a_csv_that_is_five_times_as_large_as_the_heap_is_read_in_two_passes() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CsvMemoryTest.class.getName())
                .redirectErrorStream(true)
                .start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(new String(output, StandardCharsets.UTF_8))
                .isEqualTo(ROWS + " images, label class, " + ROWS * 7 + "\n");
    }

    /** Reads it, and prints what it held. */
    public static void main(String[] arguments) throws IOException {
        long[] found = new long[2];
        String[] label = new String[1];
        CsvFile.read("large.csv", () -> new Rows(ROWS), CsvOptions.NONE, new ImageSink() {
            @Override
            public void image(String name, byte[] pixels, @Nullable Integer digit) {
                found[0]++;
                found[1] += digit == null ? 0 : digit;
            }

            @Override
            public void understood(String name, CsvForm form) {
                label[0] = form.label();
            }

            @Override
            public void unreadable(String name, String reason) {
                throw new IllegalStateException(name + ": " + reason);
            }
        });
        System.out.print(found[0] + " images, label " + label[0] + ", " + found[1] + "\n");
    }

    /** A header and as many rows, each of 3 KB, which are made as they are read. */
    private static final class Rows extends InputStream {
        private final byte[] row;
        private byte[] text;
        private int at;
        private long left;

        Rows(long rows) {
            StringBuilder header = new StringBuilder();
            StringBuilder pixels = new StringBuilder();
            for (int i = 0; i < 784; i++) {
                header.append("pixel").append(i).append(',');
                pixels.append(i % 3 == 0 ? "128," : "7,");
            }
            text = (header + "class\n").getBytes(StandardCharsets.US_ASCII);
            row = (pixels + "7\n").getBytes(StandardCharsets.US_ASCII);
            left = rows;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == text.length) {
                if (left == 0) {
                    return -1;
                }
                left--;
                text = row;
                at = 0;
            }
            int read = Math.min(length, text.length - at);
            System.arraycopy(text, at, into, offset, read);
            at += read;
            return read;
        }
    }
}
