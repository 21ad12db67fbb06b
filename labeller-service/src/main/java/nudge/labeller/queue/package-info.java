/** Which image is labelled next, and by whom. Knows no Spring and no HTTP. */
@NullMarked
package nudge.labeller.queue;

import org.jspecify.annotations.NullMarked;
