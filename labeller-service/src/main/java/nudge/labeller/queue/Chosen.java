package nudge.labeller.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.CurrentModel.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * An image that somebody may be handed.
 *
 * @param pixels 784 bytes
 * @param prediction what the model reads in it, or null while there is no model
 */
record Chosen(UUID image, byte[] pixels, Arm arm, @Nullable Prediction prediction) {
    /** The same images, with what the model reads in them. */
    static List<Chosen> predicted(CurrentModel model, List<Chosen> images) {
        List<Prediction> predictions =
                model.predictAll(images.stream().map(Chosen::pixels).toList());
        List<Chosen> predicted = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            Chosen each = images.get(i);
            predicted.add(
                    new Chosen(each.image, each.pixels, each.arm, predictions.isEmpty() ? null : predictions.get(i)));
        }
        return predicted;
    }

    /** How sure the model is, 0 to 1; 0 while there is none. */
    double confidence() {
        return prediction == null ? 0 : prediction.confidence();
    }
}
