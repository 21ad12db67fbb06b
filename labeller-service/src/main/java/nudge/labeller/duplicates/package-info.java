/** Which images are nearly the same: the measure, and an index that finds them. Knows no log and no database. */
@NullMarked
package nudge.labeller.duplicates;

import org.jspecify.annotations.NullMarked;
