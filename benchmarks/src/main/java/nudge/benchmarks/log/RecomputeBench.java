package nudge.benchmarks.log;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import nudge.benchmarks.Figure;
import nudge.benchmarks.TemporaryFolder;
import nudge.embedded.EmbeddedPostgres;
import nudge.embedded.EmbeddedServers;
import nudge.events.Split;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand.GiveLabel;
import nudge.labeller.image.ImageImport;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.NewImage;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.quality.QualityCommand.Distrust;
import nudge.labeller.quality.QualityCommand.SetPolicy;
import nudge.quality.Policy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a distrust costs: the recompute of all that rested on somebody's labels, killed midway, and people's labels meanwhile. */
@Command(
        name = "recompute",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Two people label every image, and one of them is distrusted. The recompute is killed",
            "midway (kill -9) and started again; its result is compared with one that was not.",
            "Meanwhile four people label: their latency stands beside that without a recompute.",
            ""
        })
public final class RecomputeBench implements Callable<Integer> {
    private static final UUID ADMIN = new UUID(0, 9);
    private static final UUID GOOD = new UUID(0, 1);
    private static final UUID DISTRUSTED = new UUID(0, 2);
    private static final int PEOPLE = 4;
    private static final int THEIR_IMAGES = 2_000;
    private static final int BATCH = 1_024;
    /** Between two labels of a person: much faster than anybody is. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final Duration ALONE = Duration.ofSeconds(5);

    @Option(
            names = "--labels",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Labels in the log, two an image. Default: ${DEFAULT-VALUE}.")
    private int labels;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    private final List<UUID> images = new ArrayList<>();
    private final List<UUID> theirs = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        boolean same;
        try (TemporaryFolder home = TemporaryFolder.create("nudge-bench-recompute-");
                EmbeddedPostgres postgres = EmbeddedPostgres.start(
                        home.path().resolve("postgres"),
                        EmbeddedPostgres.Options.defaults().withBinaries(EmbeddedServers.cache()));
                BenchStore killed = new BenchStore(postgres, "killed");
                BenchStore whole = new BenchStore(postgres, "whole")) {
            fill(postgres, killed, "killed");
            fill(postgres, whole, "whole");
            List<Double> alone = latencies(killed, ALONE);
            distrust(whole);
            try (Worker worker = new Worker(postgres, "whole")) {
                show("recompute without a kill", worker.untilFinished(whole), "s");
            }
            List<Double> meanwhile = killMidway(postgres, killed);
            show("label meanwhile, median", at(meanwhile, 0.5), "ms", at(alone, 0.5));
            show("label meanwhile, 99 %", at(meanwhile, 0.99), "ms", at(alone, 0.99));
            same = result(killed).equals(result(whole));
            show(
                    "images opened",
                    Double.parseDouble(query(
                            killed,
                            "SELECT (data ->> 'opened')::float FROM event"
                                    + " WHERE type = 'recompute.finished' ORDER BY position DESC LIMIT 1")),
                    "images");
        }
        System.out.println(same ? "The result is the same as without a kill." : "The result is NOT the same!");
        return same ? 0 : 1;
    }

    private void fill(EmbeddedPostgres postgres, BenchStore store, String database) throws Exception {
        store.log
                .submit(new QualityRequest(ADMIN, new SetPolicy(Policy.Crowd.standard())))
                .join();
        // The policy is a cause of its own: what it asks for is done before the distrust.
        try (Worker worker = new Worker(postgres, database)) {
            worker.untilFinished(store);
        }
        images.clear();
        theirs.clear();
        SplittableRandom random = new SplittableRandom(1);
        ImageImport importer = new ImageImport(store.log, new Database(store.database), ADMIN);
        for (int from = 0; from < labels / 2 + THEIR_IMAGES; from += BATCH) {
            List<NewImage> batch = new ArrayList<>();
            for (int i = from; i < Math.min(labels / 2 + THEIR_IMAGES, from + BATCH); i++) {
                byte[] pixels = new byte[Pixels.COUNT];
                for (int ink = 0; ink < 150; ink++) {
                    pixels[random.nextInt(Pixels.COUNT)] = (byte) random.nextInt(1, 256);
                }
                batch.add(new NewImage(pixels, Split.TRAIN, OptionalInt.empty(), "bench"));
                (i < labels / 2 ? images : theirs).add(Pixels.of(pixels).imageId());
            }
            importer.add(batch);
        }
        label(store, GOOD);
        label(store, DISTRUSTED);
    }

    private void label(BenchStore store, UUID who) {
        for (int from = 0; from < images.size(); from += BATCH) {
            List<LogRequest> batch = new ArrayList<>();
            for (int i = from; i < Math.min(images.size(), from + BATCH); i++) {
                batch.add(new ImageRequest(who, null, images.get(i), null, new GiveLabel(i % 10, 850, null)));
            }
            store.log.submitAll(batch).forEach(CompletableFuture::join);
        }
    }

    private static void distrust(BenchStore store) {
        store.log
                .submit(new QualityRequest(ADMIN, new Distrust(DISTRUSTED, 0, null)))
                .join();
    }

    /** @return people's latencies from the distrust to the end of the recompute, in milliseconds */
    private List<Double> killMidway(EmbeddedPostgres postgres, BenchStore store) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<List<Double>> people = CompletableFuture.supplyAsync(() -> latencies(store, stop));
        distrust(store);
        long half = images.size() / 2;
        try (Worker worker = new Worker(postgres, "killed")) {
            while (opened(store) < half) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
            worker.kill();
        }
        show("images opened before the kill", opened(store), "images");
        try (Worker again = new Worker(postgres, "killed")) {
            show("from the restart to the end", again.untilFinished(store), "s");
        }
        stop.set(true);
        return people.join();
    }

    private static long opened(BenchStore store) throws SQLException {
        return Long.parseLong(query(
                store,
                "SELECT count(*) FROM image_state WHERE digit IS NULL" + " AND labels @> '[[\"" + GOOD + "\"]]'"));
    }

    private List<Double> latencies(BenchStore store, Duration time) {
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<List<Double>> people = CompletableFuture.supplyAsync(() -> latencies(store, stop));
        LockSupport.parkNanos(time.toNanos());
        stop.set(true);
        return people.join();
    }

    private List<Double> latencies(BenchStore store, AtomicBoolean stop) {
        ConcurrentLinkedQueue<Double> all = new ConcurrentLinkedQueue<>();
        List<Thread> people = new ArrayList<>();
        for (int person = 0; person < PEOPLE; person++) {
            int number = person;
            Thread thread = new Thread(() -> {
                for (int i = number; !stop.get(); i += PEOPLE) {
                    UUID image = theirs.get(i % theirs.size());
                    long sent = System.nanoTime();
                    store.log
                            .submit(new ImageRequest(
                                    new UUID(1, number), null, image, null, new GiveLabel(i % 10, 850, null)))
                            .join();
                    all.add((System.nanoTime() - sent) / 1e6);
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            });
            thread.start();
            people.add(thread);
        }
        for (Thread thread : people) {
            try {
                thread.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        List<Double> sorted = new ArrayList<>(all);
        Collections.sort(sorted);
        return sorted;
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size()));
    }

    /** What the images of both are now, without those that people label meanwhile; and what the log says of the recompute. */
    private static String result(BenchStore store) throws SQLException {
        return query(
                        store,
                        "SELECT md5(string_agg(image || coalesce(digit::text, '-'), '' ORDER BY image))"
                                + " FROM image_state WHERE labels @> '[[\"" + GOOD + "\"]]'")
                + query(
                        store,
                        "SELECT (data - 'cause')::text FROM event WHERE type = 'recompute.finished'"
                                + " ORDER BY position DESC LIMIT 1");
    }

    private static String query(BenchStore store, String sql) throws SQLException {
        try (Connection connection = store.database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private void show(String name, double value, String unit) {
        Figure.alone(name, value, unit).print(json);
    }

    private void show(String name, double value, String unit, double without) {
        new Figure(name, value, unit, "without a recompute", without).print(json);
    }

    /** The work in the background in a process of its own. */
    private static final class Worker implements AutoCloseable {
        private final long began = System.nanoTime();
        private final Process process;

        Worker(EmbeddedPostgres postgres, String database) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            RecomputeWorker.class.getName(),
                            postgres.jdbcUrl(database),
                            postgres.user())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put(RecomputeWorker.PASSWORD, postgres.password());
            process = builder.start();
        }

        /** @return seconds since it was started */
        double untilFinished(BenchStore store) throws SQLException {
            while (Long.parseLong(query(store, "SELECT jsonb_array_length(state -> 'due') FROM quality")) > 0) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            return (System.nanoTime() - began) / 1e9;
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }

        @Override
        public void close() {
            kill();
        }
    }
}
