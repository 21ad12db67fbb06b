package nudge.learning;

import java.util.Arrays;
import java.util.UUID;
import nudge.network.Evaluation;
import nudge.network.Network;
import nudge.network.SparseExamples;

/**
 * The images that are never trained on, each with its latest label. The network is measured on the first
 * {@value #MEASURED} of them, so that the time of a measurement is bounded. Owned by one thread.
 */
final class HeldOutSet {
    static final int MEASURED = 20_000;

    private final int inputs;
    private final ImageIndex index = new ImageIndex();
    /** Pixels of the first {@link #MEASURED} images, by number: [images][inputs]. */
    private byte[][] pixels = new byte[64][];

    private final Labels labels = new Labels();
    /** The images that are measured on; not up to date when {@link #stale}. */
    private SparseExamples measured;

    private boolean stale;

    HeldOutSet(int inputs) {
        this.inputs = inputs;
        this.measured = new SparseExamples(inputs);
    }

    /** The image's number, or -1 when it never had a label. */
    int find(UUID image) {
        return index.find(image);
    }

    /** Held-out images that have a label now. */
    int labelled() {
        return labels.labelled();
    }

    /** Adds an image that {@link #find} does not know. */
    void add(UUID image, byte[] itsPixels, int digit) {
        int number = index.add(image);
        labels.add(digit);
        if (number < MEASURED) {
            if (number == pixels.length) {
                pixels = Arrays.copyOf(pixels, Math.min(MEASURED, 2 * number));
            }
            pixels[number] = itsPixels.clone();
            measured.add(itsPixels, 0, digit);
        }
    }

    /** Gives an image another label, or one again. */
    void relabel(int number, int digit) {
        stale |= labels.change(number, digit) && number < MEASURED;
    }

    /** Takes an image's label away. */
    void retract(int number) {
        stale |= labels.retract(number) && number < MEASURED;
    }

    /** How the network does on those of the first {@value #MEASURED} images that have a label. */
    Evaluation measure(Network network) {
        if (stale) {
            measured = new SparseExamples(inputs);
            for (int number = 0; number < Math.min(MEASURED, index.size()); number++) {
                if (labels.has(number)) {
                    measured.add(pixels[number], 0, labels.digit(number));
                }
            }
            stale = false;
        }
        return Evaluation.of(network, measured);
    }
}
