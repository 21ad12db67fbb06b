package nudge.standalone;

/** The image of a task has changed since the task was handed out: somebody else has labelled it. */
final class StaleTaskException extends RefusedRequestException {
    private static final long serialVersionUID = 1L;

    StaleTaskException(String trouble) {
        super(412, trouble);
    }
}
