package nudge.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import nudge.embedded.FileFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says where the data live. */
public final class DataFolder {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the data live. Default: $NUDGE_HOME, or ~/.nudge.")
    private @Nullable Path given;

    /** The folder that was given, or the default one. */
    public Path path() {
        if (given != null) {
            return given.toAbsolutePath().normalize();
        }
        String home = System.getenv("NUDGE_HOME");
        return home != null && !home.isBlank()
                ? Path.of(home).toAbsolutePath().normalize()
                : Path.of(System.getProperty("user.home"), ".nudge");
    }

    /**
     * The line for a data folder that cannot be used.
     *
     * @param expected such as {@code a folder that can be written}
     */
    static WrongUseException unusable(String expected, Path folder, IOException failure) {
        String reason = fileOnTheWay(folder)
                .map(file -> file + " is a file, and no folder")
                .orElseGet(() -> FileFailure.reason(failure));
        return new WrongUseException("expected " + expected + ", got " + folder + ", but " + reason
                + ": choose another with --data or NUDGE_HOME");
    }

    /** The first part of a path that is there and is no folder. */
    private static Optional<Path> fileOnTheWay(Path folder) {
        for (Path part = folder; part != null; part = part.getParent()) {
            if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
                return Files.isDirectory(part) ? Optional.empty() : Optional.of(part);
            }
        }
        return Optional.empty();
    }
}
