package nudge.standalone;

/** The image of a task has changed since the task was handed out: somebody else has labelled it. */
final class StaleTaskException extends CommandFailedException {
    private static final long serialVersionUID = 1L;

    StaleTaskException(String message) {
        super(message);
    }
}
