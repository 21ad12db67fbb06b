package nudge.network;

/**
 * What one example would nudge: the gradient of its cost by every weight and bias, as a step descends it. With squared error
 * that is the gradient of half the sum of squares; {@link Explanation} tells that of the whole, and this is made of it. A step
 * moves against it, by the learning rate.
 *
 * @param weights per layer, [inputs * outputs], the weight from input i to output j at i * outputs + j
 * @param biases per layer, [outputs]
 * @param outputs the network's answer for the example, [digits]
 * @param cost the example's cost, of the outputs as they are rounded: what training counts
 */
public record Nudge(float[][] weights, float[][] biases, float[] outputs, double cost) {
    /**
     * The nudge of one labelled image.
     *
     * @throws IllegalArgumentException when the image is not whole or the network has no such digit
     */
    public static Nudge of(Network network, byte[] pixels, int offset, int digit) {
        Explanation explanation = Explanation.of(network, pixels, offset, digit);
        Cost cost = network.spec().cost();
        Gradient negative = explanation.negativeGradient();
        float[] outputs = explanation.outputs();
        return new Nudge(
                descended(cost, negative.weights()),
                descended(cost, negative.biases()),
                outputs,
                cost.of(outputs, 0, outputs.length, digit));
    }

    /** The part of C that a step descends; never a negative zero. */
    private static float[][] descended(Cost cost, float[][] negative) {
        float[][] gradient = new float[negative.length][];
        for (int l = 0; l < negative.length; l++) {
            gradient[l] = new float[negative[l].length];
            for (int k = 0; k < negative[l].length; k++) {
                gradient[l][k] = 0f - cost.descended() * negative[l][k];
            }
        }
        return gradient;
    }
}
