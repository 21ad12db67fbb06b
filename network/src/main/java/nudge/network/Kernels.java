package nudge.network;

/**
 * The inner loops, over rows of padded units. {@link ScalarKernels} says what each computes and in which order.
 * {@link VectorKernels} give the same bits, because each lane of a vector computes one output element, never a part of
 * a sum.
 *
 * <p>The system property {@code nudge.kernel} overrides the choice: {@code scalar}, {@code 128}, {@code 256} or
 * {@code 512} bits.
 */
public abstract class Kernels {
    /** At least so many words are unpacked. Most halves of digits have fewer, so the loop's end is predicted well. */
    static final int MIN_UNPACKED = 48;

    private static final String MODULE = "jdk.incubator.vector";
    private static final Kernels FASTEST = choose(System.getProperty("nudge.kernel", ""));

    Kernels() {}

    static Kernels fastest() {
        return FASTEST;
    }

    /** The kernels of this JVM, such as "512-bit vector kernels". */
    public static String describe() {
        return FASTEST.toString();
    }

    /** See {@link ScalarKernels#sparseSums}. */
    abstract void sparseSums(Layer layer, SparsePixels half, int examples, int fromColumn, int toColumn, float[] sums);

    /** See {@link ScalarKernels#joinSums}. */
    abstract void joinSums(Layer layer, float[] first, float[] second, int from, int to, float[] z);

    /** See {@link ScalarKernels#sparseUpdate}. */
    abstract void sparseUpdate(Layer moved, SparsePixels half, int examples, float[] nudges);

    /** See {@link ScalarKernels#pixelMajorUpdate}. */
    abstract void pixelMajorUpdate(Layer moved, PixelMajor index, int fromColumn, int toColumn, float[] nudges);

    /** See {@link ScalarKernels#multiply}. */
    abstract void multiply(Rows a, int from, int to, int count, Rows w, float[] first, Rows z, int columns);

    /** See {@link ScalarKernels#update}. */
    abstract void update(Rows a, int examples, int fromRow, int toRow, Rows nudges, Rows w, int columns);

    /** See {@link ScalarKernels#expand}. */
    abstract void expand(int[] words, int from, int count, float[] images, int at);

    /** See {@link ScalarKernels#denseChain}. */
    abstract void denseChain(float[] images, int at, int from, int to, Rows w, float[] chains, int sums, int columns);

    /** See {@link ScalarKernels#updateBiases}. */
    abstract void updateBiases(Layer moved, float[] deltas, int examples, float rate);

    /** See {@link ScalarKernels#unpack}. */
    abstract void unpack(int[] words, int from, int low, int high, SparsePixels target, int b);

    /** See {@link ScalarKernels#errors}. */
    abstract void errors(float[] a, Layer layer, float[] mask, int from, int to, float[] delta);

    /** See {@link ScalarKernels#finishSigmoidDeltas}. */
    abstract void finishSigmoidDeltas(float[] delta, float[] a, float[] nudges, int from, int to, float rate);

    /** See {@link ScalarKernels#finishDeltas}. */
    abstract void finishDeltas(float[] delta, float[] nudges, int from, int to, float rate);

    /** See {@link ScalarKernels#exponentials}. */
    abstract void exponentials(float[] z, int from, int to, float factor);

    /** See {@link ScalarKernels#sigmoids}. */
    abstract void sigmoids(float[] z, int from, int to, float factor);

    /** Replaces weighted inputs z[from, to) by activations. Multiplying by -1 and -2 is exact. */
    final void activate(Activation activation, float[] z, int from, int to) {
        switch (activation) {
            case SIGMOID -> sigmoids(z, from, to, -1f);
            case TANH -> {
                sigmoids(z, from, to, -2f);
                Elementwise.sigmoidToTanh(z, from, to);
            }
            case RELU -> Elementwise.relu(z, from, to);
            default ->
                throw new IllegalStateException("Expected kernels for every activation, got none for " + activation);
        }
    }

    private static Kernels choose(String wanted) {
        if (wanted.equals("scalar")) {
            return new ScalarKernels();
        }
        boolean vectors = ModuleLayer.boot().findModule(MODULE).isPresent();
        if (!vectors && wanted.isEmpty()) {
            return new ScalarKernels();
        }
        if (!vectors) {
            throw new IllegalStateException(
                    "Expected the module %s for nudge.kernel=%s, got a JVM without it: add --add-modules %s"
                            .formatted(MODULE, wanted, MODULE));
        }
        int bits = switch (wanted) {
            case "" -> VectorKernels.preferredBits();
            case "128", "256", "512" -> Integer.parseInt(wanted);
            default ->
                throw new IllegalStateException(
                        "Expected nudge.kernel to be scalar, 128, 256 or 512, got \"%s\": correct the property"
                                .formatted(wanted));
        };
        return bits < 128 ? new ScalarKernels() : new VectorKernels();
    }
}
