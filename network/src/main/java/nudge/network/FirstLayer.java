package nudge.network;

/**
 * The ways to compute a step's first layer, by far the largest. All give the same bits; {@link #fastest} chooses by
 * thresholds that {@code ./nudge bench sgd} decided.
 */
enum FirstLayer {
    /**
     * Non-zero pixels only, example by example: for digits. The weights of a narrow layer stay in the nearest cache.
     */
    SPARSE,
    /**
     * Forward like {@link #SPARSE}; updated pixel by pixel, so that a wide layer's weights are loaded once per step.
     */
    PIXEL_MAJOR,
    /** All pixels, in tiles: for images with few zero pixels. */
    DENSE;

    /** From this share of non-zero pixels on, {@link #DENSE} is faster. */
    private static final double DENSE_SHARE = 0.5;

    /** From this many units and this many examples on, transposing the index for {@link #PIXEL_MAJOR} pays. */
    private static final int PIXEL_MAJOR_UNITS = 200;

    private static final int PIXEL_MAJOR_EXAMPLES = 32;

    /** @param units of the first layer, padded */
    static FirstLayer fastest(MiniBatch batch, int units) {
        if (batch.entries() > DENSE_SHARE * batch.size() * batch.inputs()) {
            return DENSE;
        }
        return units >= PIXEL_MAJOR_UNITS && batch.size() >= PIXEL_MAJOR_EXAMPLES ? PIXEL_MAJOR : SPARSE;
    }
}
