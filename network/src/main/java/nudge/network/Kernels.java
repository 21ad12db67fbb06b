package nudge.network;

/**
 * The inner loops, over rows of padded units. {@link ScalarKernels} says what each computes and in which order; the vector
 * kernels give the same bits, because a lane is one output element and never a part of a sum.
 *
 * <p>The system property {@code nudge.kernel} overrides the choice: {@code scalar}, {@code 128}, {@code 256} or
 * {@code 512} bits.
 */
public abstract class Kernels {
    private static final String MODULE = "jdk.incubator.vector";
    private static final Kernels FASTEST = choose(System.getProperty("nudge.kernel", ""));

    Kernels() {}

    static Kernels fastest() {
        return FASTEST;
    }

    /** Which kernels run in this JVM, for people. */
    public static String describe() {
        return FASTEST.toString();
    }

    /** See {@link ScalarKernels#sparseForward}. */
    abstract void sparseForward(Layer layer, MiniBatch batch, int from, int to, float[] z);

    /** See {@link ScalarKernels#sparseUpdate}. */
    abstract void sparseUpdate(Layer moved, MiniBatch batch, int half, float[] nudges);

    /** See {@link ScalarKernels#pixelMajorUpdate}. */
    abstract void pixelMajorUpdate(Layer moved, PixelMajor index, int fromColumn, int toColumn, float[] nudges);

    /** See {@link ScalarKernels#multiply}. */
    abstract void multiply(Rows a, int step, int from, int to, int count, Rows w, Rows z, int columns);

    /** See {@link ScalarKernels#update}. */
    abstract void update(Rows a, int examples, int fromRow, int toRow, Rows nudges, Rows w, int columns);

    /** See {@link ScalarKernels#updateBiases}. */
    abstract void updateBiases(Layer moved, float[] deltas, int examples, float rate);

    /** See {@link ScalarKernels#unpack}. */
    abstract void unpack(int[] entries, int from, int to, int[] pixel, float[] value, int k);

    /** See {@link ScalarKernels#exponentials}. */
    abstract void exponentials(float[] z, int from, int to, float factor);

    /** Replaces weighted inputs z[from, to) by activations; the factors -1 and -2 are exact. */
    final void activate(Activation activation, float[] z, int from, int to) {
        switch (activation) {
            case SIGMOID -> {
                exponentials(z, from, to, -1f);
                Elementwise.sigmoidOfExponentials(z, from, to);
            }
            case TANH -> {
                exponentials(z, from, to, -2f);
                Elementwise.sigmoidOfExponentials(z, from, to);
                Elementwise.stretched(z, from, to);
            }
            case RELU -> Elementwise.positivePart(z, from, to);
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
                    "Expected the module %s for nudge.kernel=%s, came a JVM without it: add --add-modules %s"
                            .formatted(MODULE, wanted, MODULE));
        }
        int bits = switch (wanted) {
            case "" -> VectorKernels.preferredBits();
            case "128", "256", "512" -> Integer.parseInt(wanted);
            default ->
                throw new IllegalStateException(
                        "Expected nudge.kernel to be scalar, 128, 256 or 512, came \"%s\": correct the property"
                                .formatted(wanted));
        };
        return bits < 128 ? new ScalarKernels() : new VectorKernels();
    }
}
