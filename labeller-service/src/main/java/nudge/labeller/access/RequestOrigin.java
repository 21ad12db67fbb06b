package nudge.labeller.access;

import org.jspecify.annotations.Nullable;

/**
 * The address that the request comes from which this thread answers. The access log writes it down wherever an event is
 * added, so that no method in between has to hand it on.
 */
public final class RequestOrigin {
    private static final ThreadLocal<String> ADDRESS = new ThreadLocal<>();

    private RequestOrigin() {}

    /** From now on this thread answers a request from there. */
    public static void begin(String address) {
        ADDRESS.set(address);
    }

    /** The request is answered. */
    public static void end() {
        ADDRESS.remove();
    }

    /** Null when this thread answers no request. */
    static @Nullable String address() {
        return ADDRESS.get();
    }
}
