package nudge.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * Labelled images in memory, each encoded once as the index of its non-zero pixels, for training and evaluation at full
 * speed: about 340 bytes for a handwritten digit of 784 pixels. Grows in chunks as examples are added, and never copies
 * a full chunk; chunks are so large that the garbage collector does not move them. Not safe for use while another
 * thread adds.
 *
 * <p>An entry of {@link PixelIndex} takes 16 bits, {@code pixel / 4 << 8 | value}: its position tells the pixel modulo
 * 4. The first entries of half an image are in the lower halves of its words, the rest in the upper halves. Images of
 * more than 1,024 pixels take one word per entry, {@code pixel << 8 | value}. An image whose entries would take more
 * words than its pixels is stored as pixels, four per word.
 */
public final class SparseExamples {
    private static final int WORDS_SHIFT = 20;
    /**
     * With its header, an array of so many words fills regions of the garbage collector (1, 2 or 4 MB) to the last
     * byte.
     */
    private static final int MAX_WORDS = (1 << WORDS_SHIFT) - 4;

    private static final int INITIAL_WORDS = 1024;
    private static final int MAX_16_BIT_PIXELS = 1024;
    private static final int CACHE_LINE_WORDS = 16;

    private final int inputs;
    private final boolean wide;
    /** How many words an image takes that is stored as pixels: whole runs of {@link DenseImages}. */
    private final int pixelWords;

    private final int[] pixelScratch;
    private final float[] valueScratch;
    /** Chunks of {@link #MAX_WORDS} words; the first one grows to that size. */
    private int[][] words = {new int[INITIAL_WORDS]};

    /** Example i begins at {@code start[i] & (1 << WORDS_SHIFT) - 1} of {@code words[start[i] >>> WORDS_SHIFT]}. */
    private int[] start = new int[16];
    /** How many entries each of the four chains has in half h of example i: chainLengths[2i + h]. */
    private char[] chainLengths = new char[32];

    private byte[] digits = new byte[16];
    private int size;
    /** Where the next example begins. */
    private int end;

    /**
     * An empty store.
     *
     * @param inputs pixels per image
     */
    public SparseExamples(int inputs) {
        if (inputs < 1 || inputs > NetworkSpec.MAX_UNITS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Expected 1 to %d pixels per image, got %d: pass the network's input size",
                    NetworkSpec.MAX_UNITS,
                    inputs));
        }
        this.inputs = inputs;
        this.wide = inputs > MAX_16_BIT_PIXELS;
        this.pixelWords = Layer.padded((inputs + 3) / 4, DenseImages.RUN);
        this.pixelScratch = new int[PixelIndex.maxEntries(inputs)];
        this.valueScratch = new float[PixelIndex.maxEntries(inputs)];
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

    private int[] wordsAt(int start) {
        return words[start >>> WORDS_SHIFT];
    }

    private static int offsetOf(int start) {
        return start & (1 << WORDS_SHIFT) - 1;
    }

    /**
     * Appends an example and returns its number.
     *
     * @throws IllegalArgumentException when the image is not whole, or the digit not 0..127
     * @throws IllegalStateException when the store is full, at 8 GB
     */
    public int add(byte[] pixels, int offset, int digit) {
        PixelIndex.checkRange(pixels, offset, inputs);
        checkDigit(digit);
        ensureCapacity();
        start[size] = end;
        digits[size] = (byte) digit;
        pack(pixels, offset, 0);
        pack(pixels, offset, 1);
        if (isDense(size)) {
            packPixels(pixels, offset);
        }
        return size++;
    }

    /** Gives an example another digit; the image stays. */
    public void relabel(int example, int digit) {
        checkDigit(digit);
        digits[Objects.checkIndex(example, size)] = (byte) digit;
    }

    private static void checkDigit(int digit) {
        if (digit < 0 || digit > Byte.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "Expected a digit from 0 to 127, got " + digit + ": pass the image's label");
        }
    }

    /** How many bytes the examples take, without the spare room for more. */
    public long bytes() {
        return 4L * end + 9L * size;
    }

    /** How many entries half 0 or 1 of an example has, padding included. */
    int entries(int example, int half) {
        return 4 * chainLengths[2 * example + half];
    }

    /** Whether an example is stored as pixels. */
    private boolean isDense(int example) {
        return wordsOf(chainLengths[2 * example]) + wordsOf(chainLengths[2 * example + 1]) > pixelWords;
    }

    /**
     * Unpacks half 0 or 1 of an example as entries of the mini-batch's example b, after {@link SparsePixels#reserve}.
     */
    void unpack(int example, int half, SparsePixels target, int b) {
        int[] packed = wordsAt(start[example]);
        int begin = offsetOf(start[example]);
        if (isDense(example)) {
            target.encode(packed, begin, b);
            return;
        }
        int entries = entries(example, half);
        int from = half == 0 ? begin : begin + wordsOf(chainLengths[2 * example]);
        if (wide) {
            unpackWide(packed, from, entries, target, b);
        } else {
            int low = 4 * ((entries / 4 + 1) / 2);
            Kernels.fastest().unpack(packed, from, low, entries - low, target, b);
        }
    }

    /** Writes an example into {@link DenseImages}, where the image at {@code at} is 0 before. */
    void expand(int example, float[] images, int at) {
        int[] packed = wordsAt(start[example]);
        int from = offsetOf(start[example]);
        if (isDense(example)) {
            Kernels.fastest().expand(packed, from, pixelWords, images, at);
            return;
        }
        for (int half = 0; half < 2; half++) {
            int count = wordsOf(chainLengths[2 * example + half]);
            for (int i = 0; i < count; i++) {
                expandWord(packed[from + i], i % 4, images, at);
            }
            from += count;
        }
    }

    /** Padding of value 0 is left out: its pixel may have been written already. */
    private void expandWord(int word, int chain, float[] images, int at) {
        if (wide) {
            expand(word >>> 8, word & 0xff, images, at);
            return;
        }
        expand((word >>> 8 & 0xff) * 4 + chain, word & 0xff, images, at);
        expand((word >>> 24) * 4 + chain, word >>> 16 & 0xff, images, at);
    }

    private static void expand(int pixel, int value, float[] images, int at) {
        if (value != 0) {
            DenseImages.set(images, at, pixel, value);
        }
    }

    /**
     * Loads one word of each cache line of examples numbers[from, to), of half 0, 1 or both (-1). The loads do not
     * depend on one another, so memory serves them in parallel. The lines of a digit are loaded without a loop, because
     * mispredicting the loop's end would cost more than a line; further lines are loaded only if examples are larger on
     * average.
     *
     * @return a sum over the words, which keeps the compiler from removing the loads
     */
    int prefetch(int[] numbers, int from, int to, int half) {
        int reach = end / size / (half < 0 ? 1 : 2);
        int sum = 0;
        for (int i = from; i < to; i++) {
            int example = numbers[i];
            int[] packed = wordsAt(start[example]);
            int k = offsetOf(start[example]) + (half == 1 ? wordsOf(chainLengths[2 * example]) : 0);
            int stop = Math.min(k + reach, packed.length);
            sum += threeLines(packed, k);
            k += 3 * CACHE_LINE_WORDS;
            if (half < 0) {
                sum += threeLines(packed, k);
                k += 3 * CACHE_LINE_WORDS;
            }
            for (; k < stop; k += CACHE_LINE_WORDS) {
                sum += packed[k];
            }
        }
        return sum;
    }

    private static int threeLines(int[] words, int from) {
        return words[from] + words[from + CACHE_LINE_WORDS] + words[from + 2 * CACHE_LINE_WORDS];
    }

    /** Appends half 0 or 1 of an image to the words. */
    private void pack(byte[] pixels, int offset, int half) {
        int from = PixelIndex.begin(half, inputs);
        int to = PixelIndex.begin(half + 1, inputs);
        int entries = PixelIndex.encode(pixels, offset, from, to, 0, 0, pixelScratch, valueScratch, 0);
        chainLengths[2 * size + half] = (char) (entries / 4);
        int count = wordsOf(entries / 4);
        int[] packed = wordsAt(end);
        int at = offsetOf(end);
        for (int k = 0; k < count; k++) {
            packed[at + k] = wide
                    ? pixelScratch[k] << 8 | (int) valueScratch[k]
                    : narrow(k) | (k + count < entries ? narrow(k + count) << 16 : 0);
        }
        end += count;
    }

    /** Stores the last image as pixels, over its entries. */
    private void packPixels(byte[] pixels, int offset) {
        int[] packed = wordsAt(start[size]);
        int at = offsetOf(start[size]);
        Arrays.fill(packed, at, at + pixelWords, 0);
        for (int p = 0; p < inputs; p++) {
            packed[at + p / 4] |= (pixels[offset + p] & 0xff) << 8 * (p % 4);
        }
        end = start[size] + pixelWords;
    }

    private int narrow(int k) {
        return pixelScratch[k] / 4 << 8 | (int) valueScratch[k];
    }

    private int wordsOf(int chainLength) {
        return wide ? 4 * chainLength : 4 * ((chainLength + 1) / 2);
    }

    private static void unpackWide(int[] words, int from, int entries, SparsePixels target, int b) {
        int k = target.start[b];
        for (int i = 0; i < entries; i++) {
            target.weightRow[k + i] = target.row(words[from + i] >>> 8);
            target.value[k + i] = words[from + i] & 0xff;
        }
    }

    /** Makes room for one more example, which lies in one chunk as a whole. */
    private void ensureCapacity() {
        int needed = PixelIndex.maxEntries(inputs) + 6 * CACHE_LINE_WORDS;
        if (offsetOf(end) + needed > MAX_WORDS) {
            nextWords();
        } else if (end < MAX_WORDS && end + needed > words[0].length) {
            int larger = Math.max(end + needed, 2 * words[0].length);
            // Beyond a quarter, it grows to its final size at once.
            words[0] = Arrays.copyOf(words[0], larger > MAX_WORDS / 4 ? MAX_WORDS : larger);
        }
        if (size == digits.length) {
            digits = Arrays.copyOf(digits, 2 * size);
            start = Arrays.copyOf(start, 2 * size);
            chainLengths = Arrays.copyOf(chainLengths, 4 * size);
        }
    }

    private void nextWords() {
        int next = (end >>> WORDS_SHIFT) + 1;
        if (next == 1 << 31 - WORDS_SHIFT) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "Expected at most 8 GB of examples, got one more after %d: add further images to mini-batches as pixels",
                    size));
        }
        if (next == words.length) {
            words = Arrays.copyOf(words, 2 * next);
        }
        words[next] = new int[MAX_WORDS];
        end = next << WORDS_SHIFT;
    }
}
