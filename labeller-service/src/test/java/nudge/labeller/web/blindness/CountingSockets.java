package nudge.labeller.web.blindness;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/** Sockets to the database that count the round trips of those threads that serve requests: neither the relay nor the pool. */
public final class CountingSockets extends SocketFactory {
    private static final AtomicLong ROUND_TRIPS = new AtomicLong();

    /** So far. */
    static long roundTrips() {
        return ROUND_TRIPS.get();
    }

    private static boolean isCounted() {
        String thread = Thread.currentThread().getName();
        return thread.startsWith("http-") || thread.equals("log-writer");
    }

    /** A round trip is an answer that is read behind something that was sent. */
    private static final class Counting extends Socket {
        private volatile boolean sent;

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    sent = true;
                    out.write(bytes, offset, length);
                }
            };
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    if (sent && isCounted()) {
                        ROUND_TRIPS.incrementAndGet();
                    }
                    sent = false;
                    return super.read(bytes, offset, length);
                }
            };
        }
    }

    @Override
    public Socket createSocket() {
        return new Counting();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("the driver connects its sockets itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("the driver connects its sockets itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("the driver connects its sockets itself");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("the driver connects its sockets itself");
    }
}
