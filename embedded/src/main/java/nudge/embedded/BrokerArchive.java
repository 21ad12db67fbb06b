package nudge.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The broker's {@link ClassArchive}, with which it starts in half the time, where there is one. */
public final class BrokerArchive {
    /** Names the archive's file. */
    static final String PROPERTY = "nudge.broker.archive";

    private BrokerArchive() {}

    /** The options with which another JVM starts its brokers as this one does. */
    public static List<String> options() {
        String file = System.getProperty(PROPERTY);
        return file == null ? List.of() : List.of("-D" + PROPERTY + "=" + file);
    }

    static List<String> arguments() {
        String file = System.getProperty(PROPERTY);
        return file != null && Files.isReadable(Path.of(file)) ? ClassArchive.from(Path.of(file)) : List.of();
    }

    /** @param arguments the archive to make, for the brokers that this JVM's class path starts */
    public static void main(String[] arguments) throws IOException {
        Path archive = Path.of(arguments[0]).toAbsolutePath();
        Path home = Files.createTempDirectory(Files.createDirectories(archive.getParent()), "unfinished-");
        try {
            make(home, archive);
        } finally {
            Folders.delete(home);
        }
    }

    /**
     * Starts a broker, stops it, and makes the archive of what it has loaded.
     *
     * @param home an empty folder
     */
    public static void make(Path home, Path archive) throws IOException {
        Path loaded = home.resolve("loaded.classes");
        EmbeddedKafka.start(home, EmbeddedKafka.Options.defaults().withJvmArgument(ClassArchive.loadedInto(loaded)))
                .close();
        ClassArchive.write(EmbeddedKafka.jvm(), BrokerClassPath.find(), loaded, archive);
    }
}
