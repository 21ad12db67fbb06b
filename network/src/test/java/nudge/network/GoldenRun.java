package nudge.network;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Trains for one epoch of made-up digits and prints a digest of the weights: the same on every JVM. */
final class GoldenRun {
    private GoldenRun() {}

    public static void main(String[] args) {
        System.out.println(digests() + " by " + Kernels.describe() + " on " + Runtime.version());
    }

    /** Sparse digits on the default network, dense ones with momentum on a wide one, and what explains such networks. */
    static String digests() {
        String seed = epoch(NetworkSpec.seed(), new Hyperparameters(3f, 0f, 100), new Digits(3000, 11, 0), 1);
        NetworkSpec wide = NetworkSpec.parse("784,48,10", Activation.TANH, Cost.CROSS_ENTROPY);
        String trained = epoch(wide, new Hyperparameters(0.1f, 0.9f, 50), new Digits(600, 12, 9), 2);
        return seed + " " + trained + " " + explanations(NetworkSpec.seed()) + " " + explanations(wide);
    }

    /** Every number of ten examples, and the mean of their gradients. */
    private static String explanations(NetworkSpec spec) {
        Network network = Network.initialised(spec, Initialisation.SCALED_NORMAL, 1);
        Digits digits = new Digits(10, 13, 0);
        ByteBuffer numbers = ByteBuffer.allocate(1 << 22);
        for (int n = 0; n < digits.count(); n++) {
            Explanation one = Explanation.of(network, digits.pixels, n * Digits.PIXELS, digits.labels[n]);
            for (float[][] layers : List.of(one.activations(), one.weightedSums(), one.wishes(), one.contributions())) {
                for (float[] layer : layers) {
                    put(numbers, layer);
                }
            }
            put(numbers, one.costs());
            numbers.putDouble(one.cost());
            put(numbers, one.negativeGradient().components());
        }
        put(numbers, Gradient.negativeMean(network, digits.examples()).components());
        return WeightFile.sha256(Arrays.copyOf(numbers.array(), numbers.position()));
    }

    private static void put(ByteBuffer numbers, float[] values) {
        for (float value : values) {
            numbers.putFloat(value);
        }
    }

    private static String epoch(NetworkSpec spec, Hyperparameters hyper, Digits digits, int threads) {
        Network network = Network.initialised(spec, Initialisation.SCALED_NORMAL, 1);
        MiniBatch batch = new MiniBatch(spec, hyper.batchSize());
        try (Sgd sgd = new Sgd(network, hyper, threads)) {
            for (int n = 0; n < digits.count(); n++) {
                digits.addTo(batch, n);
                if (batch.size() == batch.capacity()) {
                    sgd.step(batch);
                    batch.clear();
                }
            }
            return WeightFile.sha256(WeightFile.write(sgd, Map.of()));
        }
    }
}
