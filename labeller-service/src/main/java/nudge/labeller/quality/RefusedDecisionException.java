package nudge.labeller.quality;

/** A decision about the quality of labels that the state does not allow. The message says why, and what to do. */
public final class RefusedDecisionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedDecisionException(String message) {
        super(message);
    }
}
