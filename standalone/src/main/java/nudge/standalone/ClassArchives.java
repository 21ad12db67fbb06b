package nudge.standalone;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nudge.embedded.BrokerArchive;
import nudge.embedded.ClassArchive;

/**
 * Makes the class-data archives with which {@code ./nudge up} and its broker start in half the time: starts a Nudge in a
 * folder that is deleted again, uses it a little, and archives what its JVM has loaded. Run by the launcher after a build,
 * with the JVM and the options of {@code up}.
 */
final class ClassArchives {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private ClassArchives() {}

    /** @param arguments the folder to write {@code up.jsa} and {@code broker.jsa} into */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0])).toAbsolutePath();
        Path work = Files.createTempDirectory(folder, "unfinished-");
        try {
            BrokerArchive.make(Files.createDirectory(work.resolve("broker")), folder.resolve("broker.jsa"));
            Path loaded = work.resolve("up.classes");
            rehearse(work, loaded);
            ClassArchive.write(jvm(), System.getProperty("java.class.path"), loaded, folder.resolve("up.jsa"));
        } finally {
            delete(work);
        }
    }

    /** This JVM, with the options that it was started with. */
    private static List<String> jvm() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        return command;
    }

    private static void rehearse(Path work, Path loaded) throws IOException, InterruptedException {
        Path data = work.resolve("data");
        List<String> command = jvm();
        command.add(ClassArchive.loadedInto(loaded));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("up", "--data", data.toString(), "--port", "0"));
        Process nudge = new ProcessBuilder(command).inheritIO().start();
        try {
            URI http =
                    await(nudge, () -> RunningNudge.running(data).orElseThrow()).http();
            Api api = new Api(http, () -> token(data));
            Api.Receipt receipt = api.label(api.tasks(1).get(0), 0, 0);
            await(nudge, () -> trained(api, receipt.position()));
        } finally {
            nudge.destroy();
            if (!nudge.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                nudge.destroyForcibly();
            }
        }
    }

    private static long trained(Api api, long position) throws InterruptedException {
        long trained = api.get("/api/progress").get("trained").asLong();
        if (trained < position) {
            throw new CommandFailedException("no checkpoint has learned the label yet");
        }
        return trained;
    }

    private static String token(Path data) {
        try {
            return Files.readString(Home.token(data)).strip();
        } catch (IOException unreadable) {
            throw new CommandFailedException("no token in " + data);
        }
    }

    /** What is there in time. */
    private static <T> T await(Process nudge, Callable<T> what) throws InterruptedException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); ; TimeUnit.MILLISECONDS.sleep(50)) {
            try {
                return what.call();
            } catch (InterruptedException stop) {
                throw stop;
            } catch (Exception notYet) {
                if (!nudge.isAlive() || System.nanoTime() > end) {
                    throw new CommandFailedException("the rehearsal did not come so far: " + notYet.getMessage());
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
