package nudge.trainer;

/** The trainer must not go on: what it finds in Kafka does not fit together. The message says what to do. */
final class HaltedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HaltedException(String message) {
        super(message);
    }
}
