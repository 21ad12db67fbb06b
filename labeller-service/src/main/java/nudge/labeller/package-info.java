/** The labeller: web form, REST API, event log in Postgres, labelling queue, relay to Kafka. */
@NullMarked
package nudge.labeller;

import org.jspecify.annotations.NullMarked;
