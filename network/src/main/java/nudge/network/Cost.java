package nudge.network;

/** The cost (loss) function, which training minimises. A network's cost is the mean over the examples. */
public enum Cost {
    /**
     * Sum over the outputs of (a - y)^2. A step descends half of it, so that an output's delta is (a - y) * slope(a),
     * as in Nielsen's "Neural Networks and Deep Learning" (equations 6 and BP1): a learning rate of 3.0 means here what
     * it means there.
     */
    SQUARED_ERROR,
    /** -ln a[digit], with a softmax over the outputs instead of the activation; an output's delta is a - y. */
    CROSS_ENTROPY;

    /** Whether the outputs are a softmax instead of the network's activation. */
    boolean softmaxOutputs() {
        return switch (this) {
            case SQUARED_ERROR -> false;
            case CROSS_ENTROPY -> true;
        };
    }

    /** Which part of the cost a step descends: half of the squares, all of the cross-entropy. */
    float descended() {
        return switch (this) {
            case SQUARED_ERROR -> 0.5f;
            case CROSS_ENTROPY -> 1f;
        };
    }

    /** The cost of one example, in double precision; outputs has one activation per digit, from offset on. */
    double of(float[] outputs, int offset, int count, int digit) {
        return switch (this) {
            case SQUARED_ERROR -> squaredError(outputs, offset, count, digit);
            case CROSS_ENTROPY -> -StrictMath.log(Math.max(outputs[offset + digit], Float.MIN_NORMAL));
        };
    }

    private static double squaredError(float[] outputs, int offset, int count, int digit) {
        double sum = 0;
        for (int j = 0; j < count; j++) {
            double error = outputs[offset + j] - (j == digit ? 1.0 : 0.0);
            sum += error * error;
        }
        return sum;
    }
}
