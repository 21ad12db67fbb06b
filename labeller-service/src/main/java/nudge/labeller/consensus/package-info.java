/**
 * What is done in the background about the quality of labels: gold is chosen, everybody's labels are estimated, images are looked at
 * again, and some go to review. One labeller does it at a time, in small transactions among those of people; whatever is done
 * twice has no effect the second time, so that it goes on after a crash.
 */
@NullMarked
package nudge.labeller.consensus;

import org.jspecify.annotations.NullMarked;
