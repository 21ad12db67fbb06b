package nudge.network;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The examples of one step, as the index of their non-zero pixels. Of examples in a store, only the numbers are noted
 * when they are added; the step fetches and unpacks them, because its threads can share that work. Owned by one thread.
 */
public final class MiniBatch {
    /** Stands for both halves of the pixels. */
    static final int ALL = -1;

    private final NetworkSpec spec;
    private final int inputs;
    private final int outputs;
    private final int capacity;
    /** The non-zero pixels of each half. */
    final SparsePixels[] nonZero;

    final int[] digit;
    private int size;

    /** Examples [fetched, size) are still to be fetched: example b is number[b] in the store. */
    private final int[] number;

    private @Nullable SparseExamples store;
    private int fetched;

    /** An empty mini-batch of at most {@code capacity} examples for networks of this shape. */
    public MiniBatch(NetworkSpec spec, int capacity) {
        if (capacity < 1 || capacity > 65_536) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "Expected a capacity of 1 to 65536 examples, got %d: pass the batch size", capacity));
        }
        this.spec = spec;
        this.inputs = spec.inputs();
        this.outputs = spec.outputs();
        this.capacity = capacity;
        int units = spec.sizes().get(1);
        int rowShift = Integer.numberOfTrailingZeros(Layer.firstPanelWidth(units));
        this.nonZero = new SparsePixels[] {
            new SparsePixels(inputs, 0, rowShift, capacity), new SparsePixels(inputs, 1, rowShift, capacity)
        };
        this.digit = new int[capacity];
        this.number = new int[capacity];
    }

    public void clear() {
        size = 0;
        fetched = 0;
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

    /**
     * Checks that the examples are encoded for a network: for its inputs, the panels of its first layer, and its
     * digits.
     *
     * @throws IllegalArgumentException when they are not
     */
    void checkFits(NetworkSpec network) {
        if (network.inputs() != inputs
                || network.outputs() != outputs
                || Layer.firstPanelWidth(network.sizes().get(1))
                        != Layer.firstPanelWidth(spec.sizes().get(1))) {
            throw new IllegalArgumentException(
                    "Expected a mini-batch for %s, got one for %s: create it for this network"
                            .formatted(network.printedSizes(), spec.printedSizes()));
        }
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
    public void add(byte[] pixels, int offset, int label) {
        PixelIndex.checkRange(pixels, offset, inputs);
        checkNext(label);
        fetch();
        for (SparsePixels half : nonZero) {
            half.encode(pixels, offset, size);
        }
        digit[size++] = label;
        fetched = size;
    }

    /** Adds one of the examples that were encoded before, with the label that it has now. */
    public void add(SparseExamples examples, int example) {
        if (examples.inputs() != inputs) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Expected images of %d pixels, got %d: encode them for this network",
                    inputs,
                    examples.inputs()));
        }
        int label = examples.digit(example);
        checkNext(label);
        if (store != examples) {
            fetch();
            store = examples;
        }
        for (int half = 0; half < 2; half++) {
            nonZero[half].reserve(size, examples.entries(example, half));
        }
        number[size] = example;
        digit[size++] = label;
    }

    /** Adds examples numbers[from], ..., numbers[from + count - 1], one after the other. */
    public void addAll(SparseExamples examples, int[] numbers, int from, int count) {
        for (int i = from; i < from + count; i++) {
            add(examples, numbers[i]);
        }
    }

    /** Fetches the examples that were noted. */
    void fetch() {
        if (fetched < size) {
            SparseExamples from = Objects.requireNonNull(store);
            nonZero[0].prefetched += from.prefetch(number, fetched, size, ALL);
            unpack(from, 0);
            unpack(from, 1);
            fetched = size;
        }
    }

    /**
     * Fetches one half of their pixels; another thread may fetch the other half at the same time, then
     * {@link #endFetch}.
     */
    void fetchHalf(int half) {
        if (fetched < size) {
            SparseExamples from = Objects.requireNonNull(store);
            nonZero[half].prefetched += from.prefetch(number, fetched, size, half);
            unpack(from, half);
        }
    }

    /** Writes an example, fetched or not, into {@link DenseImages}, where all its pixels are 0 before. */
    void expand(int b, float[] images, int at) {
        if (b >= fetched) {
            Objects.requireNonNull(store).expand(number[b], images, at);
        } else {
            nonZero[0].expand(b, images, at);
            nonZero[1].expand(b, images, at);
        }
    }

    /** Brings those of examples [from, to) that are not fetched into the cache. */
    void prefetch(int from, int to) {
        if (to > fetched) {
            nonZero[0].prefetched += Objects.requireNonNull(store).prefetch(number, Math.max(from, fetched), to, ALL);
        }
    }

    /** Says that both halves have been fetched. */
    void endFetch() {
        fetched = size;
    }

    private void unpack(SparseExamples from, int half) {
        for (int b = fetched; b < size; b++) {
            from.unpack(number[b], half, nonZero[half], b);
        }
    }

    /** The entries of all examples: what a sparse kernel's time depends on. */
    int entries() {
        return nonZero[0].start[size] + nonZero[1].start[size];
    }

    private void checkNext(int label) {
        if (size == capacity) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "Expected at most %d examples, got one more: step, then clear the mini-batch",
                    capacity));
        }
        if (label < 0 || label >= outputs) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Expected a digit from 0 to %d, got %d: the network has %d outputs",
                    outputs - 1,
                    label,
                    outputs));
        }
    }
}
