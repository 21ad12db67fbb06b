package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import nudge.events.LabelRecord.ImageLabelled;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The records of {@code nudge.labels} are kept for ever: these files hold what each version wrote. */
class GoldenRecordsTest {
    private static final ProducerRecord<String, byte[]> LABELLED = encoded(Samples.labelled());

    @Test
    void a_label_is_written_as_in_its_file() throws IOException {
        assertThat(Samples.data(LABELLED)).isEqualTo(file("image.labelled.v1"));
        assertThat(Samples.data(encoded(Samples.unlabelled()))).isEqualTo(file("image.unlabelled.v1"));
    }

    /** Such records lie in the topics of those who labelled before. */
    @Test
    void a_label_from_before_there_were_policies_is_one_label_by_the_default() throws IOException {
        ImageLabelled expected = byDefault();
        ConsumerRecord<String, byte[]> old = Samples.withData(LABELLED, file("image.labelled.v1.before-policies"));
        for (LabelRecord decoded : List.of(EventCodec.decodeLabel(old), EventCodec.decodeRawLabel(Samples.raw(old)))) {
            assertThat(decoded).usingRecursiveComparison().isEqualTo(expected);
        }
        assertThat(plain(old.value())).usingRecursiveComparison().isEqualTo(expected);
        assertThat(SchemasTest.errors(LABELLED, new String(old.value(), StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void what_was_encoded_before_there_were_policies_is_known_byte_by_byte() throws IOException {
        String old = file("image.labelled.v1.before-policies");
        ProducerRecord<String, byte[]> label = encoded(byDefault());
        assertThat(EventCodec.isEncoded(label, Samples.received(label))).isTrue();
        assertThat(EventCodec.isEncoded(label, Samples.withData(label, old))).isTrue();
        assertThat(EventCodec.isEncoded(LABELLED, Samples.withData(LABELLED, old)))
                .as("a label by another policy that has lost it")
                .isFalse();
        for (String changed : List.of(
                old.replace("\"digit\":7", "\"digit\":1"),
                old.replace("\"split\"", "\"policy\":0,\"split\""),
                old + " ",
                Samples.data(LABELLED))) {
            assertThat(EventCodec.isEncoded(label, Samples.withData(label, changed)))
                    .as(changed)
                    .isFalse();
        }
        assertThat(EventCodec.isEncoded(label, Samples.withKey(label, "another")))
                .isFalse();
        assertThat(EventCodec.isEncoded(label, Samples.withHeader(label, "ce_id", "another")))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void a_label_on_whatever_basis_is_read_without_the_parser(Basis basis) {
        ImageLabelled label = new ImageLabelled(
                Samples.IMAGE, new byte[LabelRecord.PIXELS], 3, 1, 0, basis, 0, Split.HELD_OUT, 9, 0, Samples.AT);
        assertThat(plain(encoded(label).value())).usingRecursiveComparison().isEqualTo(label);
    }

    /** The label of the file from before there were policies. */
    private static ImageLabelled byDefault() {
        ImageLabelled today = Samples.labelled();
        return new ImageLabelled(
                today.image(),
                today.pixels(),
                today.digit(),
                today.confidence(),
                0,
                Basis.SINGLE,
                0,
                today.split(),
                today.position(),
                today.previous(),
                today.at());
    }

    private static ImageLabelled plain(byte[] json) {
        return PlainLabel.read(json, Samples.IMAGE.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static ProducerRecord<String, byte[]> encoded(LabelRecord label) {
        return EventCodec.encode(label, Samples.STORE, Samples.EVENT);
    }

    private static String file(String name) throws IOException {
        try (InputStream file = GoldenRecordsTest.class.getResourceAsStream("records/" + name + ".json")) {
            assertThat(file).as(name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
