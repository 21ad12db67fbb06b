package nudge.standalone;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nudge.embedded.ClassArchive;

/**
 * The class path of this JVM for programs in JVMs of their own. Where the modules are packaged, they get a class-data archive
 * as well, with which a labeller starts in half the time, as it does from its image and by {@code ./nudge up}. The first test
 * that wants it makes it, once after a build; the tests of other JVMs wait meanwhile.
 */
final class ServiceClassPath {
    private static final Path FOLDER = Path.of("target/service-archive").toAbsolutePath();
    private static final int PATIENCE_SECONDS = 90;

    private static List<String> options;

    private ServiceClassPath() {}

    /** Options of the java launcher. */
    static synchronized List<String> options() {
        if (options == null) {
            options = found();
        }
        return options;
    }

    private static List<String> found() {
        Map<Boolean, List<String>> parts = Stream.of(
                        System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .collect(Collectors.partitioningBy(part -> part.endsWith(".jar")));
        List<String> jars = parts.get(true);
        // An archive knows jars alone: folders stand behind them.
        List<String> all = new ArrayList<>(jars);
        all.addAll(parts.get(false));
        List<String> found = new ArrayList<>();
        if (jars.stream().anyMatch(jar -> jar.contains("/labeller-service-"))) {
            try {
                found.addAll(ClassArchive.from(archive(jars)));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        found.addAll(List.of("-cp", String.join(File.pathSeparator, all)));
        return List.copyOf(found);
    }

    private static Path archive(List<String> jars) throws IOException {
        StringBuilder made = new StringBuilder(System.getProperty("java.vm.version"));
        for (String jar : jars) {
            File file = new File(jar);
            made.append(jar).append(file.length()).append(file.lastModified());
        }
        UUID build = UUID.nameUUIDFromBytes(made.toString().getBytes(StandardCharsets.UTF_8));
        Path archive = FOLDER.resolve(build + ".jsa");
        Files.createDirectories(FOLDER);
        try (FileChannel others =
                        FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = others.lock()) {
            if (!Files.exists(archive) && held.isValid()) {
                make(archive, jars);
            }
        }
        return archive;
    }

    /** An archive that cannot be made is passed over: programs start without it, as those of an IDE do. */
    private static void make(Path archive, List<String> jars) throws IOException {
        try (Stream<Path> older = Files.list(FOLDER)) {
            for (Path each :
                    older.filter(file -> file.toString().endsWith(".jsa")).toList()) {
                Files.delete(each);
            }
        }
        Path unfinished = FOLDER.resolve("unfinished");
        Process rehearsal = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + NudgeProcess.VECTORS,
                        "-XX:ArchiveClassesAtExit=" + unfinished,
                        "-cp",
                        String.join(File.pathSeparator, jars),
                        "nudge.labeller.Rehearsal")
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("rehearsal.out").toFile())
                .start();
        try {
            if (rehearsal.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && Files.exists(unfinished)) {
                Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
                return;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        rehearsal.destroyForcibly();
        System.out.println(
                "nudge: services start without a class-data archive; see " + FOLDER.resolve("rehearsal.out"));
    }
}
