/** The trainer: how fast it catches up with the log of labels, and what many examples cost it. */
@NullMarked
package nudge.benchmarks.trainer;

import org.jspecify.annotations.NullMarked;
