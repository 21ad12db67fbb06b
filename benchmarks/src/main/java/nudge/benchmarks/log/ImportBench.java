package nudge.benchmarks.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import nudge.benchmarks.Figure;
import nudge.embedded.EmbeddedPostgres;
import nudge.events.Split;
import nudge.labeller.database.Database;
import nudge.labeller.database.StatementPipeline;
import nudge.labeller.image.ImageCommand.Add;
import nudge.labeller.image.ImageImport;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.NewImage;
import nudge.labeller.image.Receipt;
import nudge.labeller.image.TwinSearch;
import nudge.labeller.intake.ImageImporter;
import nudge.labeller.log.GroupCommit;
import nudge.mnist.Mnist;

/**
 * Adds MNIST's 60,000 training images beside its 10,000 test images, which are held out: to a log that looks for near-duplicates,
 * and to one that does not, a batch in turn.
 */
final class ImportBench {
    private static final int BATCH = 2_000;
    private static final UUID ACTOR = new UUID(0, 1);
    private static final String HELD_OUT = "beside 10,000 held-out images";

    private final EmbeddedPostgres postgres;
    private final Mnist test = Mnist.test();
    private final Mnist train = Mnist.train();

    ImportBench(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** Adds a batch of MNIST's training images. */
    private interface Import {
        void add(int from, int to);
    }

    /** Images per second. */
    private record Rates(double searched, double unsearched) {}

    /** How fast images come in all at once, as Nudge brings its own, and out of a file that somebody sends. */
    List<Figure> run(int rounds) throws Exception {
        List<Rates> atOnce = new ArrayList<>();
        List<Rates> files = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            atOnce.add(measure("import_" + round, this::atOnce));
            files.add(measure("file_import_" + round, this::file));
        }
        return List.of(figure("import " + HELD_OUT, atOnce), figure("file import " + HELD_OUT, files));
    }

    private static Figure figure(String name, List<Rates> rounds) {
        return new Figure(
                name,
                Figure.median(rounds.stream().map(Rates::searched).toList()),
                "images/s",
                "without looking for near-duplicates",
                Figure.median(rounds.stream().map(Rates::unsearched).toList()));
    }

    private Import atOnce(BenchStore store) {
        ImageImport images = new ImageImport(store.log, new Database(store.database), ACTOR);
        return (from, to) -> {
            List<NewImage> batch = new ArrayList<>(to - from);
            for (int i = from; i < to; i++) {
                batch.add(new NewImage(train.image(i), Split.TRAIN, OptionalInt.empty(), "bench"));
            }
            images.add(batch);
        };
    }

    private Import file(BenchStore store) {
        return (from, to) -> {
            ImageImporter file = new ImageImporter(store.log, ACTOR, null, 0, false);
            for (int i = from; i < to; i++) {
                file.image("bench", train.image(i), null);
            }
            file.finish();
        };
    }

    private Rates measure(String name, Function<BenchStore, Import> way) throws Exception {
        try (BenchStore searched = new BenchStore(postgres, name + "_searched");
                BenchStore unsearched = new BenchStore(postgres, name + "_unsearched", Unsearched.WRAP)) {
            holdOut(searched);
            holdOut(unsearched);
            Import searching = way.apply(searched);
            Import notSearching = way.apply(unsearched);
            double with = 0;
            double without = 0;
            for (int from = 0; from < train.size(); from += BATCH) {
                // Whichever comes first has the colder caches.
                if (from / BATCH % 2 == 0) {
                    with += seconds(searching, from);
                    without += seconds(notSearching, from);
                } else {
                    without += seconds(notSearching, from);
                    with += seconds(searching, from);
                }
            }
            checkNoTwins(searched);
            return new Rates(train.size() / with, train.size() / without);
        }
    }

    private void holdOut(BenchStore store) throws SQLException {
        ImageImport images = new ImageImport(store.log, new Database(store.database), ACTOR);
        List<NewImage> batch = new ArrayList<>();
        for (int i = 0; i < test.size(); i++) {
            batch.add(new NewImage(test.image(i), Split.HELD_OUT, OptionalInt.of(test.digit(i)), "bench"));
        }
        images.add(batch);
        store.execute("ANALYZE");
    }

    private static double seconds(Import images, int from) {
        long start = System.nanoTime();
        images.add(from, from + BATCH);
        return (System.nanoTime() - start) / 1e9;
    }

    private static void checkNoTwins(BenchStore store) {
        long putAside = new Database(store.database)
                .withHandle(handle -> handle.select("SELECT put_aside FROM progress")
                        .mapTo(Long.class)
                        .one());
        if (putAside != 0) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "expected no near-duplicates among MNIST's images, got %,d that are put aside",
                    putAside));
        }
    }

    /** The labeller's transaction, told that no image has a near-duplicate. */
    private record Unsearched(GroupCommit.Transaction<LogRequest, Receipt> whole)
            implements GroupCommit.Transaction<LogRequest, Receipt> {
        static final UnaryOperator<GroupCommit.Transaction<LogRequest, Receipt>> WRAP = Unsearched::new;

        @Override
        public List<LogRequest> prepare(DataSource database, List<LogRequest> requests) throws SQLException {
            return whole.prepare(
                    database, requests.stream().map(Unsearched::unsearched).toList());
        }

        private static LogRequest unsearched(LogRequest request) {
            return request instanceof ImageRequest ofImage && ofImage.command() instanceof Add add
                    ? new ImageRequest(
                            ofImage.actor(),
                            ofImage.key(),
                            ofImage.image(),
                            ofImage.expected(),
                            new Add(add.pixels(), add.split(), add.digit(), add.source(), TwinSearch.NEEDLESS))
                    : request;
        }

        @Override
        public List<GroupCommit.Outcome<Receipt>> run(
                Connection connection, List<LogRequest> requests, StatementPipeline changes) throws SQLException {
            return whole.run(connection, requests, changes);
        }
    }
}
