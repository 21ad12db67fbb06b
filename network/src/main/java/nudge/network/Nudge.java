package nudge.network;

import java.util.Locale;

/**
 * What one example would nudge: the gradient of its cost by every weight and bias, as a step descends it (with squared
 * error, that of half the sum of squares). A step moves against it, by the learning rate.
 *
 * @param weights per layer, [inputs * outputs], the weight from input i to output j at i * outputs + j
 * @param biases per layer, [outputs]
 * @param outputs the network's answer for the example, [digits]
 * @param cost the example's cost
 */
public record Nudge(float[][] weights, float[][] biases, float[] outputs, double cost) {
    /**
     * The nudge of one labelled image.
     *
     * @throws IllegalArgumentException when the image is not whole or the network has no such digit
     */
    public static Nudge of(Network network, byte[] pixels, int offset, int digit) {
        NetworkSpec spec = network.spec();
        PixelIndex.checkRange(pixels, offset, spec.inputs());
        if (digit < 0 || digit >= spec.outputs()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Expected a digit from 0 to %d, got %d: the network has %d outputs",
                    spec.outputs() - 1,
                    digit,
                    spec.outputs()));
        }
        float[][] a = Reference.forward(network, Reference.inputs(pixels, offset, spec.inputs()));
        float[][] delta = Reference.backward(network, a, digit);
        float[][] weights = new float[spec.layers()][];
        float[][] biases = new float[spec.layers()][];
        for (int l = 0; l < spec.layers(); l++) {
            biases[l] = delta[l + 1];
            weights[l] = outerProduct(a[l], delta[l + 1], l == 0 ? Reference.PIXEL_SCALE : 1f);
        }
        float[] outputs = a[spec.layers()];
        return new Nudge(weights, biases, outputs, spec.cost().of(outputs, 0, outputs.length, digit));
    }

    private static float[] outerProduct(float[] a, float[] delta, float scale) {
        float[] gradient = new float[a.length * delta.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < delta.length; j++) {
                gradient[i * delta.length + j] = a[i] * (delta[j] * scale);
            }
        }
        return gradient;
    }
}
