package nudge.labeller.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import nudge.labeller.RunningLabeller;
import org.springframework.util.FileSystemUtils;

/** One labeller for the tests of who may come in: it starts once, and ends with the tests' process. */
public final class SharedLabeller {
    private static RunningLabeller labeller;

    private SharedLabeller() {}

    public static synchronized RunningLabeller get() {
        if (labeller == null) {
            try {
                Path kafka = Files.createTempDirectory("shared-labeller");
                labeller = RunningLabeller.start(kafka, Map.of());
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(kafka)));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (SQLException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        }
        return labeller;
    }

    private static void stop(Path kafka) {
        try {
            labeller.close();
            FileSystemUtils.deleteRecursively(kafka);
        } catch (InterruptedException | IOException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
