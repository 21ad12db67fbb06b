package nudge.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** From the records of the contract to Kafka records (CloudEvents 1.0, binary mode) and back. Thread-safe. */
public final class EventCodec {
    private EventCodec() {}

    /**
     * A record of {@code nudge.labels}.
     *
     * @param store the identity of the log that the record comes from
     * @param event the identity of the event in that log
     */
    public static ProducerRecord<String, byte[]> encode(LabelRecord label, String store, String event) {
        String image = label.image().toString();
        Envelope envelope = Envelope.of(event, Envelope.labeller(store), label.type(), image, label.at());
        return envelope.around(LabelJson.write(label, envelope.time()), Topics.LABELS, image);
    }

    /**
     * Whether a record holds what {@link #encode(LabelRecord, String, String)} made of a label: today, or before labels carried
     * policy, basis and estimate. Key, value and headers are compared byte by byte.
     */
    public static boolean isEncoded(ProducerRecord<String, byte[]> label, ConsumerRecord<String, byte[]> record) {
        return label.key().equals(record.key())
                && record.value() != null
                && (Arrays.equals(label.value(), record.value())
                        || Arrays.equals(LabelJson.beforePolicies(label.value()), record.value()))
                && Arrays.equals(label.headers().toArray(), record.headers().toArray());
    }

    /** A record of {@code nudge.checkpoints}. */
    public static ProducerRecord<String, byte[]> encode(CheckpointPublished checkpoint) {
        return Envelope.of(
                        checkpoint.id(),
                        Envelope.trainer(checkpoint.model()),
                        CheckpointPublished.TYPE,
                        checkpoint.id(),
                        checkpoint.at())
                .around(EventJson.bytes(checkpoint), Topics.CHECKPOINTS, checkpoint.model());
    }

    /** A record of {@code nudge.accuracy}. */
    public static ProducerRecord<String, byte[]> encode(AccuracyMeasured accuracy) {
        return Envelope.of(
                        "accuracy-" + accuracy.checkpoint(),
                        Envelope.trainer(accuracy.model()),
                        AccuracyMeasured.TYPE,
                        accuracy.checkpoint(),
                        accuracy.at())
                .around(EventJson.bytes(accuracy), Topics.ACCURACY, accuracy.model());
    }

    /** A record of {@code nudge.decisions}. */
    public static ProducerRecord<String, byte[]> encode(ChampionDecision decision) {
        return Envelope.of(
                        "decision-" + decision.checkpoint(),
                        Envelope.trainer(decision.model()),
                        decision.type(),
                        decision.checkpoint(),
                        decision.at())
                .around(EventJson.bytes(decision), Topics.DECISIONS, decision.model());
    }

    /** A record of {@code nudge.champion}. */
    public static ProducerRecord<String, byte[]> encode(ChampionChanged champion) {
        return Envelope.of(
                        "champion-" + champion.checkpoint(),
                        Envelope.trainer(champion.model()),
                        ChampionChanged.TYPE,
                        champion.checkpoint(),
                        champion.at())
                .around(EventJson.bytes(champion), Topics.CHAMPION, champion.model());
    }

    /** A record of {@code nudge.relay-position}. */
    public static ProducerRecord<String, byte[]> encode(RelayPosition position, Instant at) {
        String store = position.store().toString();
        return Envelope.of(store + "/" + position.position(), Envelope.labeller(store), RelayPosition.TYPE, store, at)
                .around(EventJson.bytes(position), Topics.RELAY_POSITION, store);
    }

    /** A record of {@code nudge.weights}: the chunk {@code index} of a checkpoint's weight file. */
    public static ProducerRecord<String, byte[]> encodeChunk(
            CheckpointPublished checkpoint, int index, byte[] weights) {
        return WeightChunk.encode(checkpoint, index, weights);
    }

    /** The key of a chunk in {@code nudge.weights}. */
    public static String chunkKey(String checkpoint, int index) {
        return WeightChunk.key(checkpoint, index);
    }

    /** How many chunks a weight file of so many bytes has. */
    public static int chunks(int bytes) {
        return WeightChunk.count(bytes);
    }

    /**
     * A label of a record whose key is not decoded: as {@link #decodeLabel}, but several times as fast, for readers of the
     * whole log.
     *
     * @throws InvalidRecordException when the record does not keep the contract
     */
    public static LabelRecord decodeRawLabel(ConsumerRecord<byte[], byte[]> record) {
        LabelRecord plain = record.key() != null && record.value() != null && Envelope.isOfLabelled(record.headers())
                ? PlainLabel.read(record.value(), record.key())
                : null;
        return plain == null ? decodeLabel(withTextKey(record)) : plain;
    }

    private static ConsumerRecord<String, byte[]> withTextKey(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                key,
                record.value(),
                record.headers(),
                record.leaderEpoch());
    }

    /**
     * Decodes a record of {@code nudge.labels}.
     *
     * @throws InvalidRecordException when the record does not keep the contract
     */
    public static LabelRecord decodeLabel(ConsumerRecord<String, byte[]> record) {
        String type = Envelope.type(record);
        LabelRecord label = switch (type) {
            case LabelRecord.ImageLabelled.TYPE -> LabelJson.readLabelled(record, EventJson.data(record));
            case LabelRecord.ImageUnlabelled.TYPE -> LabelJson.readUnlabelled(record, EventJson.data(record));
            default ->
                throw InvalidRecordException.at(
                        record,
                        "expected the type " + LabelRecord.ImageLabelled.TYPE + " or "
                                + LabelRecord.ImageUnlabelled.TYPE + ", got " + type);
        };
        Envelope.checkKey(record, "the image", label.image().toString());
        return label;
    }

    /**
     * Decodes a record of {@code nudge.checkpoints}.
     *
     * @return the checkpoint, or null when the record is of another type of the topic
     * @throws InvalidRecordException when the record does not keep the contract
     */
    public static @Nullable CheckpointPublished decodeCheckpoint(ConsumerRecord<String, byte[]> record) {
        if (!Envelope.type(record).equals(CheckpointPublished.TYPE)) {
            return null;
        }
        CheckpointPublished checkpoint = EventJson.read(record, CheckpointPublished.class);
        Envelope.checkKey(record, "the model", checkpoint.model());
        return checkpoint;
    }

    /**
     * Decodes a record of {@code nudge.accuracy}.
     *
     * @throws InvalidRecordException when the record does not keep the contract
     */
    public static AccuracyMeasured decodeAccuracy(ConsumerRecord<String, byte[]> record) {
        Envelope.checkType(record, AccuracyMeasured.TYPE);
        AccuracyMeasured accuracy = EventJson.read(record, AccuracyMeasured.class);
        Envelope.checkKey(record, "the model", accuracy.model());
        return accuracy;
    }

    /**
     * Decodes a record of {@code nudge.decisions}.
     *
     * @return the decision, or null when the record is of another type of the topic
     * @throws InvalidRecordException when the record does not keep the contract
     */
    public static @Nullable ChampionDecision decodeDecision(ConsumerRecord<String, byte[]> record) {
        ChampionDecision decision = switch (Envelope.type(record)) {
            case CheckpointPromoted.TYPE -> EventJson.read(record, CheckpointPromoted.class);
            case CheckpointRejected.TYPE -> EventJson.read(record, CheckpointRejected.class);
            default -> null;
        };
        if (decision != null) {
            Envelope.checkKey(record, "the model", decision.model());
        }
        return decision;
    }

    /**
     * Decodes a record of {@code nudge.champion}.
     *
     * @throws InvalidRecordException when the record does not keep the contract
     */
    public static ChampionChanged decodeChampion(ConsumerRecord<String, byte[]> record) {
        Envelope.checkType(record, ChampionChanged.TYPE);
        ChampionChanged champion = EventJson.read(record, ChampionChanged.class);
        Envelope.checkKey(record, "the model", champion.model());
        return champion;
    }

    /**
     * Decodes a record of {@code nudge.relay-position}.
     *
     * @throws InvalidRecordException when the record does not keep the contract
     */
    public static RelayPosition decodeRelayPosition(ConsumerRecord<String, byte[]> record) {
        Envelope.checkType(record, RelayPosition.TYPE);
        RelayPosition position = EventJson.read(record, RelayPosition.class);
        Envelope.checkKey(record, "the store", position.store().toString());
        return position;
    }

    /** JSON of a record of the contract, as it crosses Kafka. */
    public static String json(Object recordOfTheContract) {
        return EventJson.text(recordOfTheContract);
    }
}
