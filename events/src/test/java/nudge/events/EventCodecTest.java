package nudge.events;

import static nudge.events.Samples.checkpoint;
import static nudge.events.Samples.data;
import static nudge.events.Samples.headers;
import static nudge.events.Samples.received;
import static nudge.events.Samples.weights;
import static nudge.events.Samples.withData;
import static nudge.events.Samples.withHeader;
import static nudge.events.Samples.withKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
    private final ProducerRecord<String, byte[]> label =
            EventCodec.encode(Samples.labelled(), Samples.STORE, Samples.EVENT);
    private final CheckpointPublished checkpoint = checkpoint(3, weights(3, 52_000));

    @Test
    void a_label_is_a_cloud_event_in_binary_mode() {
        assertThat(label.topic()).isEqualTo("nudge.labels");
        assertThat(label.partition()).isZero();
        assertThat(label.key()).isEqualTo(Samples.IMAGE.toString());
        assertThat(label.timestamp()).isEqualTo(Samples.AT.toEpochMilli());
        assertThat(headers(label))
                .isEqualTo(Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", Samples.EVENT,
                        "ce_source", "/nudge/labeller/" + Samples.STORE,
                        "ce_type", "image.labelled.v1",
                        "ce_subject", Samples.IMAGE.toString(),
                        "ce_time", "2026-11-24T09:30:00.123456Z",
                        "ce_dataschema", "urn:nudge:schema:image.labelled.v1",
                        "content-type", "application/json"));
    }

    @Test
    void a_chunk_is_a_cloud_event_in_binary_mode() {
        byte[] weights = weights(3, Topics.CHUNK_BYTES + 5);
        ProducerRecord<String, byte[]> chunk = EventCodec.encodeChunk(checkpoint(3, weights), 1, weights);
        assertThat(chunk.topic()).isEqualTo("nudge.weights");
        assertThat(chunk.key()).isEqualTo("checkpoint-3/1");
        assertThat(chunk.value()).hasSize(5);
        assertThat(headers(chunk))
                .isEqualTo(Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "checkpoint-3/1",
                        "ce_source", "/nudge/trainer/digits",
                        "ce_type", "checkpoint.weights.v1",
                        "ce_subject", "checkpoint-3",
                        "ce_time", "2026-11-24T09:30:00.126456Z",
                        "content-type", "application/octet-stream"));
    }

    @Test
    void the_keys_of_the_other_records_are_what_they_are_about() {
        assertThat(EventCodec.encode(checkpoint).key()).isEqualTo("digits");
        assertThat(EventCodec.encode(Samples.accuracy(checkpoint)).key()).isEqualTo("digits");
        assertThat(EventCodec.encode(Samples.promoted(checkpoint)).key()).isEqualTo("digits");
        assertThat(EventCodec.encode(Samples.champion(checkpoint)).key()).isEqualTo("digits");
        assertThat(EventCodec.encode(Samples.relayPosition(), Samples.AT).key()).isEqualTo(Samples.STORE);
    }

    @Test
    void all_records_of_a_checkpoint_carry_its_timestamp() {
        long at = checkpoint.at().toEpochMilli();
        assertThat(EventCodec.encode(checkpoint).timestamp()).isEqualTo(at);
        assertThat(EventCodec.encodeChunk(checkpoint, 0, weights(3, 52_000)).timestamp())
                .isEqualTo(at);
        assertThat(EventCodec.encode(Samples.accuracy(checkpoint)).timestamp()).isEqualTo(at);
        assertThat(EventCodec.encode(Samples.promoted(checkpoint)).timestamp()).isEqualTo(at);
        assertThat(EventCodec.encode(Samples.rejected(checkpoint)).timestamp()).isEqualTo(at);
        assertThat(EventCodec.encode(Samples.champion(checkpoint)).timestamp()).isEqualTo(at);
    }

    @Test
    void what_is_encoded_is_decoded_again() {
        assertThat(EventCodec.decodeCheckpoint(received(EventCodec.encode(checkpoint))))
                .isEqualTo(checkpoint);
        AccuracyMeasured accuracy = Samples.accuracy(checkpoint);
        assertThat(EventCodec.decodeAccuracy(received(EventCodec.encode(accuracy))))
                .isEqualTo(accuracy);
        RelayPosition position = Samples.relayPosition();
        assertThat(EventCodec.decodeRelayPosition(received(EventCodec.encode(position, Samples.AT))))
                .isEqualTo(position);
    }

    @Test
    void a_checkpoint_of_a_later_type_is_none_of_ours() {
        assertThat(EventCodec.decodeCheckpoint(
                        withHeader(EventCodec.encode(checkpoint), "ce_type", "checkpoint.promoted.v1")))
                .isNull();
    }

    @Test
    void fields_of_a_later_version_are_passed_over() {
        assertThat(EventCodec.decodeLabel(withData(label, data(label).replaceFirst("\\{", "{\"new\":{\"a\":[1]},")))
                        .position())
                .isEqualTo(42);
        assertThat(EventCodec.decodeCheckpoint(withData(
                        EventCodec.encode(checkpoint),
                        data(EventCodec.encode(checkpoint)).replaceFirst("\\{", "{\"new\":{\"a\":[1]},"))))
                .isEqualTo(checkpoint);
    }

    @Test
    void pixels_may_escape_their_slashes_and_stand_among_spaces() {
        String data = data(label).replace("/", "\\/").replace(":", " : ").replace("T09 : 30 : 00", "T09:30:00");
        assertThat(((LabelRecord.ImageLabelled) EventCodec.decodeLabel(withData(label, data))).pixels())
                .isEqualTo(Samples.labelled().pixels());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "digit":7                       | "digit":11               | expected a digit from 0 to 9, got 11
                    "digit":7                       | "digit":-1               | expected a digit from 0 to 9, got -1
                    "digit":7                       | "digit":7.9              | expected a whole number as digit, got 7.9
                    "digit":7                       | "digit":"7"              | expected a whole number as digit, got 7
                    "digit":7                       | "digit":null             | expected a whole number as digit, got null
                    "digit":7                       | "digit":99999999999999999999 | out of range
                    "digit":7                       | "digit":4294967303       | integer overflow
                    "digit":7                       | "other":7                | expected the field digit, got none
                    "confidence":0.75               | "confidence":0           | expected a confidence above 0 and at most 1, got 0.0
                    "confidence":0.75               | "other":0.75             | expected the field confidence, got none
                    "policy":17                     | "policy":-1              | expected 0 <= policy < position, got policy -1 and position 42
                    "policy":17                     | "policy":42              | expected 0 <= policy < position, got policy 42 and position 42
                    "policy":17                     | "policy":null            | expected a whole number as policy, got null
                    "basis":"posterior"             | "basis":"majority"       | expected the basis single, posterior, adjudicated or import, got majority
                    "basis":"posterior"             | "basis":null             | expected the basis single, posterior, adjudicated or import, got null
                    "estimate":3                    | "estimate":-3            | expected estimate >= 0, got -3
                    "estimate":3                    | "estimate":0.5           | expected a whole number as estimate, got 0.5
                    "split":"train"                 | "split":"test"           | expected the split train or held-out, got test
                    "position":42                   | "position":40            | expected 0 <= previous < position, got previous 40 and position 40
                    "previous":40                   | "other":40               | expected the field previous, got none
                    "at":"2026-11-24T09:30:00.123456Z" | "at":"yesterday"      | Text 'yesterday' could not be parsed
                    "at":"2026-11-24T09:30:00.123456Z" | "at":"2026-02-30T09:30:00Z" | Invalid date
                    "pixels":"                      | "other":"                | expected the field pixels, got none
                    "image":"5f0c1a52-              | "image":"                | Invalid UUID string: 8a0e-
                    "image":"5f0c1a52-              | "image":"5f0c1a53-      | as the key, got 5f0c1a52-
                    """)
    void a_broken_label_is_refused(String field, String broken, String message) {
        String data = data(label).replace(field, broken);
        assertThat(data).isNotEqualTo(data(label));
        assertRefused(() -> EventCodec.decodeLabel(withData(label, data)), message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 783, 785, 786, 1000})
    void pixels_of_another_size_are_refused(int size) {
        String data = data(label)
                .replaceFirst(
                        "\"pixels\":\"[^\"]*\"",
                        "\"pixels\":\"" + Base64.getEncoder().encodeToString(new byte[size]) + "\"");
        assertRefused(() -> EventCodec.decodeLabel(withData(label, data)), "expected 784 pixels, got " + size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "garbage", "{\"image\":", "\u0000\u0001\u0002", "{} {}", "{}"})
    void garbage_is_refused(String garbage) {
        assertRefused(() -> EventCodec.decodeLabel(withData(label, garbage)), "expected");
        ProducerRecord<String, byte[]> published = EventCodec.encode(checkpoint);
        assertRefused(
                () -> EventCodec.decodeCheckpoint(withData(published, garbage)), "expected CheckpointPublished: ");
        ProducerRecord<String, byte[]> accuracy = EventCodec.encode(Samples.accuracy(checkpoint));
        assertRefused(() -> EventCodec.decodeAccuracy(withData(accuracy, garbage)), "expected AccuracyMeasured: ");
        ProducerRecord<String, byte[]> position = EventCodec.encode(Samples.relayPosition(), Samples.AT);
        assertRefused(() -> EventCodec.decodeRelayPosition(withData(position, garbage)), "expected RelayPosition: ");
    }

    @Test
    void a_label_without_data_is_refused() {
        ConsumerRecord<String, byte[]> tombstone = new ConsumerRecord<>(label.topic(), 0, 12, label.key(), null);
        label.headers().forEach(tombstone.headers()::add);
        assertRefused(() -> EventCodec.decodeLabel(tombstone), "expected JSON data, got none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    ce_specversion | -   | with the header ce_specversion, got none
                    ce_specversion | 0.3 | expected CloudEvents 1.0 in ce_specversion, got 0.3
                    ce_id          | -   | with the header ce_id, got none
                    ce_source      | -   | with the header ce_source, got none
                    ce_type        | -   | with the header ce_type, got none
                    ce_type        | image.labelled.v2 | expected the type image.labelled.v1 or image.unlabelled.v1, got image.labelled.v2
                    """)
    void what_is_no_cloud_event_of_the_topic_is_refused(String header, String value, String message) {
        ConsumerRecord<String, byte[]> record = withHeader(label, header, value);
        assertRefused(() -> EventCodec.decodeLabel(record), message);
        assertRefused(() -> EventCodec.decodeRawLabel(Samples.raw(record)), message);
    }

    @Test
    void a_raw_label_without_key_or_data_is_refused() {
        assertRefused(() -> EventCodec.decodeRawLabel(Samples.raw(withKey(label, null))), "as the key, got ");
        ConsumerRecord<String, byte[]> tombstone = new ConsumerRecord<>(label.topic(), 0, 12, label.key(), null);
        label.headers().forEach(tombstone.headers()::add);
        assertRefused(() -> EventCodec.decodeRawLabel(Samples.raw(tombstone)), "expected JSON data, got none");
    }

    @Test
    void an_empty_attribute_is_none() {
        assertRefused(() -> EventCodec.decodeLabel(withHeader(label, "ce_id", "")), "the header ce_id, got none");
        assertRefused(
                () -> EventCodec.decodeRawLabel(Samples.raw(withHeader(label, "ce_source", ""))),
                "the header ce_source, got none");
    }

    @Test
    void an_event_of_another_type_is_refused_where_a_topic_has_one() {
        String message = "expected the type %s, got %s";
        assertRefused(
                () -> EventCodec.decodeAccuracy(
                        withHeader(EventCodec.encode(Samples.accuracy(checkpoint)), "ce_type", "other.v1")),
                message.formatted("accuracy.measured.v1", "other.v1"));
        assertRefused(
                () -> EventCodec.decodeRelayPosition(
                        withHeader(EventCodec.encode(Samples.relayPosition(), Samples.AT), "ce_type", "other.v1")),
                message.formatted(RelayPosition.TYPE, "other.v1"));
        assertRefused(
                () -> WeightChunk.decode(
                        withHeader(EventCodec.encodeChunk(checkpoint, 0, weights(3, 52_000)), "ce_type", "other.v1")),
                message.formatted("checkpoint.weights.v1", "other.v1"));
    }

    @Test
    void a_chunk_has_the_key_that_readers_look_for() {
        assertThat(EventCodec.chunkKey("checkpoint-3", 1)).isEqualTo("checkpoint-3/1");
    }

    @Test
    void json_of_a_record_is_what_crosses_kafka() {
        assertThat(EventCodec.json(checkpoint)).isEqualTo(data(EventCodec.encode(checkpoint)));
    }

    @Test
    void a_wrong_key_is_refused() {
        assertRefused(
                () -> EventCodec.decodeLabel(withKey(label, "another")),
                "expected the image " + Samples.IMAGE + " as the key, got another");
        assertRefused(() -> EventCodec.decodeLabel(withKey(label, null)), "as the key, got null");
        assertRefused(
                () -> EventCodec.decodeCheckpoint(withKey(EventCodec.encode(checkpoint), "letters")),
                "expected the model digits as the key, got letters");
        assertRefused(
                () -> EventCodec.decodeRelayPosition(
                        withKey(EventCodec.encode(Samples.relayPosition(), Samples.AT), "elsewhere")),
                "expected the store " + Samples.STORE + " as the key, got elsewhere");
        assertRefused(
                () -> EventCodec.decodeAccuracy(withKey(EventCodec.encode(Samples.accuracy(checkpoint)), "letters")),
                "expected the model digits as the key, got letters");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "id":"checkpoint-3" | "other":1      | expected the field id, got none
                    "step":30           | "other":30     | expected CheckpointPublished: step:
                    "chunks":1          | "chunks":2     | expected 1 chunks of 52000 bytes, got 2
                    "bytes":52000       | "bytes":-1     | expected bytes >= 1, got -1
                    "sha256":"          | "sha256":"g    | expected 64 hexadecimal digits as sha256, got g
                    "training":{        | "other":{      | expected the field training, got none
                    """)
    void a_broken_checkpoint_is_refused(String field, String broken, String message) {
        ProducerRecord<String, byte[]> published = EventCodec.encode(checkpoint);
        String data = data(published).replace(field, broken);
        assertThat(data).isNotEqualTo(data(published));
        assertRefused(() -> EventCodec.decodeCheckpoint(withData(published, data)), message);
    }

    @Test
    void chunks_have_a_place_in_a_checkpoint() {
        byte[] weights = weights(3, 52_000);
        ProducerRecord<String, byte[]> chunk = EventCodec.encodeChunk(checkpoint, 0, weights);
        assertThat(WeightChunk.decode(received(chunk)).index()).isZero();
        assertRefused(() -> WeightChunk.decode(withKey(chunk, "checkpoint-3")), "expected a key such as checkpoint/0");
        assertRefused(() -> WeightChunk.decode(withKey(chunk, "checkpoint-3/x")), "got checkpoint-3/x");
        assertRefused(() -> WeightChunk.decode(withKey(chunk, null)), "got null");
    }

    /** In one line that says where the record lies. */
    private static void assertRefused(ThrowingCallable decode, String message) {
        assertThatThrownBy(decode)
                .isInstanceOf(InvalidRecordException.class)
                .message()
                .startsWith("nudge.")
                .contains("-0 offset 12: ")
                .contains(message)
                .hasLineCount(1);
    }
}
