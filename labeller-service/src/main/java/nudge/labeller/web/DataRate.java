package nudge.labeller.web;

import java.time.Duration;

/**
 * The least rate at which a client has to send a body, or to read an answer.
 *
 * @param grace for so long in total it may be slower
 * @param bytesPerSecond behind that
 */
record DataRate(Duration grace, int bytesPerSecond) {
    /**
     * Whether a client is too slow.
     *
     * @param bytes that went over so far
     * @param nanos for which the server waited
     */
    boolean isMissed(long bytes, long nanos) {
        return nanos > grace.toNanos() + (long) (1e9 * bytes / bytesPerSecond);
    }
}
