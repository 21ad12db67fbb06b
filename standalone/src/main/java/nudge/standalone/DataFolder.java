package nudge.standalone;

import java.nio.file.Path;
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
}
