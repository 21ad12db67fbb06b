/**
 * What crosses Kafka, and nothing else: the public contract of Nudge.
 *
 * <p>Every record is a CloudEvent 1.0 in binary mode with JSON data; the JSON Schemas and an AsyncAPI page lie beside the
 * classes as resources. No record carries a person's identity.
 *
 * <ul>
 *   <li>The records: {@link nudge.events.LabelRecord}, {@link nudge.events.CheckpointPublished},
 *       {@link nudge.events.AccuracyMeasured}, {@link nudge.events.RelayPosition}; {@link nudge.events.EventCodec} encodes and
 *       decodes them, {@link nudge.events.Topics} says where each goes.
 *   <li>For applications: {@link nudge.events.CheckpointSubscriber} follows a model.
 *   <li>For every client: {@link nudge.events.KafkaSettings}, and {@link nudge.events.CommittedRecords} to read a topic up to
 *       an end.
 * </ul>
 */
@NullMarked
package nudge.events;

import org.jspecify.annotations.NullMarked;
