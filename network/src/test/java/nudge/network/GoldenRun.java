package nudge.network;

import java.util.Map;

/** Trains for one epoch of made-up digits and prints a digest of the weights: the same on every JVM. */
final class GoldenRun {
    private GoldenRun() {}

    public static void main(String[] args) {
        System.out.println(digests() + " by " + Kernels.describe() + " on " + Runtime.version());
    }

    /** Sparse digits on the default network, dense ones with momentum on a wide one. */
    static String digests() {
        String seed = epoch(NetworkSpec.seed(), new Hyperparameters(3f, 0f, 100), new Digits(3000, 11, 0), 1);
        NetworkSpec wide = NetworkSpec.parse("784,48,10", Activation.TANH, Cost.CROSS_ENTROPY);
        return seed + " " + epoch(wide, new Hyperparameters(0.1f, 0.9f, 50), new Digits(600, 12, 9), 2);
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
