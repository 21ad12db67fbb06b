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
 * Accepts so many connections of each address, and closes those that send the head of a request, or read an answer, too slowly.
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

    /** Closes connections on which the head of a request has been on its way for longer. */
    void closeSlowHeads(Duration longest) {
        long now = System.nanoTime();
        for (SocketWrapperBase<NioChannel> connection : getConnections()) {
            // Between two of its parts the request waits here; while a thread works on it, it does not.
            if (connection.getCurrentProcessor() instanceof Processor waiting
                    && !waiting.isAsync()
                    && !waiting.isUpgrade()) {
                Request request = waiting.getRequest();
                long began = request.getStartTimeNanos();
                if (began != -1
                        && now - began > longest.toNanos()
                        && request.getRequestProcessor().getStage() != Constants.STAGE_SERVICE) {
                    connection.close();
                }
            }
        }
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

        Tls(SocketBufferHandler buffers, NioEndpoint endpoint, DataRate answers) {
            super(buffers, endpoint);
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
}
