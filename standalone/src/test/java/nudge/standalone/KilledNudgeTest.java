package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import nudge.events.EventCodec;
import nudge.events.LabelRecord;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.Topics;
import nudge.mnist.Mnist;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The whole Nudge, killed with {@code kill -9} while a program labels. */
class KilledNudgeTest {
    private static final int IMAGES = 3_000;

    @TempDir
    private Path folder;

    @Test
    void what_was_acknowledged_is_in_the_log_and_in_kafka_exactly_once_and_in_order() throws Exception {
        Path data = folder.resolve("data");
        int port = NudgeProcess.freePort();
        NudgeProcess first = NudgeProcess.start(data, port, "--images", "none");
        addImages(first.http());
        StringWriter figures = new StringWriter();
        CompletableFuture<Integer> annotator = CompletableFuture.supplyAsync(() -> Main.commandLine()
                .setOut(new PrintWriter(figures, true))
                .execute("annotate", "--port", String.valueOf(port), "--count", String.valueOf(IMAGES), "--json"));
        Api api = new Api(URI.create(first.http()));
        await().atMost(Duration.ofSeconds(60)).until(() -> labelled(api) > IMAGES / 4);
        first.kill();
        try (NudgeProcess second = NudgeProcess.start(data, port, "--images", "none")) {
            // Tasks that were leased and never labelled come back when their lease ends: they are not waited for.
            assertThat(annotator.join()).isZero();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                var progress = api.get("/api/progress");
                return progress.get("relayed").asLong()
                                == progress.get("position").asLong()
                        && progress.get("trained").asLong() > 0;
            });
            List<String> settled = settled(second);
            int acknowledged =
                    new JsonMapper().readTree(figures.toString()).get("labels").asInt();
            assertThat(settled).hasSize(acknowledged).hasSizeGreaterThan(IMAGES / 4);
            assertThat(published(second)).isEqualTo(settled);
            assertThat(run("audit", data)).isZero();
            assertThat(run("verify", data, latestCheckpoint(api), "--root")).isZero();
            assertThat(run("rebuild", data)).isZero();
            assertThat(run("backup", data, folder.resolve("backup").toString())).isZero();
        }
        Path restored = folder.resolve("restored");
        assertThat(run("restore", restored, folder.resolve("backup").toString()))
                .isZero();
        assertThat(run("audit", restored)).isZero();
        assertThat(run("restore", restored, folder.resolve("backup").toString()))
                .as("a second log on top")
                .isEqualTo(1);
    }

    private static int run(String command, Path data, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command, "--data", data.toString()));
        all.addAll(List.of(arguments));
        return Main.commandLine().execute(all.toArray(String[]::new));
    }

    private static String latestCheckpoint(Api api) throws InterruptedException {
        return api.get("/api/checkpoints?limit=1").get(0).get("id").asString();
    }

    private static void addImages(String http) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        Mnist train = Mnist.train();
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(http + "/api/images"))
                    .header("Content-Type", "application/octet-stream")
                    .POST(BodyPublishers.ofByteArray(train.image(i)))
                    .build();
            answers.add(client.sendAsync(request, BodyHandlers.discarding()).thenApply(answer -> answer.statusCode()));
            if (answers.size() == 50) {
                answers.forEach(answer -> assertThat(answer.join()).isEqualTo(201));
                answers.clear();
            }
        }
    }

    private static long labelled(Api api) throws InterruptedException {
        return api.get("/api/progress").get("labelled").asLong();
    }

    /** The settled labels of the log, after checking that its positions have no gap and that no image was labelled twice. */
    private static List<String> settled(NudgeProcess nudge) throws IOException, SQLException {
        List<String> labels = new ArrayList<>();
        try (Connection database = nudge.database();
                var statement = database.createStatement()) {
            try (ResultSet row =
                    statement.executeQuery("SELECT count(*), max(position), count(DISTINCT position) FROM event")) {
                row.next();
                assertThat(row.getLong(1)).isEqualTo(row.getLong(2)).isEqualTo(row.getLong(3));
            }
            try (ResultSet row = statement.executeQuery(
                    "SELECT count(*), count(DISTINCT stream) FROM event WHERE type = 'label.given'")) {
                row.next();
                assertThat(row.getLong(1)).as("labels that count").isEqualTo(row.getLong(2));
            }
            try (ResultSet row = statement.executeQuery("SELECT position, stream, data ->> 'digit', data ->> 'split'"
                    + " FROM event WHERE type = 'label.settled' ORDER BY position")) {
                while (row.next()) {
                    labels.add(
                            row.getLong(1) + " " + row.getString(2) + " " + row.getString(3) + " " + row.getString(4));
                }
            }
        }
        return labels;
    }

    private static List<String> published(NudgeProcess nudge) throws IOException {
        TopicPartition labels = new TopicPartition(Topics.LABELS.topic(), 0);
        List<String> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                java.util.Map.of("bootstrap.servers", nudge.addresses().kafka(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(labels));
            consumer.seekToBeginning(List.of(labels));
            long end = consumer.endOffsets(List.of(labels)).get(labels);
            long previous = 0;
            while (consumer.position(labels) < end) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    LabelRecord label = EventCodec.decodeLabel(record);
                    assertThat(label.previous()).isEqualTo(previous);
                    previous = label.position();
                    ImageLabelled labelled = (ImageLabelled) label;
                    records.add(label.position() + " " + label.image() + " " + labelled.digit() + " "
                            + labelled.split().wire());
                }
            }
        }
        return records;
    }
}
