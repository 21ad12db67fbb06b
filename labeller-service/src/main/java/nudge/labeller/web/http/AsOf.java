package nudge.labeller.web.http;

/**
 * The query's parameter {@code at}: a reviewer asks how things stood. Nullable ones are null when everything is asked as it is now.
 *
 * @param position of the log, from 0 to its end
 */
public record AsOf(long position) {}
