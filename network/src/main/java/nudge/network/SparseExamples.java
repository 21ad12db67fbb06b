package nudge.network;

import java.util.Arrays;
import java.util.Objects;

/**
 * Labelled images in memory, each encoded once as the index of its non-zero pixels, for training and scoring at full speed:
 * about 660 bytes for a handwritten digit of 784 pixels. Grows as examples are added. Not safe for use while another thread
 * adds.
 */
public final class SparseExamples {
    /** The most entries in one store: 8 GB of them. */
    private static final int MOST_ENTRIES = Integer.MAX_VALUE - 64;

    private static final int CACHE_LINE_INTS = 16;

    private final int inputs;
    private final int[] pixelScratch;
    private final float[] valueScratch;
    /** Entries, pixel << 8 | value, of one example after the other. */
    private int[] entries = new int[1024];
    /** Example i: its first entry, and the first of its second half, at 2i and 2i + 1; behind the last, the end. */
    private int[] bounds = new int[33];

    private byte[] digits = new byte[16];
    private int size;

    public SparseExamples(int inputs) {
        if (inputs < 1 || inputs > NetworkSpec.MAX_UNITS) {
            throw new IllegalArgumentException(
                    "Expected 1 to %d pixels an image, came %d: pass the network's input size"
                            .formatted(NetworkSpec.MAX_UNITS, inputs));
        }
        this.inputs = inputs;
        this.pixelScratch = new int[PixelIndex.mostEntries(inputs)];
        this.valueScratch = new float[PixelIndex.mostEntries(inputs)];
    }

    public int inputs() {
        return inputs;
    }

    public int size() {
        return size;
    }

    public int digit(int example) {
        return digits[Objects.checkIndex(example, size)];
    }

    /**
     * Appends an example and returns its number.
     *
     * @throws IllegalArgumentException when the image is not whole, or the digit not 0..127
     * @throws IllegalStateException when the store is full
     */
    public int add(byte[] pixels, int offset, int digit) {
        PixelIndex.checkRange(pixels, offset, inputs);
        checkDigit(digit);
        int middle = PixelIndex.encode(pixels, offset, 0, PixelIndex.middle(inputs), pixelScratch, valueScratch, 0);
        int end = PixelIndex.encode(
                pixels, offset, PixelIndex.middle(inputs), inputs, pixelScratch, valueScratch, middle);
        makeRoom(end);
        int start = bounds[2 * size];
        for (int k = 0; k < end; k++) {
            entries[start + k] = pixelScratch[k] << 8 | (int) valueScratch[k];
        }
        bounds[2 * size + 1] = start + middle;
        bounds[2 * size + 2] = start + end;
        digits[size] = (byte) digit;
        return size++;
    }

    /** Gives an example another digit; the image stays. */
    public void relabel(int example, int digit) {
        checkDigit(digit);
        digits[Objects.checkIndex(example, size)] = (byte) digit;
    }

    private static void checkDigit(int digit) {
        if (digit < 0 || digit > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("Expected a digit from 0 on, came " + digit + ": label the example");
        }
    }

    int start(int example) {
        return bounds[2 * Objects.checkIndex(example, size)];
    }

    int middle(int example) {
        return bounds[2 * example + 1];
    }

    int end(int example) {
        return bounds[2 * example + 2];
    }

    /** Bytes that the examples take, without the room for more: at most half as much again. */
    public long bytes() {
        return 4L * bounds[2 * size] + 9L * size;
    }

    /** Unpacks entries [from, to) to position k of pixel and value. */
    void unpack(int from, int to, int[] pixel, float[] value, int k) {
        Kernels.fastest().unpack(entries, from, to, pixel, value, k);
    }

    /** Reads a word of each cache line of some examples, all independent of one another, so that memory answers in parallel. */
    int touch(int[] numbers, int from, int count) {
        int sum = 0;
        for (int i = from; i < from + count; i++) {
            int example = Objects.checkIndex(numbers[i], size);
            int end = bounds[2 * example + 2];
            for (int k = bounds[2 * example]; k < end; k += CACHE_LINE_INTS) {
                sum += entries[k];
            }
        }
        return sum;
    }

    private void makeRoom(int added) {
        long needed = (long) bounds[2 * size] + added + Layer.BLOCK;
        if (needed > MOST_ENTRIES) {
            throw new IllegalStateException(
                    "Expected at most %d entries, example %d needs %d: keep the images outside and add them to mini-batches"
                            .formatted(MOST_ENTRIES, size, needed));
        }
        if (needed > entries.length) {
            entries = Arrays.copyOf(entries, (int) Math.min(MOST_ENTRIES, Math.max(needed, entries.length * 3L / 2)));
        }
        if (size == digits.length) {
            digits = Arrays.copyOf(digits, size * 2);
            bounds = Arrays.copyOf(bounds, size * 4 + 1);
        }
    }
}
