package nudge.standalone;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests whose whole answer comes in time, or fails. Java's client waits in time for the head alone, and without end for the body. */
final class WholeAnswer {
    private WholeAnswer() {}

    /**
     * Sends a request.
     *
     * @param timeout for the head of the answer, and once more for its body
     * @throws IOException when the server does not answer, or not in time
     */
    static HttpResponse<byte[]> of(HttpClient client, HttpRequest.Builder request, Duration timeout)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.timeout(timeout).build(), BodyHandlers.ofByteArray());
        try {
            return answer.get(2 * timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new HttpTimeoutException(
                    "the answer began, and its end did not come within " + 2 * timeout.toSeconds() + " s");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException away ? away : new IOException(failed.getCause());
        } finally {
            answer.cancel(true);
        }
    }
}
