package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HomeTest {
    @TempDir
    private Path folder;

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void a_new_data_folder_is_its_owners_alone() throws IOException {
        try (Home home = Home.open(folder.resolve("above/data"))) {
            assertThat(mode(home.folder())).matches("rwx(------|--x--x)");
            assertThat(home.warning()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"rwxr-xr-x, false", "rwxrwxr-x, true", "rwxrwxrwx, true"})
    void others_lose_their_rights_at_the_next_start_and_whoever_let_them_write_is_told(String before, boolean told)
            throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(before));
        try (Home home = Home.open(folder)) {
            assertThat(mode(folder)).matches("rwx(------|--x--x)");
            assertThat(home.warning().isPresent()).isEqualTo(told);
            home.warning()
                    .ifPresent(line -> assertThat(line).hasLineCount(1).contains(folder.toString(), "./nudge audit"));
        }
        try (Home home = Home.open(folder)) {
            assertThat(home.warning()).isEmpty();
        }
    }
}
