package nudge.standalone;

/** The labeller refused a request, and will refuse it again. */
class RefusedRequestException extends CommandFailedException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status of HTTP
     * @param trouble status and reason, as the labeller gave them
     */
    RefusedRequestException(int status, String trouble) {
        super("the labeller refused a request with " + trouble);
        this.status = status;
    }

    int status() {
        return status;
    }
}
