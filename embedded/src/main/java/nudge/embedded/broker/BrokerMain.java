package nudge.embedded.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * The broker's JVM. It writes one line to its output, READY or FAILED with the reason, and runs until its input ends, which
 * its parent closes or, by its own end, lets end.
 */
public final class BrokerMain {
    private static final long PREDECESSOR_MILLIS = 15_000;

    /** Kept here, because a channel that nothing refers to is closed, and its lock released. */
    private static @Nullable FileChannel lockFile;

    private BrokerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        // Kafka looks names up in the letters of the machine's language: with Turkish ones it does not start.
        Locale.setDefault(Locale.ROOT);
        PrintStream parent = System.out;
        System.setOut(System.err);
        CountDownLatch parentGone = ParentWatch.start();
        try {
            start(Path.of(arguments[0]));
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            parent.println("FAILED " + reason(e));
            parent.flush();
            // A broker that failed to start leaves threads behind that would keep this JVM.
            Runtime.getRuntime().halt(1);
        }
        parent.println("READY");
        parent.flush();
        parentGone.await();
        System.exit(0);
    }

    private static void start(Path file) throws Exception {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        Path data = Path.of(properties.getProperty("log.dirs"));
        awaitPredecessor(data.resolveSibling("broker.lock"));
        requireFreePorts(properties.getProperty("listeners"));
        if (StaleSession.isLikely(data)) {
            StaleSession.end(properties);
        }
        BrokerData.format(data);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        server.startup();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.shutdown();
                            server.awaitShutdown();
                        },
                        "broker-stop"));
    }

    /**
     * The broker of a parent that was killed stops by itself, and holds this lock until it has. The lock lives as long as
     * this JVM.
     */
    private static void awaitPredecessor(Path file) throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lockFile = channel;
        FileLock lock = channel.tryLock();
        for (long waited = 0; lock == null; waited += 10) {
            if (waited >= PREDECESSOR_MILLIS) {
                throw new IOException("expected the broker of an earlier run to be gone from " + file.getParent()
                        + ", but it still runs; stop it");
            }
            TimeUnit.MILLISECONDS.sleep(10);
            lock = channel.tryLock();
        }
    }

    /** Kafka says late, and not which, that a port is taken. */
    private static void requireFreePorts(String listeners) throws IOException {
        for (String listener : listeners.split(",")) {
            URI address = URI.create(listener);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(address.getHost(), address.getPort()));
            } catch (BindException e) {
                throw new IOException("port " + address.getPort() + " is taken", e);
            }
        }
    }

    /** The failure and its causes in one line. */
    private static String reason(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(cause ->
                        String.valueOf(cause.getMessage()).lines().findFirst().orElse(""))
                .distinct()
                .collect(Collectors.joining(": "));
    }
}
