package nudge.labeller.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nudge.events.CheckpointPublished;
import nudge.network.Evaluation;
import nudge.network.Network;
import nudge.network.SparseExamples;
import nudge.network.WeightFile;
import org.jspecify.annotations.Nullable;

/** The latest network, which answers requests. Thread-safe; changed by {@link CheckpointFollower} alone. */
public final class CurrentModel {
    private volatile @Nullable Model model;

    /** @param position of the last label that it has learned from */
    private record Model(String checkpoint, long step, long position, Network network) {}

    /**
     * An answer of the network.
     *
     * @param probabilities its ten outputs, scaled to the sum 1
     */
    public record Prediction(int digit, double[] probabilities, String checkpoint) {
        public double confidence() {
            return probabilities[digit];
        }
    }

    /** The model of this moment, which stays as it is. */
    public CurrentModel asItIs() {
        CurrentModel copy = new CurrentModel();
        copy.model = model;
        return copy;
    }

    /** The latest checkpoint's id; empty until the first has come. */
    public Optional<String> checkpoint() {
        return Optional.ofNullable(model).map(Model::checkpoint);
    }

    /** The latest checkpoint's network; empty until the first has come. */
    public Optional<NetworkOfStep> network() {
        return Optional.ofNullable(model).map(now -> new NetworkOfStep(now.checkpoint, now.step, now.network));
    }

    /** Empty until the first checkpoint has come. */
    public Optional<Prediction> predict(byte[] pixels) {
        return predictAll(List.of(pixels)).stream().findFirst();
    }

    /** One prediction per image, all by the same checkpoint; none until the first checkpoint has come. */
    public List<Prediction> predictAll(List<byte[]> images) {
        Model current = model;
        if (current == null) {
            return List.of();
        }
        SparseExamples examples = new SparseExamples(current.network.spec().inputs());
        images.forEach(pixels -> examples.add(pixels, 0, 0));
        float[] outputs = Evaluation.of(current.network, examples).outputs();
        int digits = current.network.spec().outputs();
        List<Prediction> predictions = new ArrayList<>(images.size());
        for (int i = 0; i < images.size(); i++) {
            predictions.add(new Prediction(
                    Evaluation.mostActive(outputs, i * digits, digits),
                    scaled(outputs, i * digits, digits),
                    current.checkpoint));
        }
        return predictions;
    }

    static double[] scaled(float[] outputs, int from, int count) {
        double sum = 0;
        for (int j = 0; j < count; j++) {
            sum += outputs[from + j];
        }
        double[] probabilities = new double[count];
        for (int j = 0; j < count; j++) {
            probabilities[j] = sum > 0 ? outputs[from + j] / sum : 1.0 / count;
        }
        return probabilities;
    }

    /** The position up to which the current model has learned; 0 before the first checkpoint. */
    public long trained() {
        Model current = model;
        return current == null ? 0 : current.position;
    }

    /**
     * Answers with another checkpoint from now on.
     *
     * @param weights its weight file
     * @throws IllegalArgumentException when this version cannot read it; the one before stays
     */
    void replaceWith(CheckpointPublished checkpoint, byte[] weights) {
        model = new Model(checkpoint.id(), checkpoint.step(), checkpoint.position(), WeightFile.read(weights));
    }
}
