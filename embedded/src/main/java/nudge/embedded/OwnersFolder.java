package nudge.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Folders that nobody but their owner changes, whatever the umask. */
public final class OwnersFolder {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");
    /** Who knows a name in it comes to what the name stands for; nobody sees the names. */
    private static final Set<PosixFilePermission> PASSED = PosixFilePermissions.fromString("rwx--x--x");

    private static final Set<PosixFilePermission> READ = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> FOREIGN_WRITE =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private OwnersFolder() {}

    /**
     * Keeps a data folder from everybody else: makes it if need be, and takes the rights of others away, at each start.
     *
     * @param folder with servers' homes in it
     * @param postgres the home of PostgreSQL in it: where that runs as another user, others may pass through
     * @return whether others could write to it until now
     * @throws AccessDeniedException when it is another user's
     */
    public static boolean keep(Path folder, Path postgres) throws IOException {
        Set<PosixFilePermission> wanted = RunAs.isAnother(postgres) ? PASSED : OWNERS;
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            makeReadable(parent);
        }
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNERS));
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(folder)) {
                throw there;
            }
        }
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(folder);
        if (!before.equals(wanted)) {
            setPermissions(folder, wanted);
        }
        return mayForeignersWrite(before);
    }

    private static void setPermissions(Path folder, Set<PosixFilePermission> wanted) throws IOException {
        try {
            Files.setPosixFilePermissions(folder, wanted);
        } catch (FileSystemException foreign) {
            AccessDeniedException refused =
                    new AccessDeniedException(folder.toString(), null, String.valueOf(foreign.getReason()));
            refused.initCause(foreign);
            throw refused;
        }
    }

    /** Makes a folder, and those above it that are missing, which others may read and not write. */
    static void makeReadable(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            makeReadable(parent);
        }
        try {
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, READ);
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(folder)) {
                throw there;
            }
        }
    }

    /**
     * Takes the right to change what is in the folder itself from others.
     *
     * @return whether they had it until now
     * @throws AccessDeniedException when it is another user's
     */
    static boolean close(Path folder) throws IOException {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(folder);
        if (!mayForeignersWrite(before)) {
            return false;
        }
        Set<PosixFilePermission> wanted = EnumSet.copyOf(before);
        wanted.removeAll(FOREIGN_WRITE);
        setPermissions(folder, wanted);
        return true;
    }

    /** Whether somebody else, but root, may change the folder or what is in it, at any depth. */
    static boolean isOpen(Path folder) throws IOException {
        List<String> owners =
                List.of("root", Files.getOwner(Path.of("/proc/self")).getName());
        boolean[] open = {false};
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                return look(visited);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return attributes.isSymbolicLink() ? FileVisitResult.CONTINUE : look(file);
            }

            private FileVisitResult look(Path path) throws IOException {
                PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
                open[0] |= mayForeignersWrite(attributes.permissions())
                        || !owners.contains(attributes.owner().getName());
                return open[0] ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
        return open[0];
    }

    private static boolean mayForeignersWrite(Set<PosixFilePermission> permissions) {
        return FOREIGN_WRITE.stream().anyMatch(permissions::contains);
    }
}
