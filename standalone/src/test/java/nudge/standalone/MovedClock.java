package nudge.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of a process, which a test moves while the process runs. libfaketime does it, of Debian's package
 * {@code faketime}; without it every clock stays right. The clock that measures durations is never moved.
 */
final class MovedClock {
    private static final Optional<Path> LIBRARY = Stream.of(
                    "/usr/lib/x86_64-linux-gnu/faketime",
                    "/usr/lib/aarch64-linux-gnu/faketime",
                    "/usr/lib64/faketime",
                    "/usr/lib/faketime")
            .map(folder -> Path.of(folder, "libfaketimeMT.so.1"))
            .filter(Files::exists)
            .findFirst();

    private final Path file;

    private MovedClock(Path file) {
        this.file = file;
    }

    static boolean canMove() {
        return LIBRARY.isPresent();
    }

    /** A clock that is right until it is moved. @param file where the library reads by how much */
    static MovedClock in(Path file) {
        MovedClock clock = new MovedClock(file);
        clock.move(Duration.ZERO);
        return clock;
    }

    /** What a process of this clock needs in its environment. The library looks at the file once a second. */
    Map<String, String> environment() {
        return environment("FAKETIME_TIMESTAMP_FILE", file.toString());
    }

    /** What a process, and all that it starts, needs in its environment to have a clock that is wrong all the time. */
    static Map<String, String> wrongBy(Duration much) {
        return environment("FAKETIME", offset(much));
    }

    private static Map<String, String> environment(String name, String value) {
        return LIBRARY.map(library -> Map.of(
                        "LD_PRELOAD",
                        library.toString(),
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1",
                        // Set even to 0 it keeps the library's hands off waits, which go by the other clock.
                        "FAKETIME_FORCE_MONOTONIC_FIX",
                        "0",
                        "FAKETIME_CACHE_DURATION",
                        "1",
                        name,
                        value))
                .orElse(Map.of());
    }

    /** How far it is from the right time from now on. */
    void move(Duration much) {
        try {
            Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), offset(much) + "\n");
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Deletes what the library leaves in shared memory when its process is killed. */
    static void cleanUpAfter(long process) {
        for (String name : List.of("faketime_shm_", "sem.faketime_sem_")) {
            try {
                Files.deleteIfExists(Path.of("/dev/shm", name + process));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private static String offset(Duration much) {
        return (much.isNegative() ? "" : "+") + much.toSeconds();
    }
}
