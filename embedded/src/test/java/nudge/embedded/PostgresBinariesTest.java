package nudge.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class PostgresBinariesTest {
    @TempDir
    Path folder;

    @Test
    void an_entry_cannot_leave_the_folder() {
        TarArchiveEntry entry = new TarArchiveEntry("bin/../../escaped");
        assertThatThrownBy(() -> PostgresBinaries.unpack(archive(entry), folder.resolve("inside")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a path inside the archive");
        assertThat(folder.resolve("escaped")).doesNotExist();
    }

    @Test
    void a_link_cannot_point_out_of_the_folder() {
        TarArchiveEntry link = new TarArchiveEntry("lib/link", TarConstants.LF_SYMLINK);
        link.setLinkName("../../escaped");
        assertThatThrownBy(() -> PostgresBinaries.unpack(archive(link), folder.resolve("inside")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a path inside the archive");
        assertThat(folder.resolve("inside/lib/link")).doesNotExist();
    }

    @Test
    void an_unsupported_platform_is_named_in_one_line() {
        assertThat(PostgresBinaries.platform("Linux", "aarch64")).isEqualTo("linux-arm_64");
        assertThatThrownBy(() -> PostgresBinaries.platform("Plan 9", "amd64"))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("expected Linux on x86_64 or aarch64, but this is Plan 9 on amd64")
                .message()
                .hasLineCount(1);
    }

    @Test
    void others_may_run_the_programs_and_not_change_them_under_any_umask() throws Exception {
        Path root = folder.resolve("cache");
        unpackUnderUmask000(root);
        Path programs = PostgresBinaries.in(root);
        assertThat(OwnersFolder.isOpen(root))
                .as("others may write below the cache")
                .isFalse();
        assertThat(Files.getPosixFilePermissions(programs.resolve("bin/postgres")))
                .contains(PosixFilePermission.OTHERS_EXECUTE);

        // As a version that did not look has left them.
        Path library = programs.resolve("lib");
        Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path planted = Files.createFile(library.resolve("planted.so"));
        assertThat(PostgresBinaries.in(root)).isEqualTo(programs);
        assertThat(planted).doesNotExist();
        assertThat(OwnersFolder.isOpen(root)).isFalse();

        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createFile(planted);
        PostgresBinaries.in(root);
        assertThat(planted).doesNotExist();
        assertThat(OwnersFolder.isOpen(root)).isFalse();
    }

    private static void unpackUnderUmask000(Path root) throws Exception {
        Process unpacking = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask 000; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Unpacking.class.getName(),
                        root.toString())
                .inheritIO()
                .start();
        assertThat(unpacking.waitFor()).isZero();
    }

    /** Unpacks the programs and ends. */
    static final class Unpacking {
        public static void main(String[] arguments) throws IOException {
            PostgresBinaries.in(Path.of(arguments[0]));
        }
    }

    private static ByteArrayInputStream archive(TarArchiveEntry entry) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options(0)))) {
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
