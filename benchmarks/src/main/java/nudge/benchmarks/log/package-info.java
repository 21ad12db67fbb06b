/** The log and the relay, beside what Postgres and Kafka do by themselves. */
@NullMarked
package nudge.benchmarks.log;

import org.jspecify.annotations.NullMarked;
