package nudge.labeller.web.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import nudge.events.AccuracyMeasured;
import nudge.events.EventCodec;
import nudge.labeller.RunningLabeller;
import nudge.labeller.web.RawRequests;
import nudge.labeller.web.SharedLabeller;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an open page is sent, and what it is sent again when it comes back. */
class EventStreamTest {
    private static RunningLabeller labeller;
    private static KafkaProducer<String, byte[]> trainer;

    @BeforeAll
    static void start() {
        labeller = SharedLabeller.get();
        trainer = new KafkaProducer<>(
                Map.of("bootstrap.servers", labeller.kafka()), new StringSerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        trainer.close();
    }

    private static void measure(String checkpoint) throws Exception {
        trainer.send(EventCodec.encode(new AccuracyMeasured(
                        checkpoint,
                        "digits",
                        7,
                        3,
                        10,
                        9,
                        0.9,
                        0.6,
                        0.98,
                        0.2,
                        null,
                        Collections.nCopies(10, Collections.nCopies(10, 0)),
                        Instant.EPOCH)))
                .get();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> labeller.get("/api/accuracy?limit=20000")
                        .json()
                        .valueStream()
                        .anyMatch(point -> point.get("checkpoint").asString().equals(checkpoint)));
    }

    private record Message(String id, String name, String data) {}

    /** A page that reads until a checkpoint's measurement has come. */
    private static List<Message> readUntil(String checkpoint, String... headers) throws IOException {
        try (Socket socket = new RawRequests(labeller.port()).connect("127.0.0.1")) {
            socket.getOutputStream()
                    .write(RawRequests.get("/api/stream", "localhost", headers).getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            List<Message> messages = new ArrayList<>();
            String id = "";
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    id = line.substring(3);
                } else if (line.startsWith("event:")) {
                    name = line.substring(6);
                } else if (line.startsWith("data:")) {
                    messages.add(new Message(id, name, line.substring(5)));
                    if (line.contains("\"" + checkpoint + "\"")) {
                        return messages;
                    }
                }
            }
            throw new IOException("the stream ended after " + messages);
        }
    }

    private static List<Message> measurements(List<Message> messages) {
        return messages.stream()
                .filter(message -> message.name().equals("accuracy"))
                .toList();
    }

    private static String token() {
        return "Authorization: Bearer " + labeller.token();
    }

    @Test
    void a_page_that_comes_back_is_sent_what_it_missed_and_nothing_again() throws Exception {
        measure("first");
        measure("second");
        List<Message> all = measurements(readUntil("second", token(), "Last-Event-ID: -1.-1"));
        assertThat(all).extracting(Message::data).anyMatch(data -> data.contains("\"first\""));
        Message second = all.get(all.size() - 1);
        measure("third");
        List<Message> missed = measurements(readUntil("third", token(), "Last-Event-ID: " + second.id()));
        assertThat(missed)
                .singleElement()
                .satisfies(message -> assertThat(message.data()).contains("\"third\""));
        assertThat(missed.get(0).id()).isNotEqualTo(second.id());
    }

    @Test
    void an_id_that_no_message_had_means_from_the_beginning() throws Exception {
        measure("fourth");
        measure("fifth");
        assertThat(measurements(readUntil("fifth", token(), "Last-Event-ID: of another server")))
                .extracting(Message::data)
                .anyMatch(data -> data.contains("\"fourth\""));
    }
}
