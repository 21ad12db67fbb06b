package nudge.embedded;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The broker's own class path, which is never this JVM's: this module and every jar of a folder named broker-lib. The
 * build makes that folder in target, next to the classes and the jar; a distribution has it beside the folder of its jars.
 */
final class BrokerClassPath {
    /** Names the class path outright. */
    static final String PROPERTY = "nudge.broker.classpath";

    private BrokerClassPath() {}

    static String find() throws IOException {
        String given = System.getProperty(PROPERTY);
        return given != null ? given : find(ownLocation());
    }

    /** The class path for this module's jar or classes folder. */
    static String find(Path module) throws IOException {
        List<Path> candidates = List.of(
                module.resolveSibling("broker-lib"),
                module.toAbsolutePath().getParent().resolveSibling("broker-lib"));
        for (Path candidate : candidates) {
            if (Files.isDirectory(candidate)) {
                try (Stream<Path> jars = Files.list(candidate)) {
                    return Stream.concat(
                                    Stream.of(module),
                                    jars.filter(jar -> jar.toString().endsWith(".jar"))
                                            .sorted())
                            .map(Path::toString)
                            .collect(Collectors.joining(File.pathSeparator));
                }
            }
        }
        throw new EmbeddedServerException(
                "Embedded Kafka: expected the broker's jars in one of %s, but there is no such folder; build the module embedded, or name the class path with -D%s"
                        .formatted(candidates, PROPERTY));
    }

    private static Path ownLocation() {
        try {
            return Path.of(BrokerClassPath.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException | RuntimeException e) {
            throw new EmbeddedServerException(
                    "Embedded Kafka: expected this module in a jar or folder of the file system, but it is elsewhere; name the broker's class path with -D"
                            + PROPERTY,
                    e);
        }
    }
}
