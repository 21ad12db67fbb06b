/**
 * What annotators may see while images with known answers are hidden among those that they label: their own labels, and nothing that
 * tells these images from the others.
 */
@NullMarked
package nudge.labeller.web.blindness;

import org.jspecify.annotations.NullMarked;
