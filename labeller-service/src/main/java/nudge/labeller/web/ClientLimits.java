package nudge.labeller.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import nudge.labeller.access.TooManyAttemptsException;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.ProblemWriter;
import nudge.labeller.web.security.RemoteAddress;
import nudge.labeller.web.security.SecurityHeaders;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * What one address may keep busy: so many requests at once, and so many bodies on their way, which must not come too slowly.
 * Behind a trusted proxy it is the address that the proxy forwards.
 */
final class ClientLimits extends ValveBase {
    /** A rest that nobody reads is read to here, so that its sender sees the answer. */
    private static final int MOST_UNREAD = 32 << 20;

    private final AddressLimit requests;
    private final AddressLimit http2Requests;
    private final AddressLimit bodies;
    private final DataRate leastOfBodies;

    /** @param http2Requests those by HTTP/2, which are none of the {@code requests} */
    ClientLimits(AddressLimit requests, AddressLimit http2Requests, AddressLimit bodies, DataRate leastOfBodies) {
        super(true);
        this.requests = requests;
        this.http2Requests = http2Requests;
        this.bodies = bodies;
        this.leastOfBodies = leastOfBodies;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String address = RemoteAddress.of(request);
        boolean http2 = LimitedHttp2.is(request);
        AddressLimit limit = http2 ? http2Requests : requests;
        if (!limit.take(address)) {
            refuse(request, response, http2);
            return;
        }
        TimedInput body = TimedInput.of(request.getCoyoteRequest(), address, bodies, leastOfBodies);
        try {
            getNext().invoke(request, response);
            if (!request.isAsync()) {
                readRest(request, response, body);
                if (http2) {
                    response.finishResponse(); // here, where it is counted, it waits for the client's window
                }
            }
        } finally {
            body.end();
            limit.giveBack(address);
        }
    }

    private static void refuse(Request request, Response response, boolean http2) throws IOException {
        SecurityHeaders.put(request, response);
        if (http2) {
            // The head alone: for a body the client might have no window, and then it would hold this thread.
            response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        } else {
            ProblemWriter.tooMany(
                    request,
                    response,
                    new TooManyAttemptsException(
                            "expected fewer requests of one address at once: wait for some of the answers",
                            Duration.ofSeconds(1)));
        }
        request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }

    /** Sends the answer, and reads what is left of the body: Tomcat would do so without looking at the clock. */
    private static void readRest(Request request, Response response, TimedInput body) throws IOException {
        org.apache.coyote.Request from = request.getCoyoteRequest();
        boolean waits = from.hasExpectation() && from.getBytesRead() == 0;
        if (from.isFinished() || waits) {
            return;
        }
        boolean whole = false;
        if (!body.isCut()) {
            response.finishResponse();
            whole = isReadToTheEnd(from);
        }
        if (!whole) {
            from.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    private static boolean isReadToTheEnd(org.apache.coyote.Request from) {
        try {
            Nowhere nowhere = new Nowhere();
            int left = MOST_UNREAD;
            for (int read = 0; read >= 0 && left > 0; left -= read) {
                read = from.doRead(nowhere);
                if (read < 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException | BadRequestException | TooManyAttemptsException cut) {
            return false;
        }
    }

    /** Takes bytes and forgets them. */
    private static final class Nowhere implements ApplicationBufferHandler {
        private ByteBuffer buffer = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer bytes) {
            buffer = bytes;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {}
    }
}
