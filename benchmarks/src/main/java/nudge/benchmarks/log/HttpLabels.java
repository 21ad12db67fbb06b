package nudge.benchmarks.log;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedPostgres;
import nudge.labeller.Labeller;
import nudge.labeller.LabellerConfiguration;

/** Labels through the labeller's REST API, with a token and connections that are kept, while it relays them to Kafka. */
final class HttpLabels implements AutoCloseable {
    private final Labeller labeller;
    private final String authorization;
    private final List<UUID> images;
    private final AtomicInteger next = new AtomicInteger();

    HttpLabels(EmbeddedPostgres postgres, EmbeddedKafka kafka) throws Exception {
        try (BenchStore store = new BenchStore(postgres, "http")) {
            PoolBench pool = new PoolBench(store);
            pool.addImages();
            images = pool.images();
            Collections.shuffle(images, new Random(2));
        }
        labeller = Labeller.start(LabellerConfiguration.of(Map.of(
                "NUDGE_LABELLER_HTTP_PORT",
                "0",
                "NUDGE_LABELLER_DATABASE_URL",
                postgres.jdbcUrl("http"),
                "NUDGE_LABELLER_DATABASE_USER",
                postgres.user(),
                "NUDGE_LABELLER_DATABASE_PASSWORD",
                postgres.password(),
                "NUDGE_LABELLER_KAFKA",
                kafka.bootstrapServers())));
        authorization = "Bearer " + labeller.renewLocalToken().reveal();
    }

    /** A client with a connection of its own: the JDK's client would take more of the machine than the labeller does. */
    Callable<?> client() {
        URI address = URI.create(labeller.localAddress());
        try {
            Socket socket = new Socket(address.getHost(), address.getPort());
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            return () -> {
                socket.getOutputStream().write(request(address));
                return answer(in);
            };
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private byte[] request(URI address) {
        int label = next.getAndIncrement();
        String body = "{\"digit\":" + label % 10 + ",\"elapsedMs\":850}";
        return """
                POST /api/images/%s/label HTTP/1.1
                Host: %s
                Authorization: %s
                Content-Type: application/json
                Idempotency-Key: %s
                Content-Length: %d

                %s""".formatted(
                        images.get(label % images.size()),
                        address.getAuthority(),
                        authorization,
                        UUID.randomUUID(),
                        body.length(),
                        body)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String answer(InputStream in) throws IOException {
        String status = line(in);
        int length = -1;
        boolean chunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            chunked |= lower.equals("transfer-encoding: chunked");
            length = lower.startsWith("content-length:")
                    ? Integer.parseInt(header.substring(15).trim())
                    : length;
        }
        StringBuilder body = new StringBuilder();
        while (chunked && length != 0) {
            length = Integer.parseInt(line(in), 16);
            body.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
            line(in);
        }
        if (!chunked) {
            body.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
        }
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("expected the label to be taken, got " + status + " " + body);
        }
        return body.toString();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the labeller closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws InterruptedException {
        labeller.close();
    }
}
