/** What the labeller knows of the model: the latest checkpoint, the champion, and the history that the plots show. */
@NullMarked
package nudge.labeller.model;

import org.jspecify.annotations.NullMarked;
