package nudge.trainer;

import java.util.Arrays;
import java.util.UUID;
import nudge.network.Evaluation;
import nudge.network.Network;
import nudge.network.SparseExamples;

/**
 * The images that are never trained on, each with its latest label. The network is measured on the first
 * {@value #MEASURED} of them, so that measuring takes a bounded time. Owned by one thread.
 */
final class HeldOut {
    static final int MEASURED = 20_000;
    private static final byte NONE = -1;

    private final int inputs;
    private final ImageIndex index = new ImageIndex();
    private byte[][] pixels = new byte[64][];
    private byte[] digits = new byte[64];
    private int labelled;
    private SparseExamples measured;
    private boolean stale;

    HeldOut(int inputs) {
        this.inputs = inputs;
        this.measured = new SparseExamples(inputs);
    }

    boolean contains(UUID image) {
        return index.find(image) >= 0;
    }

    /** Held-out images that have a label now. */
    int labelled() {
        return labelled;
    }

    void label(UUID image, byte[] itsPixels, int digit) {
        int number = index.find(image);
        if (number < 0) {
            add(image, itsPixels, digit);
        } else {
            labelled += digits[number] == NONE ? 1 : 0;
            stale |= number < MEASURED && digits[number] != digit;
            digits[number] = (byte) digit;
        }
    }

    private void add(UUID image, byte[] itsPixels, int digit) {
        int number = index.add(image);
        if (number == digits.length) {
            digits = Arrays.copyOf(digits, 2 * number);
            pixels = Arrays.copyOf(pixels, Math.min(MEASURED, 2 * number));
        }
        digits[number] = (byte) digit;
        labelled++;
        if (number < MEASURED) {
            pixels[number] = itsPixels.clone();
            measured.add(itsPixels, 0, digit);
        }
    }

    void retract(UUID image) {
        int number = index.find(image);
        if (number >= 0 && digits[number] != NONE) {
            digits[number] = NONE;
            labelled--;
            stale |= number < MEASURED;
        }
    }

    /** How the network does on the images that have a label. */
    Evaluation measure(Network network) {
        if (stale) {
            measured = new SparseExamples(inputs);
            for (int number = 0; number < Math.min(MEASURED, index.size()); number++) {
                if (digits[number] != NONE) {
                    measured.add(pixels[number], 0, digits[number]);
                }
            }
            stale = false;
        }
        return Evaluation.of(network, measured);
    }
}
