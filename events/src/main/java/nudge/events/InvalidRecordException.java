package nudge.events;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record that does not keep the contract. The message says where it lies, what was expected and what came. */
public final class InvalidRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidRecordException(String message, Throwable cause) {
        super(message, cause);
    }

    public InvalidRecordException(String message) {
        super(message);
    }

    /**
     * Of a record that was read.
     *
     * @param what what was expected, and what came
     */
    public static InvalidRecordException at(ConsumerRecord<?, ?> record, String what) {
        return new InvalidRecordException(message(record, what));
    }

    /** As {@link #at(ConsumerRecord, String)}, with a cause. */
    public static InvalidRecordException at(ConsumerRecord<?, ?> record, String what, Throwable cause) {
        return new InvalidRecordException(message(record, what), cause);
    }

    private static String message(ConsumerRecord<?, ?> record, String what) {
        return record.topic() + "-" + record.partition() + " offset " + record.offset() + ": " + what;
    }
}
