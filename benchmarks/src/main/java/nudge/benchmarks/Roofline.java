package nudge.benchmarks;

/**
 * How near a rate of training comes to what one core can do (Williams, Waterman and Patterson, 2009): the time that the
 * arithmetic alone would take, and the time that the loads and stores of the weights alone would take, as shares of the time
 * that an example took.
 *
 * @param arithmetic share of the fused-multiply-add peak
 * @param memory share of the bandwidth of the cache that the weights lie in
 */
record Roofline(double arithmetic, double memory) {
    /** Units per panel of the first layer's weights, and from where on a step updates pixel by pixel. */
    private static final int PANEL = 32;

    private static final int WIDE = 48;
    private static final int MANY = 32;
    /** Examples that share a load of the weights in the dense kernel. */
    private static final int DENSE_EXAMPLES = 8;

    /** What {@link Ceilings} measured. */
    record Ceiling(double flops, double read, double update) {
        static Ceiling parse(String line) {
            String[] parts = line.split(" ");
            return new Ceiling(
                    Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
        }
    }

    /** The bytes of the weights that a first layer's kernel works on at once. */
    static int workingSet(Shape shape) {
        return shape.sizes().get(0) * Math.min(PANEL, padded(shape.firstLayer())) * Float.BYTES;
    }

    static Roofline of(Shape shape, int batch, double nonZeroPixels, double examplesPerSecond, Ceiling ceiling) {
        boolean dense = nonZeroPixels > shape.sizes().get(0) / 2.0;
        boolean wide = shape.firstLayer() >= WIDE && batch >= MANY;
        double firstLayer = (double) Float.BYTES * padded(shape.firstLayer()) * nonZeroPixels;
        double arithmetic = 2 * 2.0 * padded(shape.firstLayer()) * nonZeroPixels;
        double read = dense ? firstLayer / DENSE_EXAMPLES : firstLayer;
        double updated;
        if (dense || wide) {
            // The nudges are read for every pixel, the weights once a step.
            read += dense ? 0 : firstLayer;
            updated = 2.0
                    * Float.BYTES
                    * padded(shape.firstLayer())
                    * shape.sizes().get(0)
                    / batch;
        } else {
            updated = 2 * firstLayer;
        }
        for (int l = 1; l < shape.sizes().size() - 1; l++) {
            // Forward, backward, update.
            arithmetic += 3 * 2.0 * shape.sizes().get(l) * padded(shape.sizes().get(l + 1));
        }
        double memorySeconds = read / ceiling.read + updated / ceiling.update;
        return new Roofline(arithmetic / ceiling.flops * examplesPerSecond, memorySeconds * examplesPerSecond);
    }

    private static int padded(int units) {
        return (units + 15) / 16 * 16;
    }

    String limit() {
        double most = Math.max(arithmetic, memory);
        if (most < 0.5) {
            return "neither: calls, turning and the upper layers' short rows";
        }
        return arithmetic > memory ? "arithmetic" : "loads and stores of the first layer's weights";
    }
}
