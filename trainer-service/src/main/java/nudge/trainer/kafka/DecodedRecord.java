package nudge.trainer.kafka;

import nudge.events.LabelRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code nudge.labels}, decoded as far as it keeps the contract.
 *
 * @param label what it says, or null when it does not keep the contract
 * @param fault why it does not; empty when it does
 */
public record DecodedRecord(
        ConsumerRecord<byte[], byte[]> record, @Nullable LabelRecord label, String fault) {}
