/** Routes of training: the model, its checkpoints and accuracy, and how far everything is, once or as a stream. */
@NullMarked
package nudge.labeller.web.training;

import org.jspecify.annotations.NullMarked;
