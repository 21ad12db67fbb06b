package nudge.trainer.kafka;

import nudge.events.EventCodec;
import nudge.events.InvalidRecordException;
import nudge.events.LabelRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A record of {@code nudge.labels}, decoded as far as it keeps the contract.
 *
 * @param label what it says, or null when it does not keep the contract
 * @param fault why it does not; empty when it does
 */
public record DecodedRecord(
        ConsumerRecord<byte[], byte[]> record, @Nullable LabelRecord label, String fault) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static DecodedRecord of(ConsumerRecord<byte[], byte[]> record) {
        try {
            return new DecodedRecord(record, EventCodec.decodeRawLabel(record), "");
        } catch (InvalidRecordException invalid) {
            return new DecodedRecord(record, null, String.valueOf(invalid.getMessage()));
        }
    }

    /** A number of a record that does not keep the contract, if it is JSON all the same. */
    @Nullable
    Long number(String field) {
        if (record.value() == null) {
            return null;
        }
        try {
            JsonNode number = MAPPER.readTree(record.value()).get(field);
            return number != null && number.canConvertToLong() && number.isIntegralNumber() ? number.asLong() : null;
        } catch (JacksonException noJson) {
            return null;
        }
    }
}
