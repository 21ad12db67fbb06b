/** Whether the log is whole, and whether Kafka holds what it says. */
@NullMarked
package nudge.labeller.audit;

import org.jspecify.annotations.NullMarked;
