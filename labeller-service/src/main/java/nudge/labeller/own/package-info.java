/** What each annotator said themselves: all that those may see from whom the images that test them are hidden. */
@NullMarked
package nudge.labeller.own;

import org.jspecify.annotations.NullMarked;
