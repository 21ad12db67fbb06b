package nudge.network;

/** The standard deviation of the Gaussian that a layer's weights are drawn from, mean 0. */
public enum Initialisation {
    /** 1 for weights and biases alike: Nielsen's published tables. Gives a bad start now and then. */
    NORMAL,
    /** 1 / sqrt(fan-in) for weights, 1 for biases (Nielsen, chapter 3). */
    SCALED_NORMAL,
    /** sqrt(2 / (fan-in + fan-out)) for weights, biases 0 (Glorot and Bengio 2010). */
    GLOROT,
    /** sqrt(2 / fan-in) for weights, biases 0 (He and others 2015); for ReLU. */
    HE;

    double weightDeviation(int fanIn, int fanOut) {
        return switch (this) {
            case NORMAL -> 1;
            case SCALED_NORMAL -> 1 / StrictMath.sqrt(fanIn);
            case GLOROT -> StrictMath.sqrt(2.0 / (fanIn + fanOut));
            case HE -> StrictMath.sqrt(2.0 / fanIn);
        };
    }

    double biasDeviation() {
        return switch (this) {
            case NORMAL, SCALED_NORMAL -> 1;
            case GLOROT, HE -> 0;
        };
    }
}
