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

    static List<String> arguments() {
        String file = System.getProperty(PROPERTY);
        return file != null && Files.isReadable(Path.of(file)) ? ClassArchive.from(Path.of(file)) : List.of();
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
