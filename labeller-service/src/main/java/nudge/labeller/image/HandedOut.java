package nudge.labeller.image;

import org.jspecify.annotations.Nullable;

/**
 * Why an image was handed to somebody.
 *
 * @param arm random, model, second, gold or bulk
 * @param predicted what the model read in it, or null when there was none
 * @param hidden whether they were not shown what the model read
 */
public record HandedOut(String arm, ImageEvent.@Nullable Predicted predicted, boolean hidden) {}
