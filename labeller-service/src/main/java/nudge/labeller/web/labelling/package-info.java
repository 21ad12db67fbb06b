/** Routes of labelling: tasks, labels, images, whole files in and out. */
@NullMarked
package nudge.labeller.web.labelling;

import org.jspecify.annotations.NullMarked;
