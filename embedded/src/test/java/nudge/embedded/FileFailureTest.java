package nudge.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileFailureTest {
    @Test
    void what_the_system_says_becomes_a_clause_for_people() {
        assertThat(FileFailure.reason(new FileSystemException("/data", null, "Read-only file system")))
                .isEqualTo("its file system is read-only");
        assertThat(FileFailure.reason(new IOException("No space left on device")))
                .isEqualTo("its disk is full");
        assertThat(FileFailure.reason(new FileSystemException("/data", null, "Disk quota exceeded")))
                .isEqualTo("this user has no room left on its disk");
        assertThat(FileFailure.reason(new AccessDeniedException("/data"))).isEqualTo("this user may not do that there");
        assertThat(FileFailure.reason(new AccessDeniedException("/data", null, "Read-only file system")))
                .isEqualTo("its file system is read-only");
        assertThat(FileFailure.reason(new FileAlreadyExistsException("/data"))).isEqualTo("a file is in its way");
        assertThat(FileFailure.reason(new NoSuchFileException("/data"))).isEqualTo("it is not there");
        assertThat(FileFailure.reason(new FileSystemException("/data", null, "Input/output error")))
                .isEqualTo("Input/output error");
    }

    @Test
    void a_file_that_is_known_is_named_and_no_exception_ever() {
        assertThat(FileFailure.line(new AccessDeniedException("/data/lock")))
                .isEqualTo("/data/lock: this user may not do that there");
        assertThat(FileFailure.line(new IOException())).isEqualTo("the system does not say why");
    }
}
