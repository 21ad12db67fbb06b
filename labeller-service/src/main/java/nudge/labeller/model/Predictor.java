package nudge.labeller.model;

import java.util.ArrayList;
import java.util.List;
import nudge.labeller.model.CurrentModel.Prediction;
import nudge.network.Evaluation;
import nudge.network.Forward;
import nudge.network.MiniBatch;
import nudge.network.Network;

/** One network, which answers for many images at a time; its buffers are reused. Owned by one thread. */
public final class Predictor {
    /** The most images that {@link #predict} takes. */
    public static final int MOST = 256;

    private final String checkpoint;
    private final Network network;
    private final Forward forward;
    private final MiniBatch batch;
    private final float[] outputs;

    /**
     * Answers in the name of a checkpoint.
     *
     * @param network that nobody changes
     */
    public Predictor(String checkpoint, Network network) {
        this.checkpoint = checkpoint;
        this.network = network;
        this.forward = new Forward(network.spec(), MOST);
        this.batch = new MiniBatch(network.spec(), MOST);
        this.outputs = new float[MOST * network.spec().outputs()];
    }

    /**
     * One prediction per image, the same as {@link CurrentModel}'s; whoever asked for this very checkpoint is not told that it is
     * unproven.
     *
     * @param images at most {@value #MOST}, of as many pixels as the network has inputs
     */
    public List<Prediction> predict(List<byte[]> images) {
        batch.clear();
        images.forEach(pixels -> batch.add(pixels, 0, 0));
        forward.run(network, batch, outputs, 0);
        int digits = network.spec().outputs();
        List<Prediction> predictions = new ArrayList<>(images.size());
        for (int i = 0; i < images.size(); i++) {
            predictions.add(new Prediction(
                    Evaluation.mostActive(outputs, i * digits, digits),
                    CurrentModel.scaled(outputs, i * digits, digits),
                    checkpoint,
                    false));
        }
        return predictions;
    }
}
