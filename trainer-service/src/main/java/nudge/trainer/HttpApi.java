package nudge.trainer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import nudge.events.EventCodec;

/** {@code GET /health} and {@code GET /metrics}. */
final class HttpApi implements AutoCloseable {
    private final HttpServer server;

    private HttpApi(HttpServer server) {
        this.server = server;
    }

    /**
     * Serves at once.
     *
     * @param port 0 for any free one
     * @throws IllegalStateException when the port is taken
     */
    static HttpApi start(String address, int port, Status status, Metrics metrics) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
            server.createContext("/health", exchange -> answerHealth(exchange, status));
            server.createContext(
                    "/metrics",
                    exchange -> answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape()));
            server.start();
            return new HttpApi(server);
        } catch (IOException refused) {
            throw new IllegalStateException(
                    "expected " + address + ":" + port + " to be free, got: " + refused.getMessage()
                            + "; set NUDGE_TRAINER_HTTP_PORT to another port",
                    refused);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answerHealth(HttpExchange exchange, Status status) throws IOException {
        Status.Snapshot now = status.now();
        answer(exchange, now.state().isHealthy() ? 200 : 503, "application/json", EventCodec.json(now));
    }

    private static void answer(HttpExchange exchange, int code, String type, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(code, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
