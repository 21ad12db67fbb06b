package nudge.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import nudge.events.CheckpointPublished.Round;
import nudge.events.CheckpointPublished.Sampler;
import nudge.events.CheckpointPublished.Training;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.LabelRecord.ImageUnlabelled;
import nudge.network.WeightFile;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records that keep the contract, and what becomes of a record on its way through Kafka. */
final class Samples {
    static final Instant AT = Instant.parse("2026-11-24T09:30:00.123456Z");
    static final UUID IMAGE = UUID.fromString("5f0c1a52-8a0e-4b55-9d7e-1f0d6f6c2a11");
    static final String STORE = "c0b7c1f4-9d1c-4b7c-8a56-7d8e3b0f1a22";
    static final String EVENT = "e8a3c5d7-1b2f-4c6d-9e8f-0a1b2c3d4e5f";
    static final String MODEL = "digits";

    private Samples() {}

    static ImageLabelled labelled() {
        byte[] pixels = new byte[LabelRecord.PIXELS];
        new Random(1).nextBytes(pixels);
        return new ImageLabelled(IMAGE, pixels, 7, 0.75, 17, Basis.POSTERIOR, 3, Split.TRAIN, 42, 40, AT);
    }

    static ImageUnlabelled unlabelled() {
        return new ImageUnlabelled(IMAGE, Split.HELD_OUT, 43, 42, AT);
    }

    /** A weight file of a number's own bytes. */
    static byte[] weights(int number, int bytes) {
        byte[] weights = new byte[bytes];
        new Random(number).nextBytes(weights);
        return weights;
    }

    static CheckpointPublished checkpoint(int number, byte[] weights) {
        return checkpoint(number, weights, AT.plusMillis(number));
    }

    static CheckpointPublished checkpoint(int number, byte[] weights, Instant at) {
        return new CheckpointPublished(
                "checkpoint-" + number,
                MODEL,
                number == 0 ? null : "checkpoint-" + (number - 1),
                WeightFile.sha256(weights),
                weights.length,
                EventCodec.chunks(weights.length),
                10L * number,
                100,
                20,
                140,
                120,
                List.of(new Round(110, 4, 131L), new Round(120, 6, 140L)),
                new Training(List.of(784, 16, 16, 10), "sigmoid", "squared-error", "scaled-normal", 3.0f, 0f, 100, -5),
                new Sampler(2, 100, 37, 3),
                at);
    }

    static AccuracyMeasured accuracy(CheckpointPublished checkpoint) {
        List<List<Integer>> confusion = IntStream.range(0, 10)
                .mapToObj(label -> Collections.nCopies(10, label))
                .toList();
        return new AccuracyMeasured(
                checkpoint.id(),
                checkpoint.model(),
                checkpoint.position(),
                checkpoint.step(),
                450,
                400,
                400 / 450.0,
                0.85,
                0.91,
                0.2,
                null,
                confusion,
                checkpoint.at());
    }

    static AnchorComparison comparison() {
        List<Double> recall = new ArrayList<>(Collections.nCopies(10, 0.5));
        recall.set(7, null);
        return new AnchorComparison(
                9800, 30, 20, 10, 0.0493685733526945, 0.00987, 1e-9, Collections.nCopies(10, 980), recall, recall);
    }

    /** The decision on a checkpoint: the first is promoted without an anchor. */
    static CheckpointPromoted promoted(CheckpointPublished checkpoint) {
        boolean first = checkpoint.parent() == null;
        return new CheckpointPromoted(
                checkpoint.id(),
                checkpoint.model(),
                checkpoint.position(),
                checkpoint.step(),
                checkpoint.sha256(),
                checkpoint.bytes(),
                checkpoint.chunks(),
                first ? PromotionRule.FIRST : PromotionRule.HARMLESS,
                first ? null : "checkpoint-0",
                first ? null : comparison(),
                checkpoint.at());
    }

    static CheckpointRejected rejected(CheckpointPublished checkpoint) {
        return new CheckpointRejected(
                checkpoint.id(),
                checkpoint.model(),
                checkpoint.position(),
                checkpoint.step(),
                PromotionRule.RECALL,
                "checkpoint-0",
                comparison(),
                checkpoint.at());
    }

    static ChampionChanged champion(CheckpointPublished checkpoint) {
        return new ChampionChanged(
                checkpoint.model(),
                promoted(checkpoint),
                new ChampionChanged.Anchor("checkpoint-0", WeightFile.sha256(weights(0, 1000)), 1000, 1),
                checkpoint.at());
    }

    static RelayPosition relayPosition() {
        return new RelayPosition(UUID.fromString(STORE), 43, 42, 17);
    }

    /** The record as a reader gets it. */
    static ConsumerRecord<String, byte[]> received(ProducerRecord<String, byte[]> sent) {
        return received(sent, sent.key(), sent.value(), sent.headers());
    }

    static ConsumerRecord<String, byte[]> withKey(ProducerRecord<String, byte[]> sent, String key) {
        return received(sent, key, sent.value(), sent.headers());
    }

    static ConsumerRecord<String, byte[]> withData(ProducerRecord<String, byte[]> sent, String data) {
        return received(sent, sent.key(), data.getBytes(StandardCharsets.UTF_8), sent.headers());
    }

    /** The same record, whose key is not decoded. */
    static ConsumerRecord<byte[], byte[]> raw(ConsumerRecord<String, byte[]> record) {
        byte[] key = record.key() == null ? null : record.key().getBytes(StandardCharsets.UTF_8);
        ConsumerRecord<byte[], byte[]> raw =
                new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), key, record.value());
        record.headers().forEach(raw.headers()::add);
        return raw;
    }

    /** Another value of a header; null removes it. */
    static ConsumerRecord<String, byte[]> withHeader(ProducerRecord<String, byte[]> sent, String name, String value) {
        Headers headers = new RecordHeaders(sent.headers().toArray());
        headers.remove(name);
        if (value != null) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
        return received(sent, sent.key(), sent.value(), headers);
    }

    static String data(ProducerRecord<String, byte[]> sent) {
        return new String(sent.value(), StandardCharsets.UTF_8);
    }

    private static ConsumerRecord<String, byte[]> received(
            ProducerRecord<String, byte[]> sent, String key, byte[] data, Headers headers) {
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                12,
                sent.timestamp(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                data,
                headers,
                Optional.empty());
    }

    /** The headers as text, by name. */
    static Map<String, String> headers(ProducerRecord<String, byte[]> sent) {
        Map<String, String> headers = new TreeMap<>();
        sent.headers().forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }
}
