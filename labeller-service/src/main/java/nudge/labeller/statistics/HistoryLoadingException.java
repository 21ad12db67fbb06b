package nudge.labeller.statistics;

import java.util.Locale;

/** The labels in the log are being read for the first time since the start, which takes a while when there are many. */
public final class HistoryLoadingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param position of the last event that is read
     * @param head of the last event that there is
     */
    public HistoryLoadingException(long position, long head) {
        super(String.format(
                Locale.ROOT,
                "the labels in the log are being read, for the first time since the start: %d of %d events; ask again in a"
                        + " few seconds",
                position,
                head));
    }
}
