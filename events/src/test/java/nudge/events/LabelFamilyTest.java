package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Each kind of label record has all that crosses Kafka with it: a kind that is new fails here until it has. */
class LabelFamilyTest {
    static List<LabelRecord> oneOfEach() {
        return List.of(Samples.labelled(), Samples.unlabelled());
    }

    @Test
    void each_kind_has_a_sample_here() {
        assertThat(oneOfEach())
                .<Class<?>>extracting(Object::getClass)
                .containsExactlyInAnyOrder(LabelRecord.class.getPermittedSubclasses());
    }

    @Test
    void each_kind_has_a_type_of_its_own() throws Exception {
        assertThat(oneOfEach()).extracting(LabelRecord::type).doesNotHaveDuplicates();
        for (LabelRecord label : oneOfEach()) {
            assertThat(label.getClass().getField("TYPE").get(null)).isEqualTo(label.type());
        }
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void each_kind_is_decoded_as_what_was_encoded(LabelRecord label) {
        ProducerRecord<String, byte[]> encoded = EventCodec.encode(label, Samples.STORE, Samples.EVENT);
        assertThat(Samples.headers(encoded)).containsEntry("ce_type", label.type());
        ConsumerRecord<String, byte[]> received = Samples.received(encoded);
        for (LabelRecord decoded :
                List.of(EventCodec.decodeLabel(received), EventCodec.decodeRawLabel(Samples.raw(received)))) {
            assertThat(decoded).isInstanceOf(label.getClass());
            assertThat(decoded).usingRecursiveComparison().isEqualTo(label);
        }
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void each_kind_has_a_schema_that_its_json_keeps(LabelRecord label) {
        ProducerRecord<String, byte[]> encoded = EventCodec.encode(label, Samples.STORE, Samples.EVENT);
        assertThat(EventCodec.class.getResource("schemas/" + label.type() + ".json"))
                .isNotNull();
        assertThat(SchemasTest.errors(encoded, Samples.data(encoded))).isEmpty();
        assertThat(new JsonMapper().readTree(encoded.value()).size())
                .as("all that the record has is in the JSON")
                .isEqualTo(label.getClass().getRecordComponents().length);
    }

    @Test
    void the_page_of_the_contract_names_these_types_and_no_others() {
        JsonNode page = new YAMLMapper().readTree(EventCodec.class.getResourceAsStream("asyncapi.yaml"));
        JsonNode labels = page.get("channels")
                .valueStream()
                .filter(channel -> channel.get("address").stringValue().equals(Topics.LABELS.topic()))
                .findFirst()
                .orElseThrow();
        assertThat(labels.get("messages")
                        .valueStream()
                        .map(message -> page.at(
                                        message.path("$ref").stringValue("#").substring(1))
                                .path("name")
                                .stringValue("")))
                .containsExactlyInAnyOrderElementsOf(
                        oneOfEach().stream().map(LabelRecord::type).toList());
    }

    @Test
    void a_label_stands_behind_the_one_before() {
        LabelRecord.ImageUnlabelled gone = Samples.unlabelled();
        assertThatThrownBy(() -> new LabelRecord.ImageUnlabelled(gone.image(), gone.split(), 42, 42, gone.at()))
                .hasMessage("expected 0 <= previous < position, got previous 42 and position 42");
    }
}
