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

    /** Adds what is not there yet; an import that was cut off goes on. */
    void fill() throws IOException, InterruptedException {
        if (Files.exists(loaded)) {
            return;
        }
        Mnist test = Mnist.test();
        Mnist train = Mnist.train();
        out.println("Adding MNIST to the pool: 10,000 held-out images with labels, 60,000 images to label");
        try (ProgressBar bar = new ProgressBar(out, "images", test.size() + train.size())) {
            add(test, Split.HELD_OUT, "MNIST test image ", bar);
            add(train, Split.TRAIN, "MNIST training image ", bar);
        }
        if (!stopping.getAsBoolean()) {
            Files.createFile(loaded);
        }
    }

    private void add(Mnist part, Split split, String source, ProgressBar bar) throws InterruptedException {
        for (int from = 0; from < part.size() && !stopping.getAsBoolean(); from += BATCH) {
            List<NewImage> batch = new ArrayList<>(BATCH);
            for (int i = from; i < Math.min(part.size(), from + BATCH); i++) {
                OptionalInt digit = split == Split.HELD_OUT ? OptionalInt.of(part.digit(i)) : OptionalInt.empty();
                batch.add(new NewImage(part.image(i), split, digit, source + i));
            }
            add(batch);
            bar.add(batch.size());
        }
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
