package nudge.labeller.web.blindness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import nudge.labeller.RunningLabeller;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The live stream of an annotator beats, whatever happens, and that of a reviewer does not wait. */
@Tag("server")
class BlindStreamTest {
    /** @param line of the stream; comments and empty lines are left out */
    private record Heard(String line, long nanos) {}

    private static final class Listener implements AutoCloseable {
        final List<Heard> heard = new CopyOnWriteArrayList<>();
        private final InputStream stream;

        Listener(RunningLabeller labeller, BlindClient client) throws Exception {
            stream = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(labeller.uri("/api/stream"))
                                    .header("Authorization", "Bearer " + client.token())
                                    .header("Last-Event-ID", "0.0")
                                    .build(),
                            BodyHandlers.ofInputStream())
                    .body();
            Thread reader = new Thread(this::read);
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.isEmpty() && !line.startsWith(":")) {
                        heard.add(new Heard(line, System.nanoTime()));
                    }
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        long count(String event) {
            return heard.stream()
                    .filter(each -> each.line().equals("event:" + event))
                    .count();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    @Test
    void an_annotators_stream_beats_at_fixed_intervals_with_the_same_whatever_happened() throws Exception {
        CrowdLabeller crowd = CrowdLabeller.get();
        BlindClient ada = BlindClient.of(crowd.labeller, "annotator");
        List<JsonNode> tasks = ada.tasks(6);
        try (Listener blind = new Listener(crowd.labeller, ada);
                Listener seeing = new Listener(crowd.labeller, BlindClient.of(crowd.labeller, "reviewer"))) {
            await().atMost(Duration.ofSeconds(25)).until(() -> blind.count("progress") == 1);
            long checkpoints = seeing.count("checkpoint");
            int labels = labelsBeforeTheNextMove(crowd.labeller, ada, tasks.size());
            for (int i = 0; i < labels; i++) {
                ada.send("POST", "/api/images/" + tasks.get(i).get("image").asString() + "/label", "{\"digit\": 1}");
                crowd.trainer.publish(100 + i);
            }
            crowd.trainer.publish(200);
            await().atMost(Duration.ofSeconds(8)).until(() -> seeing.count("checkpoint") >= checkpoints + labels + 1);
            assertThat(blind.count("progress")).as("before the next beat").isEqualTo(1);
            await().atMost(Duration.ofSeconds(25)).until(() -> blind.count("progress") == 2);
            List<Heard> heard = List.copyOf(blind.heard);
            assertThat(heard).noneMatch(each -> each.line().startsWith("id:"));
            assertThat(heard.stream().map(Heard::line).filter(line -> line.startsWith("event:")))
                    .containsExactly(
                            "event:accuracy",
                            "event:checkpoint",
                            "event:progress",
                            "event:accuracy",
                            "event:checkpoint",
                            "event:progress");
            assertThat(heard.get(3).line())
                    .as("the checkpoint")
                    .isEqualTo(heard.get(9).line());
            assertThat(heard.get(11).line())
                    .contains("\"labelled\":" + labels + ",")
                    .contains("\"position\":null");
            long between = heard.get(6).nanos() - heard.get(0).nanos();
            assertThat(Duration.ofNanos(between)).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(16));
        }
    }

    /** Other tests have answered as well: what is seen of the training must not move for their sake. */
    private static int labelsBeforeTheNextMove(RunningLabeller labeller, BlindClient client, int most)
            throws IOException, InterruptedException, SQLException {
        client.send("GET", "/api/progress", (String) null);
        try (Connection database = labeller.database();
                ResultSet row = database.createStatement().executeQuery("SELECT answers FROM own_label_head")) {
            row.next();
            return (int) Math.min(most, VisibleTraining.ANSWERS - 1 - row.getLong(1) % VisibleTraining.ANSWERS);
        }
    }
}
