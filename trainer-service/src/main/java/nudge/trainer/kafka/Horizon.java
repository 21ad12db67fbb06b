package nudge.trainer.kafka;

/**
 * How far the log of labels is folded.
 *
 * @param position of the last label, in the log of the store; 0 before the first
 * @param offset behind the last record, in {@code nudge.labels} as it lay when the horizon was written down. When Kafka loses
 *     the end of the topic, the relay publishes it again and offsets may change; positions never do.
 */
public record Horizon(long position, long offset) {}
