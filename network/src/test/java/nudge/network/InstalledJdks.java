package nudge.network;

import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The JDKs of this machine that run Nudge: version 17 or newer, with the vector module, one per version. Looked for, in
 * this order: the JDK of this JVM, the homes in the system property {@code nudge.jdks}, those in environment variables
 * named {@code JAVA_HOME...}, the neighbours of this JVM's home, and {@code /usr/lib/jvm}.
 */
final class InstalledJdks {
    /** @param version such as 17.0.15 */
    record Jdk(String version, Path home) {
        Path java() {
            return home.resolve("bin").resolve("java");
        }

        int feature() {
            return Runtime.Version.parse(version).feature();
        }

        @Override
        public String toString() {
            return "JDK " + version + " in " + home;
        }
    }

    private InstalledJdks() {}

    static List<Jdk> find() throws IOException {
        List<Jdk> found = new ArrayList<>();
        Set<Integer> features = new TreeSet<>();
        for (Path home : homes()) {
            Properties release = release(home);
            String version = release.getProperty("JAVA_VERSION", "1").replace("\"", "");
            Jdk jdk = new Jdk(version, home);
            boolean vectors = release.getProperty("MODULES", "").contains("jdk.incubator.vector");
            if (vectors && Files.isExecutable(jdk.java()) && jdk.feature() >= 17 && features.add(jdk.feature())) {
                found.add(jdk);
            }
        }
        return found;
    }

    private static Set<Path> homes() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        Set<Path> homes = new LinkedHashSet<>(List.of(own));
        for (String named : System.getProperty("nudge.jdks", "").split(File.pathSeparator, -1)) {
            if (!named.isEmpty()) {
                homes.add(named(Path.of(named)));
            }
        }
        for (Map.Entry<String, String> variable : new TreeMap<>(System.getenv()).entrySet()) {
            if (variable.getKey().startsWith("JAVA_HOME") && Files.isDirectory(Path.of(variable.getValue()))) {
                homes.add(Path.of(variable.getValue()).toRealPath());
            }
        }
        for (Path folder : List.of(own.getParent(), Path.of("/usr/lib/jvm"))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> children = Files.list(folder)) {
                    for (Path child :
                            children.filter(Files::isDirectory).sorted().toList()) {
                        homes.add(child.toRealPath());
                    }
                }
            }
        }
        return homes;
    }

    /** A home that someone asked for is not left out in silence. */
    private static Path named(Path home) throws IOException {
        if (!Files.isExecutable(home.resolve("bin").resolve("java"))) {
            throw new IllegalArgumentException(
                    "Expected homes of JDKs in nudge.jdks, got " + home + ": name folders that hold bin/java");
        }
        return home.toRealPath();
    }

    /** What a JDK says about itself in the file {@code release}; empty if it has none. */
    private static Properties release(Path home) throws IOException {
        Properties release = new Properties();
        Path file = home.resolve("release");
        if (Files.isReadable(file)) {
            release.load(new StringReader(Files.readString(file)));
        }
        return release;
    }
}
