/** The log and the images in one file, and back. */
@NullMarked
package nudge.labeller.backup;

import org.jspecify.annotations.NullMarked;
