package nudge.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The servers that all tests of one JVM share: each starts when it is first asked for, and both stop, and lose their data,
 * when the JVM ends. A test class makes a database and topics of its own.
 */
public final class EmbeddedServers {
    private static final EmbeddedServers SHARED = new EmbeddedServers();

    private @Nullable Path home;
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable EmbeddedKafka kafka;

    private EmbeddedServers() {}

    public static EmbeddedServers shared() {
        return SHARED;
    }

    public synchronized EmbeddedPostgres postgres() {
        if (postgres == null) {
            postgres = EmbeddedPostgres.start(
                    home().resolve("postgres"),
                    EmbeddedPostgres.Options.defaults().withBinaries(cache()));
        }
        return postgres;
    }

    public synchronized EmbeddedKafka kafka() {
        if (kafka == null) {
            kafka = EmbeddedKafka.start(home().resolve("kafka"));
        }
        return kafka;
    }

    /** Where this user's unpacked PostgreSQL programs are kept between runs. */
    public static Path cache() {
        String given = System.getenv("XDG_CACHE_HOME");
        Path caches =
                given != null && !given.isBlank() ? Path.of(given) : Path.of(System.getProperty("user.home"), ".cache");
        return caches.resolve("nudge");
    }

    private Path home() {
        if (home == null) {
            try {
                Path target = Path.of("target").toAbsolutePath();
                home = Files.isDirectory(target)
                        ? Files.createTempDirectory(target, "servers-")
                        : Files.createTempDirectory("nudge-servers-");
            } catch (IOException e) {
                throw new EmbeddedServerException("No folder for the shared servers: " + e.getMessage(), e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "servers-stop"));
        }
        return home;
    }

    private synchronized void stop() {
        if (kafka != null) {
            kafka.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (home != null) {
            try {
                Folders.delete(home);
            } catch (IOException e) {
                System.err.println("Left behind: " + home + " (" + e.getMessage() + ")");
            }
        }
    }
}
