package nudge.labeller;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets to the database. They count the round trips of those threads that serve requests, neither the relay nor the pool; and the
 * next answer can be made to get lost: the other end has sent it, and nobody reads it.
 */
public final class TestSockets extends SocketFactory {
    private static final AtomicLong ROUND_TRIPS = new AtomicLong();
    private static final AtomicReference<@Nullable Cut> NEXT = new AtomicReference<>();

    private record Cut(Thread reader, Runnable awaited) {}

    /** The end of a database's address that makes its driver use these sockets. */
    public static String inAddress() {
        return "?socketFactory=" + TestSockets.class.getName();
    }

    /** So far. */
    public static long roundTrips() {
        return ROUND_TRIPS.get();
    }

    /** The calling thread's next read first waits for something and then fails; a pool opens connections in other threads. */
    public static void cutNextAnswerWhen(Runnable awaited) {
        NEXT.set(new Cut(Thread.currentThread(), awaited));
    }

    private static boolean isCounted() {
        String thread = Thread.currentThread().getName();
        return thread.startsWith("http-") || thread.equals("log-writer");
    }

    /** A round trip is an answer that is read behind something that was sent. */
    private static final class Watched extends Socket {
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
                    Cut cut = NEXT.get();
                    if (cut != null && cut.reader() == Thread.currentThread()) {
                        NEXT.set(null);
                        cut.awaited().run();
                        close();
                        throw new SocketException("the connection was cut");
                    }
                    return super.read(bytes, offset, length);
                }
            };
        }
    }

    @Override
    public Socket createSocket() {
        return new Watched();
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
