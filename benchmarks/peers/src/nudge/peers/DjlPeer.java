package nudge.peers;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Arrays;

/** The Deep Java Library with its PyTorch engine. */
public final class DjlPeer {
    private DjlPeer() {}

    public static void main(String[] arguments) throws Exception {
        Rounds rounds = new Rounds(arguments);
        int batch = rounds.batch;
        SequentialBlock network = new SequentialBlock();
        for (int l = 1; l < rounds.sizes.length; l++) {
            network.add(Linear.builder().setUnits(rounds.sizes[l]).build());
            network.add(Activation.sigmoidBlock());
        }
        // The library's cost is a mean over outputs as well: ten times the rate makes it a sum.
        DefaultTrainingConfig configuration = new DefaultTrainingConfig(Loss.l2Loss("squared error", 0.5f))
                .optOptimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(rounds.rate * Rounds.DIGITS))
                        .build())
                .optInitializer(new XavierInitializer(), "weight")
                .optDevices(new Device[] {Device.cpu()});
        try (Model model = Model.newInstance("peer", "PyTorch");
                NDManager memory = NDManager.newBaseManager("PyTorch")) {
            model.setBlock(network);
            try (Trainer trainer = model.newTrainer(configuration)) {
                trainer.initialize(new Shape(batch, Rounds.PIXELS));
                float[] images = rounds.train.scaled();
                float[] targets = rounds.train.targets();
                float[] x = new float[batch * Rounds.PIXELS];
                float[] y = new float[batch * Rounds.DIGITS];
                rounds.serve(
                        (order, from) -> {
                            for (int b = 0; b < batch; b++) {
                                copy(images, order[from + b], x, b, Rounds.PIXELS);
                                copy(targets, order[from + b], y, b, Rounds.DIGITS);
                            }
                            step(trainer, memory, x, y, batch);
                        },
                        () -> answers(trainer, memory, rounds.test));
            }
        }
    }

    private static void step(Trainer trainer, NDManager memory, float[] x, float[] y, int batch) {
        try (NDManager scope = memory.newSubManager()) {
            NDArray images = scope.create(x, new Shape(batch, Rounds.PIXELS));
            NDArray targets = scope.create(y, new Shape(batch, Rounds.DIGITS));
            try (GradientCollector gradients = trainer.newGradientCollector()) {
                NDList outputs = trainer.forward(new NDList(images));
                NDArray loss = trainer.getLoss().evaluate(new NDList(targets), outputs);
                gradients.backward(loss);
                outputs.close();
                loss.close();
            }
            trainer.step();
        }
    }

    private static int[] answers(Trainer trainer, NDManager memory, Rounds.Images test) {
        NDArray images = memory.create(test.scaled(), new Shape(test.size(), Rounds.PIXELS));
        long[] answers = trainer.evaluate(new NDList(images))
                .singletonOrThrow()
                .argMax(1)
                .toLongArray();
        return Arrays.stream(answers).mapToInt(Math::toIntExact).toArray();
    }

    private static void copy(float[] rows, int row, float[] to, int place, int width) {
        System.arraycopy(rows, row * width, to, place * width, width);
    }
}
