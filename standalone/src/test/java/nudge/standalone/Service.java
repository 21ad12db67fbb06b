package nudge.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own that is started again when it ends, as a service manager does. */
final class Service implements AutoCloseable {
    private static final Executor AFTER_A_MOMENT = CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

    private static final int LAST_LINES = 15;

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path output;
    private final MovedClock clock;
    private Process process;
    private int starts;
    private boolean closed;

    private Service(List<String> command, Map<String, String> environment, Path output, MovedClock clock) {
        this.command = command;
        this.environment = environment;
        this.output = output;
        this.clock = clock;
        this.process = launch();
    }

    /** @param folder where its output goes, and its clock */
    static Service start(String name, Class<?> program, Map<String, String> environment, Path folder) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "@" + NudgeProcess.VECTORS,
                "-Dlogback.configurationFile=logback-service.xml",
                "-Dlogging.config=classpath:logback-service.xml"));
        command.addAll(ServiceClassPath.options());
        command.add(program.getName());
        return new Service(
                command, environment, folder.resolve(name + ".out"), MovedClock.in(folder.resolve(name + ".clock")));
    }

    private Process launch() {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().putAll(environment);
            builder.environment().putAll(clock.environment());
            Process started = builder.start();
            starts++;
            started.onExit().thenRunAsync(() -> restart(started.pid()), AFTER_A_MOMENT);
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private synchronized void restart(long ended) {
        MovedClock.cleanUpAfter(ended);
        if (!closed) {
            process = launch();
        }
    }

    /** How often it was started: once, and again after each end. */
    synchronized int starts() {
        return starts;
    }

    /** The end of what it printed, under its name. */
    String lastWords() throws IOException {
        return lastWords(output);
    }

    /** The end of a file, under its name. */
    static String lastWords(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return file.getFileName() + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())) + "\n";
    }

    /** The clock that it goes by, now and after each start. */
    MovedClock clock() {
        return clock;
    }

    synchronized ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            process.destroyForcibly();
        }
        process.waitFor();
        MovedClock.cleanUpAfter(process.pid());
    }
}
