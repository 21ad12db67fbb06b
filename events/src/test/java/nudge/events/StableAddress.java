package nudge.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * An address that passes connections on to the broker of the moment: the port stays the test's own while the broker is down,
 * when a port of the broker's could be taken by somebody else.
 */
final class StableAddress implements AutoCloseable {
    private final ServerSocket server;
    private volatile int target;

    StableAddress() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String bootstrapServers() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Where connections go from now on. */
    void passTo(int port) {
        target = port;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket broker = new Socket(InetAddress.getLoopbackAddress(), target)) {
            start(() -> copy(broker, client));
            copy(client, broker);
        } catch (IOException down) {
            // The client sees its connection closed.
        }
    }

    /** Until one of both is closed; then the other is. */
    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException closed) {
            // Both are closed now.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "stable-address");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
