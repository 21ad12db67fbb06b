/**
 * A sheet of digits: a photo or scan of a page becomes boxes, one around each digit, in rows; and a box becomes an image. It knows
 * no network and no log.
 */
@NullMarked
package nudge.labeller.sheet;

import org.jspecify.annotations.NullMarked;
