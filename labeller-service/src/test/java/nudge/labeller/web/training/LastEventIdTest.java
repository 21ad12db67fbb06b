package nudge.labeller.web.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import nudge.labeller.RunningLabeller;
import nudge.labeller.model.TestTrainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A page that loses its stream comes back with {@code Last-Event-ID}, as a browser does by itself. */
@Tag("server")
class LastEventIdTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static RunningLabeller labeller;
    private static TestTrainer trainer;
    /** How many checkpoints there are. */
    private static int published;

    @BeforeAll
    static void start(@TempDir Path kafka) throws Exception {
        labeller = RunningLabeller.start(kafka, Map.of());
        trainer = new TestTrainer(labeller.kafka());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        trainer.close();
        labeller.close();
    }

    /** What the server sent: {@code checkpoint 3} says that it told of the checkpoint 3. */
    private record Message(String id, String name) {}

    private static final class Page implements AutoCloseable {
        private final InputStream stream;
        private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

        Page(String lastEventId) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(labeller.uri("/api/stream"))
                    .header("Authorization", "Bearer " + labeller.token());
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            stream = HttpClient.newHttpClient()
                    .send(request.build(), BodyHandlers.ofInputStream())
                    .body();
            Thread reader = new Thread(this::read);
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                String id = "";
                String name = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event:")) {
                        name = line.substring("event:".length());
                    } else if (line.startsWith("id:")) {
                        id = line.substring("id:".length());
                    } else if (line.startsWith("data:")) {
                        messages.add(new Message(id, told(name, line.substring("data:".length()))));
                    }
                }
            } catch (IOException closed) {
                // The page has gone.
            }
        }

        private static String told(String name, String data) {
            String field = name.equals("checkpoint") ? "id" : "checkpoint";
            return name.equals("progress")
                    ? name
                    : name + " " + MAPPER.readTree(data).get(field).asString().substring("checkpoint-".length());
        }

        Message next() throws InterruptedException {
            Message next = messages.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("the next message").isNotNull();
            return next;
        }

        /** The next messages that tell of a checkpoint or a measurement. */
        List<Message> next(int count) throws InterruptedException {
            List<Message> next = new ArrayList<>();
            while (next.size() < count) {
                Message message = next();
                if (!message.name.equals("progress")) {
                    next.add(message);
                }
            }
            return next;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    private static void publish(int count) {
        for (int i = 0; i < count; i++) {
            trainer.publish(published++);
        }
    }

    /** Both messages of each checkpoint, from the one on that has this number. */
    private static String[] messagesFrom(int first) {
        List<String> messages = new ArrayList<>();
        for (int number = first; number < published; number++) {
            messages.add("checkpoint " + number);
            messages.add("accuracy " + number);
        }
        return messages.toArray(String[]::new);
    }

    private static Message last(List<Message> messages) {
        return messages.get(messages.size() - 1);
    }

    @Test
    void a_page_that_comes_back_gets_what_it_missed_and_nothing_twice() throws Exception {
        String lastId;
        try (Page page = new Page(null)) {
            int first = published;
            publish(2);
            List<Message> seen = page.next(4);
            assertThat(seen).extracting(Message::name).containsExactlyInAnyOrder(messagesFrom(first));
            lastId = last(seen).id;
        }
        int missed = published;
        publish(3);
        try (Page page = new Page(lastId)) {
            List<Message> seen = new ArrayList<>(page.next(6));
            publish(1);
            seen.addAll(page.next(2));
            assertThat(seen).extracting(Message::name).containsExactlyInAnyOrder(messagesFrom(missed));
        }
    }

    @Test
    void a_page_that_is_cut_off_after_each_message_gets_every_one_once() throws Exception {
        int first = published;
        String lastId;
        List<String> seen = new ArrayList<>();
        try (Page page = new Page(null)) {
            publish(1);
            List<Message> both = page.next(2);
            both.forEach(message -> seen.add(message.name));
            lastId = last(both).id;
        }
        publish(8);
        for (int i = 0; i < 16; i++) {
            try (Page page = new Page(lastId)) {
                Message next = page.next(1).get(0);
                seen.add(next.name);
                lastId = next.id;
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(messagesFrom(first));
    }

    @Test
    void a_page_that_has_seen_progress_alone_gets_what_has_happened_since() throws Exception {
        String lastId;
        try (Page page = new Page(null)) {
            publish(2);
            page.next(4);
        }
        try (Page page = new Page(null)) {
            Message progress = page.next();
            assertThat(progress.name).isEqualTo("progress");
            lastId = progress.id;
        }
        int missed = published;
        publish(2);
        try (Page page = new Page(lastId)) {
            assertThat(page.next(4)).extracting(Message::name).containsExactlyInAnyOrder(messagesFrom(missed));
        }
    }

    @Test
    void a_page_with_an_id_of_another_server_is_as_one_that_is_new() throws Exception {
        try (Page page = new Page(null)) {
            publish(1);
            page.next(2);
        }
        int first = published;
        for (String foreign : List.of("x", "7", "7.x", "")) {
            try (Page page = new Page(foreign)) {
                assertThat(page.next().name).isEqualTo("progress");
                publish(1);
                assertThat(page.next(2)).extracting(Message::name).containsExactlyInAnyOrder(messagesFrom(first));
                first = published;
            }
        }
    }
}
