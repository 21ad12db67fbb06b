/** Measurements: this project beside its peers and beside what the machine can do, in one run. */
@NullMarked
package nudge.benchmarks;

import org.jspecify.annotations.NullMarked;
