package nudge.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Class-data archives (AppCDS): the classes that a JVM loaded in one run, read and checked, for the next ones to map into
 * their memory. An archive belongs to one JVM, one class path and one kind of heap; any other JVM starts without it.
 */
public final class ClassArchive {
    private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/(.+)\\.class");

    /** What else a JVM warns of is said as it would be, on the standard error. */
    private static final List<String> SILENCE = List.of("-Xlog:disable", "-Xlog:all=warning,cds*=off:stderr");

    private ClassArchive() {}

    /** The option with which a JVM writes down what it loads, until it ends. */
    public static String loadedInto(Path list) {
        return "-XX:DumpLoadedClassList=" + list;
    }

    /** The options with which a JVM starts from an archive; what does not fit is passed over in silence. */
    public static List<String> from(Path archive) {
        return Stream.concat(Stream.of("-XX:SharedArchiveFile=" + archive), SILENCE.stream())
                .toList();
    }

    /**
     * Writes an archive, whole or not at all.
     *
     * @param jvm the command of the JVM that it is for: the program and the options that make its heap
     * @param classPath of that JVM
     * @param loaded what that JVM wrote down with {@link #loadedInto}
     * @throws EmbeddedServerException when that JVM cannot make it
     */
    public static void write(List<String> jvm, String classPath, Path loaded, Path archive) throws IOException {
        Path wanted = loaded.resolveSibling(loaded.getFileName() + ".wanted");
        Files.write(wanted, wanted(Files.readAllLines(loaded), versioned(classPath)));
        Path unfinished = loaded.resolveSibling(archive.getFileName());
        List<String> command = new ArrayList<>(jvm);
        command.addAll(List.of(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + wanted,
                "-XX:SharedArchiveFile=" + unfinished,
                "-cp",
                classPath));
        command.addAll(1, SILENCE);
        Command.run(command);
        Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Without what JDK 17 looks for where it is not, and crashes, once a recording or an agent is started: classes that a
     * jar has in several versions, and those that the JVM makes itself.
     */
    static List<String> wanted(List<String> loaded, Set<String> versioned) {
        return loaded.stream()
                .filter(line -> !line.contains("[SPECIES_RESOLVE]"))
                .filter(line -> !versioned.contains(name(line)))
                .toList();
    }

    /** The class that a line of the list speaks of. */
    private static String name(String line) {
        String[] words = line.split(" ", 3);
        return words[0].startsWith("@") && words.length > 1 ? words[1] : words[0];
    }

    /** The names of classes, with slashes, that a jar of the class path has for some versions of Java. */
    static Set<String> versioned(String classPath) throws IOException {
        Set<String> names = new HashSet<>();
        for (String part : classPath.split(Pattern.quote(File.pathSeparator))) {
            if (part.endsWith(".jar")) {
                try (JarFile jar = new JarFile(part)) {
                    try (Stream<String> entries = jar.stream().map(entry -> entry.getName())) {
                        entries.map(VERSIONED::matcher)
                                .filter(Matcher::matches)
                                .map(entry -> entry.group(1))
                                .forEach(names::add);
                    }
                }
            }
        }
        return names;
    }
}
