/** The quality of labels: people, gold, review and the policy. */
@NullMarked
package nudge.labeller.web.quality;

import org.jspecify.annotations.NullMarked;
