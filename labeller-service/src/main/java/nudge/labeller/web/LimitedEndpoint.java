package nudge.labeller.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.apache.coyote.Constants;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Accepts so many connections of each address, and closes those that shake hands, send the head of a request, or read an answer
 * too slowly.
 */
final class LimitedEndpoint extends NioEndpoint {
    private @Nullable OpenConnections connectionsOfAddresses;
    private DataRate answers = new DataRate(Duration.ofDays(1), 1);

    void limit(OpenConnections mostConnections, DataRate leastOfAnswers) {
        connectionsOfAddresses = mostConnections;
        answers = leastOfAnswers;
    }

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        if (connectionsOfAddresses != null && !connectionsOfAddresses.add(socket)) {
            destroySocket(socket);
            return false;
        }
        return super.setSocketOptions(socket);
    }

    @Override
    protected NioChannel createChannel(SocketBufferHandler buffers) {
        return isSSLEnabled() ? new Tls(buffers, this, answers) : new Plain(buffers, answers);
    }

    /** Closes connections on which a TLS handshake, or the head of a request, has been on its way for longer. */
    void closeSlowStarts(Duration longest) {
        long oldest = System.nanoTime() - longest.toNanos();
        for (SocketWrapperBase<NioChannel> connection : getConnections()) {
            if (connection.getSocket() instanceof Tls tls && tls.isHandshakeSince(oldest)
                    || connection.getCurrentProcessor() instanceof Processor waiting && isHeadSince(oldest, waiting)) {
                connection.close();
            }
        }
    }

    /** Between two parts of its head a request waits at its connection; while a thread works on it, it does not. */
    private static boolean isHeadSince(long oldest, Processor waiting) {
        Request request = waiting.getRequest();
        return !waiting.isAsync()
                && !waiting.isUpgrade()
                && request.getStartTimeNanos() != -1
                && request.getStartTimeNanos() - oldest < 0
                && request.getRequestProcessor().getStage() != Constants.STAGE_SERVICE;
    }

    private static final class Plain extends NioChannel {
        private final WriteClock clock;

        Plain(SocketBufferHandler buffers, DataRate answers) {
            super(buffers);
            clock = new WriteClock(answers);
        }

        @Override
        public void reset(SocketChannel channel, NioSocketWrapper wrapper) throws IOException {
            clock.reset();
            super.reset(channel, wrapper);
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            int written = super.write(from);
            clock.wrote(written, from.remaining());
            return written;
        }
    }

    private static final class Tls extends SecureNioChannel {
        private final WriteClock clock;
        private volatile long opened = System.nanoTime();

        Tls(SocketBufferHandler buffers, NioEndpoint endpoint, DataRate answers) {
            super(buffers, endpoint);
            clock = new WriteClock(answers);
        }

        @Override
        public void reset(SocketChannel channel, NioSocketWrapper wrapper) throws IOException {
            clock.reset();
            opened = System.nanoTime();
            super.reset(channel, wrapper);
        }

        boolean isHandshakeSince(long oldest) {
            return !isHandshakeComplete() && opened - oldest < 0;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            if (!from.hasRemaining()) {
                return super.write(from); // HTTP/2 does so, and has written nothing by it
            }
            int written = super.write(from);
            clock.wrote(written, from.remaining());
            return written;
        }

        /** By this HTTP/2 writes. What it takes may still wait in the encrypted buffer. */
        @Override
        public long write(ByteBuffer[] from, int first, int count) throws IOException {
            long written = super.write(from, first, count);
            int left = getOutboundRemaining();
            for (int i = first; i < first + count; i++) {
                left += from[i].remaining();
            }
            clock.wrote((int) written, left);
            return written;
        }
    }
}
