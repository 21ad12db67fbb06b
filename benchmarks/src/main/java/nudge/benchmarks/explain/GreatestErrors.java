package nudge.benchmarks.explain;

import nudge.network.CentralDifferences;
import nudge.network.Explanation;
import nudge.network.Gradient;
import nudge.network.Network;
import nudge.network.NetworkSpec;

/** The greatest relative errors of explanations against central differences, over images that are added one after the other. */
final class GreatestErrors {
    private final Network network;
    private long components;
    private long nonZero;
    private double ofComponents;
    private double ofNonZero;
    private double ofWishes;
    private double ofCosts;

    GreatestErrors(Network network) {
        this.network = network;
    }

    /** Compares every component, wish, contribution and cost of one image's explanation. */
    void add(byte[] pixels, int offset, int digit) {
        CentralDifferences expected = new CentralDifferences(network, pixels, offset, digit);
        Explanation explanation = Explanation.of(network, pixels, offset, digit);
        compareGradient(expected, explanation.negativeGradient());
        NetworkSpec spec = network.spec();
        for (int l = 0; l <= spec.layers(); l++) {
            for (int i = 0; i < spec.sizes().get(l); i++) {
                compareWish(-expected.byActivation(l, i), explanation.wishes()[l][i]);
            }
        }
        for (int l = 0; l < spec.layers(); l++) {
            int outputs = spec.sizes().get(l + 1);
            for (int k = 0; k < explanation.contributions()[l].length; k++) {
                compareWish(
                        -expected.byConnection(l, k / outputs, k % outputs),
                        explanation.contributions()[l][k]);
            }
        }
        ofCosts = Math.max(ofCosts, CentralDifferences.error(expected.cost(), explanation.cost()));
        for (int j = 0; j < spec.outputs(); j++) {
            ofCosts = Math.max(
                    ofCosts,
                    CentralDifferences.error(expected.cost(j), explanation.costs()[j]));
        }
    }

    private void compareGradient(CentralDifferences expected, Gradient gradient) {
        for (int l = 0; l < network.spec().layers(); l++) {
            int outputs = network.spec().sizes().get(l + 1);
            for (int k = 0; k < gradient.weights()[l].length; k++) {
                compareComponent(-expected.byWeight(l, k / outputs, k % outputs), gradient.weights()[l][k]);
            }
            for (int j = 0; j < outputs; j++) {
                compareComponent(-expected.byBias(l, j), gradient.biases()[l][j]);
            }
        }
    }

    private void compareComponent(double expected, double actual) {
        double error = CentralDifferences.error(expected, actual);
        components++;
        ofComponents = Math.max(ofComponents, error);
        if (expected != 0 || actual != 0) {
            nonZero++;
            ofNonZero = Math.max(ofNonZero, error);
        }
    }

    private void compareWish(double expected, double actual) {
        ofWishes = Math.max(ofWishes, CentralDifferences.error(expected, actual));
    }

    /** Components that were compared. */
    long components() {
        return components;
    }

    /** Those of them that are not zero. */
    long nonZero() {
        return nonZero;
    }

    double ofComponents() {
        return ofComponents;
    }

    double ofNonZero() {
        return ofNonZero;
    }

    /** Of wishes and of what they are made of. */
    double ofWishes() {
        return ofWishes;
    }

    double ofCosts() {
        return ofCosts;
    }

    /** The greatest of all; not a number counts as great. */
    double greatest() {
        return Math.max(ofComponents, Math.max(ofWishes, ofCosts));
    }
}
