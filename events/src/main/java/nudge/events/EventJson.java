package nudge.events;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of all records of the contract but labels, which have {@link LabelJson}. */
final class EventJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // A later version may add a field; an older reader goes on.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private EventJson() {}

    static String text(Object recordOfTheContract) {
        return MAPPER.writeValueAsString(recordOfTheContract);
    }

    static byte[] bytes(Object recordOfTheContract) {
        return MAPPER.writeValueAsBytes(recordOfTheContract);
    }

    /** The record's data, which must be there. */
    static byte[] data(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            throw InvalidRecordException.at(record, "expected JSON data, got none");
        }
        return record.value();
    }

    /** @throws InvalidRecordException when the data are no JSON of the type */
    static <T> T read(ConsumerRecord<String, byte[]> record, Class<T> type) {
        try {
            T event = MAPPER.readValue(data(record), type);
            if (event == null) {
                throw new IllegalArgumentException("the JSON is null");
            }
            return event;
        } catch (JacksonException | IllegalArgumentException broken) {
            throw InvalidRecordException.at(record, "expected " + type.getSimpleName() + ": " + reason(broken), broken);
        }
    }

    /** What is wrong with some JSON, in one line. */
    static String reason(RuntimeException broken) {
        String message = String.valueOf(broken.getMessage());
        if (broken instanceof JacksonException json) {
            message = json.getOriginalMessage();
            for (JacksonException.Reference each : json.getPath()) {
                message = each.getPropertyName() == null ? message : each.getPropertyName() + ": " + message;
            }
        }
        return message.lines().findFirst().orElse("");
    }
}
