package nudge.peers;

import java.util.Arrays;
import smile.base.mlp.Layer;
import smile.base.mlp.LayerBuilder;
import smile.base.mlp.OutputFunction;
import smile.classification.MLP;
import smile.math.TimeFunction;

/** Smile's multilayer perceptron, which calculates in double precision. */
public final class SmilePeer {
    private SmilePeer() {}

    public static void main(String[] arguments) throws Exception {
        Rounds rounds = new Rounds(arguments);
        int last = rounds.sizes.length - 1;
        LayerBuilder[] layers = new LayerBuilder[last + 1];
        layers[0] = Layer.input(rounds.sizes[0]);
        for (int l = 1; l < last; l++) {
            layers[l] = Layer.sigmoid(rounds.sizes[l]);
        }
        layers[last] = Layer.mse(rounds.sizes[last], OutputFunction.SIGMOID);
        MLP network = new MLP(layers);
        network.setLearningRate(TimeFunction.constant(rounds.rate));

        double[][] images = doubles(rounds.train);
        double[][] x = new double[rounds.batch][];
        int[] y = new int[rounds.batch];
        double[][] test = doubles(rounds.test);
        rounds.serve(
                (order, from) -> {
                    for (int b = 0; b < rounds.batch; b++) {
                        x[b] = images[order[from + b]];
                        y[b] = rounds.train.digits()[order[from + b]];
                    }
                    network.update(x, y);
                },
                () -> Arrays.stream(test).mapToInt(network::predict).toArray());
    }

    private static double[][] doubles(Rounds.Images images) {
        double[][] doubles = new double[images.size()][Rounds.PIXELS];
        for (int i = 0; i < doubles.length; i++) {
            for (int p = 0; p < Rounds.PIXELS; p++) {
                doubles[i][p] = images.pixel(i, p);
            }
        }
        return doubles;
    }
}
