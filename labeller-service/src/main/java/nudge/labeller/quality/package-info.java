/**
 * The quality of labels in the log: what is known of annotators, of gold, of policies and of estimates. Knows no image, no
 * Spring and no HTTP; the formulas are in {@link nudge.quality}.
 */
@NullMarked
package nudge.labeller.quality;

import org.jspecify.annotations.NullMarked;
