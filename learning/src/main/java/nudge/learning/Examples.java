package nudge.learning;

import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import nudge.network.MiniBatch;
import nudge.network.SparseExamples;
import org.jspecify.annotations.Nullable;

/**
 * The images to learn from, each with its latest label. An image keeps its number, counted from 0 in the order of the log,
 * even while it has no label.
 *
 * <p>The first images lie on the heap in the form that is fastest to train on, those beyond the allowed memory in a
 * {@link PixelFile}. Where an image lies changes the speed and never the weights. Owned by one thread.
 */
final class Examples implements AutoCloseable {
    private final ImageIndex index = new ImageIndex();
    private final SparseExamples inMemory;
    private final long memory;
    private final Path folder;
    /** One image from the file: [inputs]. */
    private final byte[] pixels;

    private @Nullable PixelFile inFile;
    private final Labels labels = new Labels();

    /** @param memory bytes beyond which pixels go to a file in {@code folder} */
    Examples(int inputs, long memory, Path folder) {
        this.inMemory = new SparseExamples(inputs);
        this.pixels = new byte[inputs];
        this.memory = memory;
        this.folder = folder;
    }

    /** Images that ever had a label. */
    int size() {
        return index.size();
    }

    /** Images that have one now. */
    int labelled() {
        return labels.labelled();
    }

    boolean isLabelled(int number) {
        return labels.has(number);
    }

    /** The image's number, or -1 when it never had a label. */
    int find(UUID image) {
        return index.find(image);
    }

    /** Adds an image that {@link #find} does not know; returns its number. */
    int add(UUID image, byte[] itsPixels, int digit) {
        if (inFile == null && inMemory.bytes() < memory) {
            inMemory.add(itsPixels, 0, digit);
        } else {
            if (inFile == null) {
                inFile = new PixelFile(folder, pixels.length);
            }
            inFile.add(itsPixels);
        }
        labels.add(digit);
        return index.add(image);
    }

    /** Gives an image another label, or one again. */
    void relabel(int number, int digit) {
        labels.change(number, digit);
        if (number < inMemory.size()) {
            inMemory.relabel(number, digit);
        }
    }

    /** Takes an image's label away. */
    void retract(int number) {
        labels.retract(number);
    }

    /** Bytes of the file of pixels. */
    long bytesInFile() {
        return inFile == null ? 0 : (long) inFile.size() * pixels.length;
    }

    /** Appends the images {@code numbers[0, count)} to a mini-batch, in this order. Each must have a label. */
    void addTo(MiniBatch batch, int[] numbers, int count) {
        int from = 0;
        while (from < count) {
            int to = from;
            while (to < count && numbers[to] < inMemory.size()) {
                to++;
            }
            batch.addAll(inMemory, numbers, from, to - from);
            for (; to < count && numbers[to] >= inMemory.size(); to++) {
                addFromFile(batch, numbers[to]);
            }
            from = to;
        }
    }

    private void addFromFile(MiniBatch batch, int number) {
        PixelFile file = Objects.requireNonNull(inFile, "no file of pixels");
        file.read(number - inMemory.size(), pixels);
        batch.add(pixels, 0, labels.digit(number));
    }

    @Override
    public void close() {
        if (inFile != null) {
            inFile.close();
        }
    }
}
