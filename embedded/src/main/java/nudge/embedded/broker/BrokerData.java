package nudge.embedded.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The broker's data folder. */
final class BrokerData {
    private BrokerData() {}

    /** Formats it unless that is done: into a folder aside, so that the data folder is whole or absent. */
    static void format(Path data) throws Exception {
        if (Files.exists(data)) {
            return;
        }
        Path unfinished = Files.createTempDirectory(data.getParent(), "data-unfinished-");
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8"))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(unfinished.toString())
                .setDirectories(List.of(unfinished.toString()))
                .run();
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }
}
