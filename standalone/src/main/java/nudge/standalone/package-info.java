/** Nudge on one machine: both services with servers of their own, and the command line. */
@NullMarked
package nudge.standalone;

import org.jspecify.annotations.NullMarked;
