package nudge.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import nudge.standalone.CommandFailedException;

/** {@code ./nudge up} of a checkout, on a free port, from its start until it is stopped. */
final class StartedNudge implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final long LOOK_MS = 10;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final Path data;
    private final Path output;
    private final String address;
    private final Process process;
    private final long began;

    /**
     * When it came so far, in seconds after the launcher was started.
     *
     * @param told the address is on the terminal
     * @param task the REST API hands out a task
     */
    record Times(double told, double task) {}

    private StartedNudge(Path checkout, Path data, String... options) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        this.data = data;
        this.address = "http://127.0.0.1:" + port;
        this.output = data.resolveSibling(data.getFileName() + ".out");
        List<String> command = new ArrayList<>(List.of(
                checkout.resolve("nudge").toString(), "up", "--port", String.valueOf(port), "--data", data.toString()));
        command.addAll(List.of(options));
        ProcessBuilder up = new ProcessBuilder(command);
        up.redirectErrorStream(true).redirectOutput(output.toFile());
        began = System.nanoTime();
        process = up.start();
    }

    /** Starts once, until all of MNIST is in the data folder. */
    static void fill(Path checkout, Path data) throws IOException, InterruptedException {
        try (StartedNudge nudge = new StartedNudge(checkout, data)) {
            nudge.await(nudge::hasTold);
            nudge.await(() -> Files.exists(data.resolve("mnist-loaded")));
        }
    }

    /** Starts, and goes on once the address is on the terminal. */
    static StartedNudge start(Path checkout, Path data, String... options) throws IOException, InterruptedException {
        StartedNudge nudge = new StartedNudge(checkout, data, options);
        try {
            nudge.await(nudge::hasTold);
            return nudge;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            nudge.close();
            throw failed;
        }
    }

    /** Starts, until there is a task. */
    static Times measure(Path checkout, Path data, String... options) throws IOException, InterruptedException {
        try (StartedNudge nudge = new StartedNudge(checkout, data, options)) {
            double[] told = {0};
            double[] task = {0};
            nudge.await(() -> {
                if (task[0] == 0 && nudge.hasTask()) {
                    task[0] = nudge.seconds();
                }
                if (told[0] == 0 && nudge.hasTold()) {
                    told[0] = nudge.seconds();
                }
                return told[0] > 0 && task[0] > 0;
            });
            return new Times(told[0], task[0]);
        }
    }

    /** Since the launcher was started. */
    double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    private void await(BooleanSupplier condition) throws IOException, InterruptedException {
        for (long end = System.nanoTime() + START.toNanos(); !condition.getAsBoolean(); Thread.sleep(LOOK_MS)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new CommandFailedException(
                        "expected ./nudge up to start, but it said: " + Files.readString(output));
            }
        }
    }

    private boolean hasTold() {
        try {
            return Files.readString(output).contains(address);
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The token is there before the address is. */
    private boolean hasTask() {
        try {
            String token = Files.readString(data.resolve("token")).strip();
            HttpResponse<String> tasks = client.send(
                    HttpRequest.newBuilder(URI.create(address + "/api/tasks?count=1"))
                            .header("Authorization", "Bearer " + token)
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    BodyHandlers.ofString());
            return tasks.statusCode() == 200 && tasks.body().contains("\"image\"");
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Asks it to stop, and waits until nothing of it is left. */
    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> all = List.copyOf(process.descendants().toList());
        process.destroy();
        long end = System.nanoTime() + STOP.toNanos();
        while (System.nanoTime() < end && (process.isAlive() || all.stream().anyMatch(ProcessHandle::isAlive))) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
