package nudge.network;

import java.util.Arrays;
import java.util.Objects;

/**
 * Labelled images in memory, each encoded once as the index of its non-zero pixels, for training and scoring at full speed:
 * about 340 bytes for a handwritten digit of 784 pixels. Grows as examples are added. Not safe for use while another thread
 * adds.
 *
 * <p>An entry of {@link PixelIndex} takes 16 bits, {@code pixel / 4 << 8 | value}, because its place tells the pixel modulo 4.
 * Of the entries of one half of an image the first ones are in the words' lower halves and the rest in the upper ones. Images
 * of more than 1,024 pixels take a word an entry, {@code pixel << 8 | value}. An image whose entries would take more words than
 * its pixels is kept as pixels, four a word.
 */
public final class SparseExamples {
    private static final int MOST_WORDS = Integer.MAX_VALUE - 64;
    private static final int MOST_NARROW_PIXELS = 1024;
    private static final int CACHE_LINE_WORDS = 16;

    private final int inputs;
    private final boolean wide;
    /** The words of an image that is kept as pixels: whole runs of {@link DenseImages}. */
    private final int pixelWords;

    private final int[] pixelScratch;
    private final float[] valueScratch;
    private int[] words = new int[1024];
    /** Example i has words [start[i], start[i + 1]), those of its second half behind those of the first. */
    private int[] start = new int[17];
    /** How many entries each of the four chains has in half h of example i, at 2i + h. */
    private char[] chains = new char[32];

    private byte[] digits = new byte[16];
    private int size;

    public SparseExamples(int inputs) {
        if (inputs < 1 || inputs > NetworkSpec.MAX_UNITS) {
            throw new IllegalArgumentException(
                    "Expected 1 to %d pixels an image, came %d: pass the network's input size"
                            .formatted(NetworkSpec.MAX_UNITS, inputs));
        }
        this.inputs = inputs;
        this.wide = inputs > MOST_NARROW_PIXELS;
        this.pixelWords = Layer.padded((inputs + 3) / 4, DenseImages.RUN);
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
        makeRoom();
        int middle = pack(pixels, offset, 0, start[size]);
        start[size + 1] = pack(pixels, offset, 1, middle);
        if (isDense(size)) {
            start[size + 1] = packPixels(pixels, offset, start[size]);
        }
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

    /** Bytes that the examples take, without the room for more: at most half as much again. */
    public long bytes() {
        return 4L * start[size] + 9L * size;
    }

    /** How many entries half 0 or 1 of an example has. */
    int entries(int example, int half) {
        return 4 * chains[2 * example + half];
    }

    /** Whether an example is kept as pixels. */
    private boolean isDense(int example) {
        return wordsOf(chains[2 * example]) + wordsOf(chains[2 * example + 1]) > pixelWords;
    }

    /** Writes half 0 or 1 of an example where b's entries begin. */
    void unpack(int example, int half, ImageHalf target, int b) {
        if (isDense(example)) {
            target.encode(words, start[example], b);
            return;
        }
        int entries = entries(example, half);
        int from = half == 0 ? start[example] : start[example] + wordsOf(chains[2 * example]);
        if (wide) {
            unpackWide(from, entries, target, b);
        } else {
            int low = 4 * ((entries / 4 + 1) / 2);
            Kernels.fastest().unpack(words, from, low, entries - low, target, b);
        }
    }

    /** Spreads an example's pixels out into {@link DenseImages}, whose image at {@code at} is 0 before. */
    void spread(int example, float[] images, int at) {
        if (isDense(example)) {
            Kernels.fastest().spread(words, start[example], pixelWords, images, at);
            return;
        }
        int from = start[example];
        for (int half = 0; half < 2; half++) {
            int count = wordsOf(chains[2 * example + half]);
            for (int i = 0; i < count; i++) {
                spreadWord(words[from + i], i % 4, images, at);
            }
            from += count;
        }
    }

    /** A filler's 0 may come before or after its pixel's value: 0 is what is there. */
    private void spreadWord(int word, int chain, float[] images, int at) {
        if (wide) {
            spread(word >>> 8, word & 0xff, images, at);
            return;
        }
        spread((word >>> 8 & 0xff) * 4 + chain, word & 0xff, images, at);
        spread((word >>> 24) * 4 + chain, word >>> 16 & 0xff, images, at);
    }

    private static void spread(int pixel, int value, float[] images, int at) {
        if (value != 0) {
            DenseImages.set(images, at, pixel, value);
        }
    }

    /**
     * Reads a word of each cache line of examples numbers[from, to), of half 0, 1 or both (-1): all independent of one another,
     * so that memory answers in parallel.
     */
    int touch(int[] numbers, int from, int to, int half) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            int example = numbers[i];
            int middle = Math.min(start[example] + wordsOf(chains[2 * example]), start[example + 1]);
            int end = half == 0 ? middle : start[example + 1];
            for (int k = half == 1 ? middle : start[example]; k < end; k += CACHE_LINE_WORDS) {
                sum += words[k];
            }
        }
        return sum;
    }

    private int pack(byte[] pixels, int offset, int half, int at) {
        int from = PixelIndex.begin(half, inputs);
        int to = PixelIndex.begin(half + 1, inputs);
        int entries = PixelIndex.encode(pixels, offset, from, to, 0, pixelScratch, valueScratch, 0);
        chains[2 * size + half] = (char) (entries / 4);
        int count = wordsOf(entries / 4);
        for (int k = 0; k < count; k++) {
            words[at + k] = wide
                    ? pixelScratch[k] << 8 | (int) valueScratch[k]
                    : narrow(k) | (k + count < entries ? narrow(k + count) << 16 : 0);
        }
        return at + count;
    }

    private int packPixels(byte[] pixels, int offset, int at) {
        Arrays.fill(words, at, at + pixelWords, 0);
        for (int p = 0; p < inputs; p++) {
            words[at + p / 4] |= (pixels[offset + p] & 0xff) << 8 * (p % 4);
        }
        return at + pixelWords;
    }

    private int narrow(int k) {
        return pixelScratch[k] / 4 << 8 | (int) valueScratch[k];
    }

    private int wordsOf(int chainLength) {
        return wide ? 4 * chainLength : 4 * ((chainLength + 1) / 2);
    }

    private void unpackWide(int from, int entries, ImageHalf target, int b) {
        int k = target.start[b];
        for (int i = 0; i < entries; i++) {
            target.row[k + i] = words[from + i] >>> 8 << target.rowShift;
            target.value[k + i] = words[from + i] & 0xff;
        }
        Arrays.fill(target.nudges, k / 4, (k + entries) / 4, target.nudgesOf(b));
    }

    private void makeRoom() {
        long needed = (long) start[size] + PixelIndex.mostEntries(inputs) + Layer.BLOCK;
        if (needed > MOST_WORDS) {
            throw new IllegalStateException(
                    "Expected at most %d words, example %d may need %d: keep the images outside and add them to mini-batches"
                            .formatted(MOST_WORDS, size, needed));
        }
        if (needed > words.length) {
            words = Arrays.copyOf(words, (int) Math.min(MOST_WORDS, Math.max(needed, words.length * 3L / 2)));
        }
        if (size == digits.length) {
            digits = Arrays.copyOf(digits, size * 2);
            start = Arrays.copyOf(start, size * 2 + 1);
            chains = Arrays.copyOf(chains, size * 4);
        }
    }
}
