/**
 * The trainer: folds the stream of labels, takes steps of gradient descent on shuffled mini-batches, and publishes
 * checkpoints. A checkpoint's weights are a pure function of the log of labels and the rounds that its event names.
 */
@NullMarked
package nudge.trainer;

import org.jspecify.annotations.NullMarked;
