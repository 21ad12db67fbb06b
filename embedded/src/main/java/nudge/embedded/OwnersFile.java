package nudge.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that nobody but its owner may read. */
public final class OwnersFile {
    private OwnersFile() {}

    /** Written whole or not at all. */
    public static void write(Path file, byte[] content) throws IOException {
        Path draft = Files.createTempFile(
                file.getParent(),
                String.valueOf(file.getFileName()),
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(draft, content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
