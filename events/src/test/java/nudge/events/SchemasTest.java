package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemasTest {
    /** Fields that were added to a type after its first records: these must go on keeping the schema. */
    private static final Map<String, Set<String>> ADDED_LATER =
            Map.of("rounds", Set.of("position"), LabelRecord.ImageLabelled.TYPE, Set.of("policy", "basis", "estimate"));

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final JsonMapper JSON = new JsonMapper();

    static Stream<ProducerRecord<String, byte[]>> encoded() {
        CheckpointPublished first = Samples.checkpoint(0, Samples.weights(0, 52_000));
        CheckpointPublished later = Samples.checkpoint(7, Samples.weights(7, 2_000_000));
        return Stream.of(
                EventCodec.encode(Samples.labelled(), Samples.STORE, Samples.EVENT),
                EventCodec.encode(Samples.unlabelled(), Samples.STORE, Samples.EVENT),
                EventCodec.encode(first),
                EventCodec.encode(later),
                EventCodec.encode(Samples.accuracy(first)),
                EventCodec.encode(Samples.promoted(first)),
                EventCodec.encode(Samples.promoted(later)),
                EventCodec.encode(Samples.rejected(later)),
                EventCodec.encode(Samples.champion(later)),
                EventCodec.encode(Samples.relayPosition(), Samples.AT));
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void what_is_encoded_keeps_its_schema(ProducerRecord<String, byte[]> record) {
        assertThat(errors(record, Samples.data(record))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void the_schema_has_the_name_that_the_record_gives(ProducerRecord<String, byte[]> record) {
        String name = Samples.headers(record).get("ce_dataschema");
        assertThat(source(record).get("$id").stringValue()).isEqualTo(name);
        assertThat(name).isEqualTo("urn:nudge:schema:" + type(record));
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void the_schema_describes_every_field_and_requires_it(ProducerRecord<String, byte[]> record) {
        assertDescribed(type(record), JSON.readTree(record.value()), source(record));
    }

    private static void assertDescribed(String name, JsonNode data, JsonNode schema) {
        if (data.isObject()) {
            Set<String> fields = new TreeSet<>(data.propertyNames());
            assertThat(new TreeSet<>(schema.get("properties").propertyNames())).isEqualTo(fields);
            Set<String> required = new TreeSet<>(fields);
            required.removeAll(ADDED_LATER.getOrDefault(name, Set.of()));
            assertThat(schema.get("required").valueStream().map(JsonNode::stringValue))
                    .containsExactlyInAnyOrderElementsOf(required);
            for (String field : fields) {
                JsonNode described = schema.get("properties").get(field);
                assertThat(described.path("description").stringValue(""))
                        .as(field)
                        .isNotBlank();
                assertDescribed(field, data.get(field), described);
            }
        } else if (data.isArray()) {
            data.forEach(element -> assertDescribed(name, element, schema.get("items")));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "digit":7         | "digit":11
                    "digit":7         | "digit":7.5
                    "confidence":0.75 | "confidence":0
                    "split":"train"   | "split":"test"
                    "position":42     | "position":0
                    "previous":40     | "other":40
                    "policy":17       | "policy":-1
                    "policy":17       | "policy":"crowd"
                    "basis":"posterior" | "basis":"majority"
                    "estimate":3      | "estimate":-1
                    ==",              | ",
                    """)
    void a_broken_label_does_not_keep_the_schema(String field, String broken) {
        ProducerRecord<String, byte[]> label = EventCodec.encode(Samples.labelled(), Samples.STORE, Samples.EVENT);
        String data = Samples.data(label).replace(field, broken);
        assertThat(data).isNotEqualTo(Samples.data(label));
        assertThat(errors(label, data)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "n":9800            | "n":-1
                    "m":30              | "m":"30"
                    "p":0.0493685733526945 | "p":1.5
                    "rule":"harmless"   | "rule":"rejected"
                    "recall":[0.5,      | "recall":[0.5,0.5,
                    "anchor":"checkpoint-0" | "anchor":""
                    """)
    void a_broken_decision_does_not_keep_the_schema(String field, String broken) {
        ProducerRecord<String, byte[]> promoted =
                EventCodec.encode(Samples.promoted(Samples.checkpoint(3, Samples.weights(3, 52_000))));
        String data = Samples.data(promoted).replace(field, broken);
        assertThat(data).isNotEqualTo(Samples.data(promoted));
        assertThat(errors(promoted, data)).isNotEmpty();
    }

    @Test
    void the_schemas_are_schemas() {
        Schema meta = REGISTRY.getSchema(
                com.networknt.schema.SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
        encoded().forEach(record -> assertThat(meta.validate(source(record))).isEmpty());
    }

    static Iterable<?> errors(ProducerRecord<String, byte[]> record, String data) {
        return REGISTRY.getSchema(source(record))
                .validate(
                        data,
                        InputFormat.JSON,
                        run -> run.executionConfig(options -> options.formatAssertionsEnabled(true)));
    }

    private static String type(ProducerRecord<String, byte[]> record) {
        return Samples.headers(record).get("ce_type");
    }

    private static JsonNode source(ProducerRecord<String, byte[]> record) {
        return JSON.readTree(EventCodec.class.getResourceAsStream("schemas/" + type(record) + ".json"));
    }
}
