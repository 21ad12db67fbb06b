/** From the log to Kafka: exactly once, in the log's order. */
@NullMarked
package nudge.labeller.relay;

import org.jspecify.annotations.NullMarked;
