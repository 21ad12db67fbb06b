/** What quality control and the order of the queue are worth: simulated crowds label MNIST, and networks learn from it. */
@NullMarked
package nudge.benchmarks.crowd;

import org.jspecify.annotations.NullMarked;
