package nudge.labeller.relay;

/** The log and Kafka do not fit together, and going on would lose or double a label. The message says where, and what to do. */
public final class RelayHaltedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RelayHaltedException(String message) {
        super(message);
    }
}
