package nudge.labeller.web;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import nudge.labeller.access.TooManyAttemptsException;
import nudge.labeller.web.http.BadRequestException;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The bodies that come over one connection, one after the other. A body that comes too slowly is cut off, and only so many may
 * come at once: each holds a thread of the server. One thread at a time uses it.
 */
final class TimedInput implements InputBuffer {
    private final InputBuffer in;
    private final AddressLimit bodies;
    private final DataRate least;
    private String address = "";
    private boolean counted;
    private boolean cut;
    private long bytes;
    private long waited;

    private TimedInput(InputBuffer in, AddressLimit bodies, DataRate least) {
        this.in = in;
        this.bodies = bodies;
        this.least = least;
    }

    /** The input of a request that begins, from this address. */
    static TimedInput of(Request request, String address, AddressLimit bodies, DataRate least) {
        TimedInput timed;
        if (request.getInputBuffer() instanceof TimedInput there) {
            timed = there;
        } else {
            timed = new TimedInput(request.getInputBuffer(), bodies, least);
            request.setInputBuffer(timed);
        }
        timed.address = address;
        timed.cut = false;
        timed.bytes = 0;
        timed.waited = 0;
        return timed;
    }

    /**
     * Reads what comes next.
     *
     * @throws BadRequestException when the body comes too slowly
     * @throws TooManyAttemptsException when too many bodies come at once
     */
    @Override
    public int doRead(ApplicationBufferHandler to) throws IOException {
        count();
        long began = System.nanoTime();
        int read;
        try {
            read = in.doRead(to);
        } catch (SocketTimeoutException nothing) {
            throw tooSlow(waited + System.nanoTime() - began, nothing);
        }
        waited += System.nanoTime() - began; // what is done with the bytes takes its own time
        bytes += Math.max(0, read);
        if (read < 0) {
            end();
        } else if (least.isMissed(bytes, waited)) {
            throw tooSlow(waited, null);
        }
        return read;
    }

    private void count() {
        if (!counted) {
            if (!bodies.take(address)) {
                cut = true;
                throw new TooManyAttemptsException(
                        "expected fewer bodies of requests at once: too many are on their way; try again",
                        Duration.ofSeconds(1));
            }
            counted = true;
        }
    }

    private BadRequestException tooSlow(long nanos, @Nullable Throwable cause) {
        cut = true;
        BadRequestException slow = new BadRequestException(
                HttpStatus.REQUEST_TIMEOUT,
                "expected at least " + (least.bytesPerSecond() >> 10) + " KB of the body a second, got " + bytes
                        + " bytes in " + TimeUnit.NANOSECONDS.toSeconds(nanos)
                        + " s: send it again from where the network is faster");
        slow.initCause(cause);
        return slow;
    }

    /** Whether the rest of the body is not waited for. */
    boolean isCut() {
        return cut;
    }

    /** The body has come to its end, or nobody reads it any more. */
    void end() {
        if (counted) {
            counted = false;
            bodies.giveBack(address);
        }
    }

    @Override
    public int available() {
        return in.available();
    }
}
