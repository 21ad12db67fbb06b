package nudge.benchmarks.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import nudge.benchmarks.Figure;
import nudge.events.Split;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageImport;
import nudge.labeller.image.NewImage;
import nudge.labeller.image.Pixels;
import nudge.labeller.queue.TaskQueue;

/** What an image costs to add, and a task to get, in a small pool and in a large one. */
final class PoolBench {
    static final int STEP = 60_000;
    private static final int BATCH = 2_000;
    private static final int TASKS = 1_000;

    private final BenchStore store;
    private final List<UUID> images = new ArrayList<>();
    private final Random random = new Random(1);

    PoolBench(BenchStore store) {
        this.store = store;
    }

    /** Images that wait for a label, in an order that has nothing to do with the import's: as tasks are handed out. */
    List<UUID> images() {
        List<UUID> shuffled = new ArrayList<>(images);
        Collections.shuffle(shuffled, new Random(1));
        return shuffled;
    }

    /** Adds so many times 60,000 images. */
    Figure addImages(int steps) throws Exception {
        ImageImport importer = new ImageImport(store.log, new Database(store.database), new UUID(0, 1));
        double seconds = 0;
        int before = images.size();
        for (int from = 0; from < steps * STEP; from += BATCH) {
            List<NewImage> batch = batch();
            long start = System.nanoTime();
            importer.add(batch);
            seconds += (System.nanoTime() - start) / 1e9;
        }
        store.execute("ANALYZE");
        return Figure.alone(
                String.format(Locale.ROOT, "import of images %,d to %,d", before + 1, images.size()),
                steps * STEP / seconds,
                "images/s");
    }

    private List<NewImage> batch() {
        List<NewImage> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            byte[] pixels = new byte[Pixels.COUNT];
            // About as many strokes as a digit has.
            for (int stroke = 0; stroke < 150; stroke++) {
                pixels[random.nextInt(Pixels.COUNT)] = (byte) random.nextInt();
            }
            images.add(Pixels.of(pixels).imageId());
            batch.add(new NewImage(pixels, Split.TRAIN, OptionalInt.empty(), "bench"));
        }
        return batch;
    }

    /** Leases tasks one by one, which stay leased: each is behind all that were handed out before. */
    List<Figure> nextTask() {
        TaskQueue queue = new TaskQueue(new Database(store.database), Duration.ofHours(1));
        queue.lease(10_000);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            long start = System.nanoTime();
            queue.lease(1);
            millis.add((System.nanoTime() - start) / 1e6);
        }
        millis.sort(null);
        String pool = String.format(Locale.ROOT, " of %,d images", images.size());
        return List.of(
                Figure.alone("next task" + pool + ", median", millis.get(TASKS / 2), "ms"),
                Figure.alone("next task" + pool + ", 99 %", millis.get(TASKS * 99 / 100), "ms"));
    }
}
