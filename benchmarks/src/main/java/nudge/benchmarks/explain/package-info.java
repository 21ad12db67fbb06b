/** Explanations: how exact they are, and how long a labeller takes for one. */
@NullMarked
package nudge.benchmarks.explain;

import org.jspecify.annotations.NullMarked;
