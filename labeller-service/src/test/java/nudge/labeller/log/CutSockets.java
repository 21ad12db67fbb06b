package nudge.labeller.log;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Sockets whose next answer can be made to get lost: the other end has sent it, and nobody reads it. */
public final class CutSockets extends SocketFactory {
    private static final AtomicReference<@Nullable Cut> NEXT = new AtomicReference<>();

    private record Cut(Thread reader, Runnable awaited) {}

    /** The calling thread's next read first waits for something and then fails; a pool opens connections in other threads. */
    static void cutNextAnswerWhen(Runnable awaited) {
        NEXT.set(new Cut(Thread.currentThread(), awaited));
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public InputStream getInputStream() throws IOException {
                return new FilterInputStream(super.getInputStream()) {
                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
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
        };
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
