package nudge.network;

/** The mean of examples' negative gradients, which are added one after the other in double precision. Owned by one thread. */
final class MeanGradient {
    private final double[][] weights;
    private final double[][] biases;
    private int examples;

    MeanGradient(NetworkSpec spec) {
        weights = new double[spec.layers()][];
        biases = new double[spec.layers()][];
        for (int l = 0; l < spec.layers(); l++) {
            biases[l] = new double[spec.sizes().get(l + 1)];
            weights[l] = new double[spec.sizes().get(l) * biases[l].length];
        }
    }

    /** Adds that of the example that was run last. */
    void add(Backpropagation backpropagation) {
        backpropagation.addNegativeGradient(weights, biases);
        examples++;
    }

    /** @throws IllegalArgumentException when none was added */
    Gradient get() {
        if (examples == 0) {
            throw new IllegalArgumentException("Expected at least one example, got none: there is no mean of nothing");
        }
        return new Gradient(mean(weights), mean(biases));
    }

    private float[][] mean(double[][] sums) {
        float[][] means = new float[sums.length][];
        for (int l = 0; l < sums.length; l++) {
            means[l] = new float[sums[l].length];
            for (int k = 0; k < sums[l].length; k++) {
                means[l][k] = (float) (sums[l][k] / examples);
            }
        }
        return means;
    }
}
