package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import nudge.standalone.SuspectFile.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuspectFileTest {
    private static final UUID ONE = new UUID(1, 1);
    private static final UUID OTHER = new UUID(1, 2);

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("suspects"), text);
    }

    @Test
    void lines_of_csv_and_of_json_come_in_the_order_of_suspicion() throws IOException {
        assertThat(SuspectFile.read(file("image,score\n" + ONE + ",0.25\n\n" + OTHER + ", 1\n")))
                .containsExactly(new Line(OTHER, 1), new Line(ONE, 0.25));
        assertThat(SuspectFile.read(file("{\"image\":\"" + ONE + "\",\"score\":0.5,\"label\":7}\r\n{\"score\":5e-1,"
                        + "\"image\":\"" + OTHER + "\"}")))
                .containsExactly(new Line(ONE, 0.5), new Line(OTHER, 0.5));
        assertThat(SuspectFile.read(file(""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seven,0.5|got seven,0.5",
                "00000000-0000-0001-0000-000000000001|got 00000000-0000-0001-0000-000000000001",
                "00000000-0000-0001-0000-000000000001,high|,high",
                "00000000-0000-0001-0000-000000000001,1.01|a score of 1.01, which is not from 0 to 1",
                "00000000-0000-0001-0000-000000000001,NaN|a score of NaN",
                "{\"image\": 7, \"score\": 0.5}|got {\"image\": 7",
                "{\"image\": |got {\"image\":",
            })
    void a_line_that_is_something_else_is_named(String line, String message) throws IOException {
        Path file = file("image,score\n" + ONE + ",0.25\n" + line + "\n");
        assertThatThrownBy(() -> SuspectFile.read(file))
                .isInstanceOf(WrongUseException.class)
                .hasMessageContaining("suspects, line 3: expected lines such as")
                .hasMessageContaining(message);
    }

    @Test
    void a_file_that_is_missing_or_no_text_is_said_so() throws IOException {
        assertThatThrownBy(() -> SuspectFile.read(folder.resolve("none")))
                .isInstanceOf(WrongUseException.class)
                .hasMessageContaining("found none at");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> SuspectFile.read(binary))
                .isInstanceOf(WrongUseException.class)
                .hasMessageContaining("expected a file of text");
    }
}
