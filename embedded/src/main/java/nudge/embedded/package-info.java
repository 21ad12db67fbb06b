/**
 * PostgreSQL and Kafka on this machine, without an installation: each a child process with its data in a folder of its
 * own, reachable from this machine alone, and gone when the JVM that started it is gone, however it ended.
 */
@NullMarked
package nudge.embedded;

import org.jspecify.annotations.NullMarked;
