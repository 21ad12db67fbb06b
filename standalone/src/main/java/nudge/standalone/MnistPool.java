package nudge.standalone;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import nudge.events.Split;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.ImageImport;
import nudge.labeller.image.NewImage;
import nudge.mnist.Mnist;

/** MNIST as the first images of the pool: its test images held out, with their labels; its training images without. */
final class MnistPool {
    private static final int BATCH = 1_000;
    /** As many as a page and its next tasks need, and the bulk view. */
    private static final int FIRST = 256;

    private static final String TEST_IMAGE = "MNIST test image ";
    private static final String TRAINING_IMAGE = "MNIST training image ";
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final ImageImport images;
    private final Path loaded;
    private final PrintWriter out;
    private final BooleanSupplier stopping;

    /**
     * The pool of a labeller.
     *
     * @param loaded the file that says that all are in the pool
     * @param stopping whether to leave the rest for the next time
     */
    MnistPool(ImageImport images, Path loaded, PrintWriter out, BooleanSupplier stopping) {
        this.images = images;
        this.loaded = loaded;
        this.out = out;
        this.stopping = stopping;
    }

    /** Adds a few images to label, so that people can begin before all are in the pool. */
    void addFirst() throws InterruptedException {
        if (!Files.exists(loaded)) {
            images.comeWithoutTwins();
            add(batch(Mnist.firstOfTrain(FIRST), 0, FIRST, Split.TRAIN, TRAINING_IMAGE));
        }
    }

    /** Adds what is not there yet; an import that was cut off goes on. */
    void fill() throws IOException, InterruptedException {
        if (Files.exists(loaded)) {
            return;
        }
        out.println("Adding MNIST to the pool: 10,000 held-out images with labels, 60,000 images to label");
        Mnist test = Mnist.test();
        Mnist train = Mnist.train();
        images.expect(test.size() + train.size());
        try (ProgressBar bar = new ProgressBar(out, "images", test.size() + train.size())) {
            add(test, Split.HELD_OUT, TEST_IMAGE, bar);
            add(train, Split.TRAIN, TRAINING_IMAGE, bar);
        } finally {
            images.expect(0);
        }
        if (!stopping.getAsBoolean()) {
            Files.createFile(loaded);
        }
    }

    private void add(Mnist part, Split split, String source, ProgressBar bar) throws InterruptedException {
        for (int from = 0; from < part.size() && !stopping.getAsBoolean(); from += BATCH) {
            List<NewImage> batch = batch(part, from, Math.min(part.size(), from + BATCH), split, source);
            add(batch);
            bar.add(batch.size());
        }
    }

    private static List<NewImage> batch(Mnist part, int from, int to, Split split, String source) {
        List<NewImage> batch = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            OptionalInt digit = split == Split.HELD_OUT ? OptionalInt.of(part.digit(i)) : OptionalInt.empty();
            batch.add(new NewImage(part.image(i), split, digit, source + i));
        }
        return batch;
    }

    /** What is there already is passed over, so that a batch can be sent again. */
    private void add(List<NewImage> batch) throws InterruptedException {
        for (long deadline = System.nanoTime() + PATIENCE_NS; ; TimeUnit.MILLISECONDS.sleep(500)) {
            try {
                images.add(batch);
                return;
            } catch (StoreUnavailableException down) {
                if (stopping.getAsBoolean()) {
                    return;
                }
                if (System.nanoTime() > deadline) {
                    throw new CommandFailedException("MNIST is not in the pool: " + down.getMessage()
                            + "; the next ./nudge up goes on where this one stopped");
                }
            }
        }
    }
}
