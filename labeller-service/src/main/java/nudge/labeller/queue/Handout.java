package nudge.labeller.queue;

import nudge.labeller.model.CurrentModel.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * A task, and what whoever gets it is shown.
 *
 * @param suggestion what the model reads in it, or null: there is no model yet, or it is hidden from them
 */
public record Handout(Task task, @Nullable Prediction suggestion) {}
