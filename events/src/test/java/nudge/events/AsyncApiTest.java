package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class AsyncApiTest {
    private static final JsonNode PAGE =
            new YAMLMapper().readTree(EventCodec.class.getResourceAsStream("asyncapi.yaml"));

    @Test
    void the_page_keeps_the_schema_of_asyncapi_3() throws IOException {
        try (InputStream schema =
                new GZIPInputStream(AsyncApiTest.class.getResourceAsStream("/asyncapi/3.0.0.json.gz"))) {
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                            .getSchema(schema)
                            .validate(PAGE))
                    .isEmpty();
        }
    }

    @Test
    void the_page_knows_the_topics_and_no_others() {
        assertThat(PAGE.get("channels")
                        .valueStream()
                        .map(channel -> channel.get("address").stringValue()))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Topics.values()).map(Topics::topic).toList());
    }

    @ParameterizedTest
    @EnumSource
    void a_topic_is_described_as_it_is_created(Topics topic) {
        JsonNode kafka = channel(topic).get("bindings").get("kafka");
        assertThat(kafka.get("topic").stringValue()).isEqualTo(topic.topic());
        assertThat(kafka.get("partitions").intValue()).isEqualTo(Topics.PARTITIONS);
        Map<String, String> described = new TreeMap<>();
        kafka.get("topicConfiguration")
                .forEachEntry((name, value) ->
                        described.put(name, value.isArray() ? value.get(0).stringValue() : value.asString()));
        Map<String, String> created = new TreeMap<>(topic.configuration());
        created.putIfAbsent("cleanup.policy", "delete");
        assertThat(described).isEqualTo(created);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LabelRecord.ImageLabelled.TYPE,
                LabelRecord.ImageUnlabelled.TYPE,
                CheckpointPublished.TYPE,
                AccuracyMeasured.TYPE,
                CheckpointPromoted.TYPE,
                CheckpointRejected.TYPE,
                ChampionChanged.TYPE,
                RelayPosition.TYPE
            })
    void every_type_is_a_message_of_one_topic_with_its_schema(String type) {
        List<JsonNode> messages = new ArrayList<>();
        PAGE.get("channels")
                .forEach(channel -> channel.path("messages").forEach(message -> {
                    JsonNode resolved = resolved(message);
                    if (resolved.get("name").stringValue().equals(type)) {
                        messages.add(resolved);
                    }
                }));
        assertThat(messages).hasSize(1);
        assertThat(resolved(messages.get(0).get("payload").get("schema"))
                        .get("$id")
                        .stringValue())
                .isEqualTo("urn:nudge:schema:" + type);
    }

    @Test
    void every_reference_resolves() {
        List<JsonNode> references = PAGE.findValues("$ref");
        assertThat(references).hasSizeGreaterThan(20);
        references.forEach(
                reference -> assertThat(target(reference.stringValue()).isObject())
                        .as(reference.stringValue())
                        .isTrue());
    }

    @Test
    void the_described_headers_are_those_that_are_written() {
        JsonNode headers = PAGE.at("/components/schemas/headers/properties");
        SchemasTest.encoded()
                .forEach(record -> assertThat(Samples.headers(record).keySet())
                        .containsAll(headers.propertyNames())
                        .contains("ce_dataschema")
                        .hasSize(headers.size() + 1));
    }

    private static JsonNode channel(Topics topic) {
        return PAGE.get("channels")
                .valueStream()
                .filter(channel -> channel.get("address").stringValue().equals(topic.topic()))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? target(node.get("$ref").stringValue()) : node;
    }

    private static JsonNode target(String reference) {
        return reference.startsWith("#")
                ? PAGE.at(reference.substring(1))
                : new JsonMapper().readTree(EventCodec.class.getResourceAsStream(reference));
    }
}
