package nudge.benchmarks.log;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import nudge.embedded.EmbeddedPostgres;
import nudge.embedded.EmbeddedServers;
import nudge.events.Split;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand.GiveLabel;
import nudge.labeller.image.ImageImport;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.ImageTransaction;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.NewImage;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.Receipt;
import nudge.labeller.log.EventIds;
import nudge.labeller.log.GroupCommit;

/** Makes the log of a Nudge that does not run longer, in bulk, by the code with which the labeller appends. */
public final class LogFilling {
    /** So many of the images have known digits, as a measure of accuracy, however many there are. */
    private static final int HELD_OUT = 1_000;

    private static final int BATCH = 1_024;
    /** About as many pixels with ink as a digit has. */
    private static final int INK = 150;

    private static final String DATABASE = "nudge";
    private static final UUID ACTOR = new UUID(0, 1);

    private final GroupCommit<LogRequest, Receipt> log;
    private final SplittableRandom random;
    private final List<UUID> unlabelled = new ArrayList<>();

    private LogFilling(GroupCommit<LogRequest, Receipt> log, long seed) {
        this.log = log;
        this.random = new SplittableRandom(seed);
    }

    /**
     * How long it took.
     *
     * @param images seconds
     * @param labels seconds
     */
    public record Times(double images, double labels) {}

    /**
     * Adds images, each of other pixels, and labels some of them.
     *
     * @param data the folder of a Nudge that was started before, with an empty pool, and stopped
     * @param labels of so many images, the first ones
     */
    public static Times fill(Path data, int images, int labels) throws SQLException, InterruptedException {
        EmbeddedPostgres.Options options = EmbeddedPostgres.Options.defaults().withBinaries(EmbeddedServers.cache());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data.resolve("postgres"), options);
                HikariDataSource pool = BenchStore.pool(postgres.jdbcUrl(DATABASE), postgres, 4);
                GroupCommit<LogRequest, Receipt> log = new GroupCommit<>(
                        pool, new ImageTransaction(Clock.systemUTC(), new EventIds(Clock.systemUTC())), () -> {})) {
            LogFilling filling = new LogFilling(log, images);
            long began = System.nanoTime();
            filling.addImages(new ImageImport(log, new Database(pool), ACTOR), images);
            long added = System.nanoTime();
            filling.label(labels);
            long labelled = System.nanoTime();
            vacuum(pool);
            return new Times((added - began) / 1e9, (labelled - added) / 1e9);
        }
    }

    private void addImages(ImageImport importer, int images) {
        for (int from = 0; from < images; from += BATCH) {
            List<NewImage> batch = new ArrayList<>(BATCH);
            for (int i = from; i < Math.min(images, from + BATCH); i++) {
                batch.add(image(i));
            }
            importer.add(batch);
        }
    }

    private NewImage image(int number) {
        byte[] pixels = new byte[Pixels.COUNT];
        for (int i = 0; i < INK; i++) {
            pixels[random.nextInt(Pixels.COUNT)] = (byte) random.nextInt(1, 256);
        }
        if (number < HELD_OUT) {
            return new NewImage(pixels, Split.HELD_OUT, OptionalInt.of(number % 10), "bench");
        }
        unlabelled.add(Pixels.of(pixels).imageId());
        return new NewImage(pixels, Split.TRAIN, OptionalInt.empty(), "bench");
    }

    private void label(int labels) {
        List<UUID> images = unlabelled.subList(0, Math.min(labels, unlabelled.size()));
        for (int from = 0; from < images.size(); from += BATCH) {
            List<ImageRequest> batch = new ArrayList<>(BATCH);
            for (int i = from; i < Math.min(images.size(), from + BATCH); i++) {
                batch.add(new ImageRequest(ACTOR, null, images.get(i), null, new GiveLabel(i % 10, 850, null)));
            }
            log.submitAll(batch).forEach(CompletableFuture::join);
        }
    }

    /** As a service that runs for long has done by itself. */
    private static void vacuum(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
        }
    }
}
