package nudge.network;

import java.util.Arrays;

/**
 * The examples of one step, as the index of their non-zero pixels; the arrays are reused from step to step. They begin with
 * room for images as sparse as handwritten digits and grow, once, when denser ones come. Owned by one thread.
 */
public final class MiniBatch {
    private final int inputs;
    private final int outputs;
    private final int capacity;
    /** Entries of all examples: pixel and value 0..255, as {@link PixelIndex} arranges them. */
    int[] pixel;

    float[] value;
    /** Example b has entries [start[b], middle[b]) in the image's first half, [middle[b], start[b + 1]) in the second. */
    final int[] start;

    final int[] middle;
    final int[] digit;
    private int size;
    /** A sum that nobody reads, so that reading ahead is not optimised away. */
    private int touched;

    /** An empty mini-batch of at most {@code capacity} examples for networks of this shape. */
    public MiniBatch(NetworkSpec spec, int capacity) {
        if (capacity < 1 || capacity > 65_536) {
            throw new IllegalArgumentException(
                    "Expected a capacity of 1 to 65536 examples, came %d: pass the batch size".formatted(capacity));
        }
        this.inputs = spec.inputs();
        this.outputs = spec.outputs();
        this.capacity = capacity;
        int entries = capacity * (inputs / 4) + PixelIndex.mostEntries(inputs);
        this.pixel = new int[entries];
        this.value = new float[entries];
        this.start = new int[capacity + 1];
        this.middle = new int[capacity];
        this.digit = new int[capacity];
    }

    public void clear() {
        size = 0;
    }

    public int size() {
        return size;
    }

    public int capacity() {
        return capacity;
    }

    /** Pixels per example. */
    public int inputs() {
        return inputs;
    }

    /** The digit of an example that was added. */
    public int digit(int example) {
        return digit[example];
    }

    /**
     * Adds an image and its label; the pixels are read at once, the array stays the caller's.
     *
     * @param pixels 0..255 each, {@link #inputs} of them from {@code offset} on
     * @throws IllegalArgumentException when the image is not whole or the network has no such digit
     * @throws IllegalStateException when the mini-batch is full
     */
    public void add(byte[] pixels, int offset, int digit) {
        PixelIndex.checkRange(pixels, offset, inputs);
        int k = begin(digit, PixelIndex.mostEntries(inputs));
        int half = PixelIndex.encode(pixels, offset, 0, PixelIndex.middle(inputs), pixel, value, k);
        int end = PixelIndex.encode(pixels, offset, PixelIndex.middle(inputs), inputs, pixel, value, half);
        finish(half, end);
    }

    /** Adds one of the examples that were encoded before, with its label. */
    public void add(SparseExamples examples, int example) {
        if (examples.inputs() != inputs) {
            throw new IllegalArgumentException("Expected images of %d pixels, came %d: encode them for this network"
                    .formatted(inputs, examples.inputs()));
        }
        int from = examples.start(example);
        int to = examples.end(example);
        int k = begin(examples.digit(example), to - from + Layer.BLOCK);
        examples.unpack(from, to, pixel, value, k);
        finish(k + examples.middle(example) - from, k + to - from);
    }

    /**
     * Adds examples numbers[from], ..., numbers[from + count - 1]: the same as one after the other, but faster when they are
     * scattered over a large store, because their memory is asked for all at once.
     */
    public void addAll(SparseExamples examples, int[] numbers, int from, int count) {
        touched += examples.touch(numbers, from, count);
        for (int i = from; i < from + count; i++) {
            add(examples, numbers[i]);
        }
    }

    /** The first entry of an example in one half of its pixels (0 or 1), or in both (-1). */
    int from(int example, int half) {
        return half == 1 ? middle[example] : start[example];
    }

    /** Behind the last entry of an example in one half of its pixels (0 or 1), or in both (-1). */
    int to(int example, int half) {
        return half == 0 ? middle[example] : start[example + 1];
    }

    /** Entries in all; a sparse kernel's work. */
    int entries() {
        return start[size];
    }

    private int begin(int label, int mostEntries) {
        if (size == capacity) {
            throw new IllegalStateException(
                    "Expected at most %d examples, came one more: step, then clear the mini-batch".formatted(capacity));
        }
        if (label < 0 || label >= outputs) {
            throw new IllegalArgumentException("Expected a digit from 0 to %d, came %d: the network has %d outputs"
                    .formatted(outputs - 1, label, outputs));
        }
        int k = start[size];
        if (pixel.length - k < mostEntries) {
            int most = Math.multiplyExact(capacity, inputs + 8) + PixelIndex.mostEntries(inputs);
            pixel = Arrays.copyOf(pixel, Math.min(most, Math.max(2 * pixel.length, k + mostEntries)));
            value = Arrays.copyOf(value, pixel.length);
        }
        digit[size] = label;
        return k;
    }

    private void finish(int half, int end) {
        middle[size] = half;
        start[++size] = end;
    }
}
