package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WholeAnswerTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n";

    @Test
    void an_answer_whose_end_is_lost_on_the_way_is_asked_for_again() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Deque<String> answers = new ArrayDeque<>(List.of(HEAD + "{\"posi", HEAD + "{\"seen\": 77}"));
            Thread answering = new Thread(() -> answer(server, answers));
            answering.setDaemon(true);
            answering.start();
            Api api = new Api(URI.create("http://127.0.0.1:" + server.getLocalPort()), () -> "a token")
                    .trying(2, Duration.ofMillis(300));
            assertThat(api.get("/api/progress").get("seen").asInt()).isEqualTo(77);
        }
    }

    /** One answer a connection, which stays open. */
    private static void answer(ServerSocket server, Deque<String> answers) {
        List<Socket> open = new ArrayList<>();
        try {
            while (!answers.isEmpty()) {
                Socket client = server.accept();
                open.add(client);
                client.getInputStream().read();
                client.getOutputStream().write(answers.pop().getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException closed) {
            open.clear();
        }
    }
}
