package nudge.labeller.web.labelling;

import java.time.Instant;
import java.util.UUID;
import nudge.labeller.model.CurrentModel.Prediction;
import nudge.labeller.queue.Task;
import org.jspecify.annotations.Nullable;

/**
 * A task as the API shows it.
 *
 * @param expires when it is handed to somebody else; a label counts after that as well, unless the image has another version
 * @param png address of the picture: its path, or all of it in a data: URL
 * @param suggestion what the model reads, or null when there is none yet
 */
record TaskView(
        UUID image,
        int version,
        Instant expires,
        String png,
        @Nullable Suggestion suggestion) {
    /** @param unproven whether nothing is proven of the checkpoint on held-out images */
    record Suggestion(int digit, double confidence, String checkpoint, boolean unproven) {}

    static TaskView of(Task task, Pictures pictures, @Nullable Prediction prediction) {
        return new TaskView(
                task.image(),
                task.version(),
                task.expires(),
                pictures.of(task),
                prediction == null
                        ? null
                        : new Suggestion(
                                prediction.digit(),
                                prediction.confidence(),
                                prediction.checkpoint(),
                                prediction.unproven()));
    }
}
