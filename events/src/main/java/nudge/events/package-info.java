/**
 * What crosses Kafka, and nothing else: the public contract of Nudge.
 *
 * <p>Every record is a CloudEvent 1.0 in binary mode with JSON data; the JSON Schemas and an AsyncAPI page lie beside the
 * classes as resources. No record carries a person's identity.
 */
@NullMarked
package nudge.events;

import org.jspecify.annotations.NullMarked;
