package nudge.standalone;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Passes TCP connections on to one of several ports of this machine, in turn, and can fail as a network does: connections
 * that are cut, and such that stay open while nothing gets through any more, not even their end.
 */
final class TcpProxy implements AutoCloseable {
    /** Kafka's request that ends a transaction. */
    private static final short END_TRANSACTION = 26;

    private final boolean kafka;
    private final int[] targets;
    private final ServerSocket server;
    private final AtomicInteger turn = new AtomicInteger();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Trap> trap = new AtomicReference<>();
    private volatile Lost lost = Lost.NOTHING;
    private volatile Duration delay = Duration.ZERO;

    /** What does not get through. */
    enum Lost {
        NOTHING,
        ANSWERS,
        ALL
    }

    /** @param whose the beginning of a transactional id */
    private record Trap(String whose, Runnable sprung) {
        boolean catches(byte[] request) {
            return ByteBuffer.wrap(request).getShort() == END_TRANSACTION
                    && new String(request, StandardCharsets.ISO_8859_1).contains(whose);
        }
    }

    private TcpProxy(boolean kafka, int port, int... targets) throws IOException {
        this.kafka = kafka;
        this.targets = targets;
        this.server = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    static TcpProxy to(int... targets) throws IOException {
        return new TcpProxy(false, 0, targets);
    }

    /** In front of a Kafka listener, whose requests it can tell apart. */
    static TcpProxy toKafka(int port, int target) throws IOException {
        return new TcpProxy(true, port, target);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Resets every connection; new ones get through. */
    void cut() {
        links.forEach(Link::reset);
    }

    /** From now on the connections lose this, and will for ever; new ones until {@link #heal()}. */
    void lose(Lost what) {
        lost = what;
        links.forEach(link -> link.lost = what);
    }

    void heal() {
        lost = Lost.NOTHING;
    }

    /** How much later every answer comes from now on. */
    void delay(Duration much) {
        delay = much;
    }

    /**
     * Sets a trap that springs once, when the next request that ends a transaction has come, before it is passed on.
     *
     * @param whose the beginning of its transactional id
     * @param sprung may hold it up
     */
    void onNextCommit(String whose, Runnable sprung) {
        trap.set(new Trap(whose, sprung));
    }

    /** A trap that has not sprung never will. */
    void disarm() {
        trap.set(null);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                thread(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        for (int attempt = 0; attempt < targets.length; attempt++) {
            int target = targets[Math.floorMod(turn.getAndIncrement(), targets.length)];
            try {
                Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target), lost);
                links.add(link);
                thread(link::answers);
                link.requests();
                return;
            } catch (IOException refused) {
                // The next target, if there is one.
            }
        }
        close(client);
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // That is what was asked for.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    /** A connection from a client to a server. */
    private final class Link {
        private final Socket client;
        private final Socket upstream;
        private volatile Lost lost;

        Link(Socket client, Socket upstream, Lost lost) throws IOException {
            this.client = client;
            this.upstream = upstream;
            this.lost = lost;
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
        }

        void requests() {
            try {
                if (kafka) {
                    passRequests(new DataInputStream(client.getInputStream()), upstream.getOutputStream());
                } else {
                    pass(client.getInputStream(), upstream.getOutputStream(), Lost.ALL);
                }
            } catch (IOException ended) {
                end();
            }
        }

        void answers() {
            try {
                pass(upstream.getInputStream(), client.getOutputStream(), Lost.ANSWERS);
            } catch (IOException ended) {
                end();
            }
        }

        private void pass(InputStream in, OutputStream out, Lost least) throws IOException {
            byte[] bytes = new byte[65_536];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (lost.compareTo(least) < 0) {
                    LockSupport.parkNanos(least == Lost.ANSWERS ? delay.toNanos() : 0);
                    out.write(bytes, 0, read);
                }
            }
            throw new IOException("the connection ends");
        }

        /** Whole requests: their size, then a number that says what they ask for. */
        private void passRequests(DataInputStream in, OutputStream out) throws IOException {
            while (true) {
                byte[] request = in.readNBytes(in.readInt());
                Trap set = trap.get();
                if (set != null && set.catches(request) && trap.compareAndSet(set, null)) {
                    set.sprung.run();
                }
                if (lost != Lost.ALL) {
                    out.write(ByteBuffer.allocate(4 + request.length)
                            .putInt(request.length)
                            .put(request)
                            .array());
                }
            }
        }

        /** A lost end is not heard of at the other side. */
        private void end() {
            if (lost == Lost.NOTHING || server.isClosed()) {
                reset();
            }
        }

        void reset() {
            links.remove(this);
            TcpProxy.close(client);
            TcpProxy.close(upstream);
        }
    }
}
