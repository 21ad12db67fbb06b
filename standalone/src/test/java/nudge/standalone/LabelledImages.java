package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import nudge.events.CommittedRecords;
import nudge.events.EventCodec;
import nudge.events.KafkaSettings;
import nudge.events.LabelRecord;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.Topics;
import nudge.mnist.Mnist;
import org.apache.kafka.common.TopicPartition;

/** Images of MNIST in a pool, and where their labels are found again: in the log and in Kafka. */
final class LabelledImages {
    private LabelledImages() {}

    /** Adds some of MNIST's training images over HTTP. */
    static void add(String http, String token, int from, int to) {
        HttpClient client = HttpClient.newHttpClient();
        Mnist train = Mnist.train();
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(http + "/api/images"))
                    .header("Content-Type", "application/octet-stream")
                    .header("Authorization", "Bearer " + token)
                    .POST(BodyPublishers.ofByteArray(train.image(i)))
                    .build();
            answers.add(client.sendAsync(request, BodyHandlers.discarding()).thenApply(answer -> answer.statusCode()));
            if (answers.size() == 50 || i == to - 1) {
                answers.forEach(answer -> assertThat(answer.join()).isEqualTo(201));
                answers.clear();
            }
        }
    }

    /** The settled labels of the log, after checking that its positions have no gap and that no image was labelled twice. */
    static List<String> settled(Connection database) throws SQLException {
        List<String> labels = new ArrayList<>();
        try (var statement = database.createStatement()) {
            try (ResultSet row = statement.executeQuery(
                    "SELECT count(*), max(position), count(DISTINCT position) FROM nudge.event")) {
                row.next();
                assertThat(row.getLong(1)).isEqualTo(row.getLong(2)).isEqualTo(row.getLong(3));
            }
            try (ResultSet row = statement.executeQuery(
                    "SELECT count(*), count(DISTINCT stream) FROM nudge.event WHERE type = 'label.given'")) {
                row.next();
                assertThat(row.getLong(1)).as("labels that count").isEqualTo(row.getLong(2));
            }
            try (ResultSet row = statement.executeQuery("SELECT position, stream, data ->> 'digit', data ->> 'split'"
                    + " FROM nudge.event WHERE type = 'label.settled' ORDER BY position")) {
                while (row.next()) {
                    labels.add(
                            row.getLong(1) + " " + row.getString(2) + " " + row.getString(3) + " " + row.getString(4));
                }
            }
        }
        return labels;
    }

    /** The committed records of {@code nudge.labels}, in the same form, after checking that each names its predecessor. */
    static List<String> published(KafkaSettings kafka) {
        TopicPartition labels = Topics.LABELS.partition();
        List<String> published = new ArrayList<>();
        try (CommittedRecords records = CommittedRecords.open(kafka, Duration.ofSeconds(30))) {
            long previous = 0;
            for (var record : records.read(labels, 0, records.end(labels, CommittedRecords.End.LAST_STABLE_OFFSET))) {
                LabelRecord label = EventCodec.decodeLabel(record);
                assertThat(label.previous()).isEqualTo(previous);
                previous = label.position();
                ImageLabelled labelled = (ImageLabelled) label;
                published.add(label.position() + " " + label.image() + " " + labelled.digit() + " "
                        + labelled.split().wire());
            }
        }
        return published;
    }
}
