package nudge.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.FileFailure;
import nudge.embedded.OwnersFile;
import nudge.events.KafkaSettings;
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

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A Nudge elsewhere, such as https://nudge.example.org; it takes a token of that Nudge.")
    private @Nullable URI url;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "PEM file of its certificate, or of who signed it. Default: those that Java trusts, and the"
                    + " one with which the Nudge on DIR was started.")
    private @Nullable Path certificate;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The token to come in with. Default: $NUDGE_TOKEN, or that in DIR/token.")
    private @Nullable String token;

    /**
     * Where a running Nudge is to be found: the file {@code running.json} of its data folder, for as long as it runs.
     *
     * @param http base of its REST API for programs on this machine
     * @param certificate that it shows, as PEM; null when it speaks plain HTTP
     * @param kafka bootstrap servers
     * @param database JDBC URL of the log
     */
    public record Addresses(
            long pid, URI http, @Nullable String certificate, String kafka, String database, int trainerPort) {
        private static Path file(Path data) {
            return data.resolve("running.json");
        }

        void write(Path data) throws IOException {
            OwnersFile.write(file(data), MAPPER.writeValueAsBytes(this));
        }

        static void delete(Path data) throws IOException {
            Files.deleteIfExists(file(data));
        }
    }

    public Path data() {
        return data.path();
    }

    /** Where its REST API is. */
    public URI http() {
        if (url != null) {
            WrongUseException.unless(
                    ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null,
                    "--url to be such as https://nudge.example.org",
                    url);
            return url;
        }
        if (port == null) {
            return addresses().http();
        }
        WrongUseException.unless(port >= 1 && port <= 65_535, "--port to be from 1 to 65535", port);
        return running(data.path())
                .map(Addresses::http)
                .filter(http -> http.getPort() == port)
                .orElse(URI.create("http://127.0.0.1:" + port));
    }

    /** The certificate that was given, or the one of the Nudge on these data; null for those that Java trusts. */
    private @Nullable SSLContext certificates(URI http) {
        try {
            if (certificate != null) {
                return PinnedTrust.in(Files.readString(certificate));
            }
            return running(data.path())
                    .filter(addresses -> addresses.http().equals(http))
                    .map(Addresses::certificate)
                    .map(PinnedTrust::in)
                    .orElse(null);
        } catch (IOException | IllegalArgumentException unusable) {
            throw new WrongUseException(
                    "the certificate in " + certificate + " cannot be used: " + unusable.getMessage());
        }
    }

    /**
     * The token that was given, or the one that the Nudge on these data has made for programs of its user.
     *
     * @throws WrongUseException when there is none
     */
    public String token() {
        String given = token != null ? token : System.getenv("NUDGE_TOKEN");
        if (given != null && !given.isBlank()) {
            return given.strip();
        }
        if (url != null) {
            throw new WrongUseException(
                    "expected a token of the Nudge at " + url + ", got none: give one with --token or NUDGE_TOKEN");
        }
        Path file = Home.token(data.path());
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new WrongUseException(
                    "expected a token in " + file + ", found none that can be read: start Nudge with"
                            + " ./nudge up, name its folder with --data, or give a token with --token");
        }
    }

    /** The REST API of it. */
    public Api api() {
        URI http = http();
        return new Api(http, this::token, certificates(http));
    }

    /** Its Kafka, with what the owner of the data gets in by. */
    public KafkaSettings kafka() {
        addresses();
        return kafka(data.path());
    }

    /** The Kafka of a Nudge that runs on these data. */
    static KafkaSettings kafka(Path data) {
        Path file = EmbeddedKafka.clientFile(Home.kafka(data));
        try {
            return KafkaSettings.from(file);
        } catch (IOException unreadable) {
            throw new WrongUseException("expected to read " + file + ", which a running Nudge has written, but "
                    + FileFailure.reason(unreadable) + ": is it another user's?");
        }
    }

    /** @throws WrongUseException when no Nudge runs on these data */
    public Addresses addresses() {
        return running(data.path())
                .orElseThrow(() -> new WrongUseException("expected a Nudge that runs on the data in " + data.path()
                        + ", found none: start it with ./nudge up, or name another folder with --data"));
    }

    /**
     * Where the Nudge is that runs on these data, if one does.
     *
     * @throws WrongUseException when the folder cannot be read
     */
    static Optional<Addresses> running(Path data) {
        try {
            Addresses addresses = MAPPER.readValue(Files.readAllBytes(Addresses.file(data)), Addresses.class);
            boolean alive = ProcessHandle.of(addresses.pid())
                    .map(ProcessHandle::isAlive)
                    .orElse(false);
            return alive ? Optional.of(addresses) : Optional.empty();
        } catch (NoSuchFileException | JacksonException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw DataFolder.unusable("a data folder that can be read", data, unreadable);
        }
    }
}
