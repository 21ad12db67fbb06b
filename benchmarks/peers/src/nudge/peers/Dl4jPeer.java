package nudge.peers;

import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Deeplearning4j on its native CPU backend; mini-batches are copied into native memory, which beats gathering rows there. */
public final class Dl4jPeer {
    private Dl4jPeer() {}

    public static void main(String[] arguments) throws Exception {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        Rounds rounds = new Rounds(arguments);
        int batch = rounds.batch;
        MultiLayerNetwork network = network(rounds.sizes, rounds.rate);
        float[] images = rounds.train.scaled();
        float[] targets = rounds.train.targets();
        float[] x = new float[batch * Rounds.PIXELS];
        float[] y = new float[batch * Rounds.DIGITS];
        INDArray nativeX = Nd4j.create(DataType.FLOAT, batch, Rounds.PIXELS);
        INDArray nativeY = Nd4j.create(DataType.FLOAT, batch, Rounds.DIGITS);
        INDArray test = Nd4j.createFromArray(rounds.test.scaled()).reshape(rounds.test.size(), Rounds.PIXELS);
        rounds.serve(
                (order, from) -> {
                    for (int b = 0; b < batch; b++) {
                        copy(images, order[from + b], x, b, Rounds.PIXELS);
                        copy(targets, order[from + b], y, b, Rounds.DIGITS);
                    }
                    ((FloatPointer) nativeX.data().pointer()).put(x, 0, x.length);
                    ((FloatPointer) nativeY.data().pointer()).put(y, 0, y.length);
                    network.fit(nativeX, nativeY);
                },
                () -> network.predict(test));
    }

    private static MultiLayerNetwork network(int[] sizes, float rate) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.FLOAT)
                // The library's gradient has the factor 2 of the square.
                .updater(new Sgd(rate / 2))
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.SIGMOID)
                .miniBatch(true)
                .list();
        int last = sizes.length - 1;
        for (int l = 1; l < last; l++) {
            layers.layer(
                    new DenseLayer.Builder().nIn(sizes[l - 1]).nOut(sizes[l]).build());
        }
        layers.layer(new OutputLayer.Builder(LossFunctions.LossFunction.L2)
                .activation(Activation.SIGMOID)
                .nIn(sizes[last - 1])
                .nOut(sizes[last])
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        return network;
    }

    private static void copy(float[] rows, int row, float[] to, int place, int width) {
        System.arraycopy(rows, row * width, to, place * width, width);
    }
}
