package nudge.labeller.web;

import org.apache.catalina.connector.Request;
import org.apache.coyote.http2.Http2Protocol;

/**
 * HTTP/2 over TLS, whose clients may keep no more busy than those of HTTP/1.1. Connections are counted, and slow handshakes,
 * bodies and readers are cut off, by what stands beneath and above it; here stand the limits of its own:
 *
 * <ul>
 *   <li>so many streams of a connection are open at once, and so many of them are worked on;
 *   <li>streams that are opened and reset, empty and tiny frames, pings and settings are overhead: when there is more of it than
 *       of requests and answers, the connection is closed ("rapid reset", CVE-2023-44487; floods of CONTINUATION);
 *   <li>a body, or the window for an answer, is waited for no longer than {@link DataRate#grace} at a time.
 * </ul>
 */
final class LimitedHttp2 extends Http2Protocol {
    private static final int STREAMS = 100;
    private static final int STREAMS_WORKED_ON = 10;
    private static final long WRITE_MS = 10_000;

    LimitedHttp2(DataRate bodies, DataRate answers) {
        setMaxConcurrentStreams(STREAMS);
        setMaxConcurrentStreamExecution(STREAMS_WORKED_ON);
        setStreamReadTimeout(bodies.grace().toMillis());
        setStreamWriteTimeout(Math.min(WRITE_MS, answers.grace().toMillis()));
        setWriteTimeout(Math.min(WRITE_MS, answers.grace().toMillis()));
    }

    /** Whether a request came by it. */
    static boolean is(Request request) {
        return request.getProtocol().equals("HTTP/2.0");
    }
}
