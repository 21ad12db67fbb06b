package nudge.standalone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * More clients than a server has threads, at one address of their own: each sends a request's head, and then a byte of its
 * body each second, for as long as it is let. Whoever is sent away comes back.
 */
final class DrippingClients implements AutoCloseable {
    private static final int CLIENTS = 250;
    private static final String ADDRESS = "127.0.0.2";
    private static final int CONNECT_MS = 100;

    private final String token;
    private final List<Socket> sockets = new ArrayList<>();
    private @Nullable Thread thread;
    private volatile boolean dripping;

    /** @param token to come in with: strangers are sent away before their body is read */
    DrippingClients(String token) {
        this.token = token;
    }

    /** Begins, if they do not drip yet. */
    void drip(int port) {
        if (thread == null) {
            dripping = true;
            thread = new Thread(() -> run(port), "dripping-clients");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run(int port) {
        while (dripping) {
            for (Iterator<Socket> each = sockets.iterator(); each.hasNext(); ) {
                if (!sends(each.next(), "x")) {
                    each.remove();
                }
            }
            long next = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            while (dripping && sockets.size() < CLIENTS && System.nanoTime() < next) {
                connect(port);
            }
            LockSupport.parkNanos(next - System.nanoTime());
        }
        sockets.forEach(DrippingClients::close);
        sockets.clear();
    }

    private void connect(int port) {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(ADDRESS, 0));
            socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MS);
            if (sends(socket, head(port))) {
                sockets.add(socket);
            }
        } catch (IOException away) {
            close(socket);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(CONNECT_MS));
        }
    }

    private String head(int port) {
        return String.join(
                "\r\n",
                "POST /api/predict HTTP/1.1",
                "Host: 127.0.0.1:" + port,
                "Authorization: Bearer " + token,
                "Content-Type: application/octet-stream",
                "Content-Length: 784",
                "",
                "");
    }

    private static boolean sends(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException sentAway) {
            close(socket);
            return false;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // That is what was asked for.
        }
    }

    @Override
    public void close() throws InterruptedException {
        dripping = false;
        if (thread != null) {
            LockSupport.unpark(thread);
            thread.join();
            thread = null;
        }
    }
}
