package nudge.labeller.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
    private static final byte[] TEXT = "1,2,3\n".repeat(100_000).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void text_is_read_again_and_again_and_only_its_owner_may_read_it_meanwhile(boolean packed) throws IOException {
        Path file;
        try (Spool spool = Spool.of(new ByteArrayInputStream(TEXT), packed, folder)) {
            file = spool.file();
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.size(file)).isBetween(1L, packed ? TEXT.length / 10L : TEXT.length);
            for (int i = 0; i < 2; i++) {
                try (InputStream in = spool.open()) {
                    assertThat(in.readAllBytes()).isEqualTo(TEXT);
                }
            }
        }
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_breaks_off_leaves_nothing_behind(boolean packed) throws IOException {
        InputStream broken = new InputStream() {
            private int read;

            @Override
            public int read() throws IOException {
                if (read++ >= TEXT.length) {
                    throw new IOException("the connection broke");
                }
                return '1';
            }
        };
        assertThatThrownBy(() -> Spool.of(broken, packed, folder)).hasMessage("the connection broke");
        assertThat(folder).isEmptyDirectory();
    }
}
