/**
 * The log: append-only, gapless, one position after the other. Knows no Spring and no HTTP.
 */
@NullMarked
package nudge.labeller.log;

import org.jspecify.annotations.NullMarked;
