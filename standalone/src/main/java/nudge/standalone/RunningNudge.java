package nudge.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The options of commands that talk to a running Nudge: which one. */
public final class RunningNudge {
    private static final JsonMapper MAPPER = new JsonMapper();

    @Mixin
    private DataFolder data = new DataFolder();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port that it serves on. Default: that of the Nudge whose data live in DIR.")
    private @Nullable Integer port;

    /**
     * Where a running Nudge is to be found: the file {@code running.json} of its data folder, for as long as it runs.
     *
     * @param kafka bootstrap servers
     * @param database JDBC URL of the log
     */
    public record Addresses(long pid, int port, String kafka, String database, int trainerPort) {
        private static Path file(Path data) {
            return data.resolve("running.json");
        }

        /** Written whole or not at all, for the owner's eyes. */
        void write(Path data) throws IOException {
            Path draft = Files.createTempFile(
                    data,
                    "running",
                    null,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, MAPPER.writeValueAsBytes(this));
            Files.move(draft, file(data), StandardCopyOption.ATOMIC_MOVE);
        }

        static void delete(Path data) throws IOException {
            Files.deleteIfExists(file(data));
        }
    }

    public Path data() {
        return data.path();
    }

    public URI http() {
        return URI.create(
                "http://127.0.0.1:" + (port != null ? port : addresses().port()));
    }

    public Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", addresses().kafka());
    }

    /** @throws WrongUseException when no Nudge runs on these data */
    public Addresses addresses() {
        return running(data.path())
                .orElseThrow(() -> new WrongUseException("expected a Nudge that runs on the data in " + data.path()
                        + ", found none: start it with ./nudge up, or name another folder with --data"));
    }

    /** Where the Nudge is that runs on these data, if one does. */
    static Optional<Addresses> running(Path data) {
        try {
            Addresses addresses = MAPPER.readValue(Files.readAllBytes(Addresses.file(data)), Addresses.class);
            boolean alive = ProcessHandle.of(addresses.pid())
                    .map(ProcessHandle::isAlive)
                    .orElse(false);
            return alive ? Optional.of(addresses) : Optional.empty();
        } catch (IOException | JacksonException unreadable) {
            return Optional.empty();
        }
    }
}
