package nudge.labeller.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nudge.events.Basis;
import nudge.events.Split;
import nudge.labeller.image.ImageEvent.AdjudicationRetracted;
import nudge.labeller.image.ImageEvent.ImageAdded;
import nudge.labeller.image.ImageEvent.ImageLeftOut;
import nudge.labeller.image.ImageEvent.ImagePutAside;
import nudge.labeller.image.ImageEvent.ImageRejected;
import nudge.labeller.image.ImageEvent.ImageSkipped;
import nudge.labeller.image.ImageEvent.ImageTakenIn;
import nudge.labeller.image.ImageEvent.LabelAdjudicated;
import nudge.labeller.image.ImageEvent.LabelGiven;
import nudge.labeller.image.ImageEvent.LabelRetracted;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import nudge.labeller.image.ImageEvent.Predicted;
import nudge.labeller.image.ImageEvent.RejectionRetracted;
import nudge.labeller.image.ImageEvent.ReviewAsked;
import nudge.labeller.image.ImageEvent.ReviewClosed;
import nudge.labeller.image.ImageEvent.SkipRetracted;
import nudge.labeller.image.ImageEvent.Suggested;
import nudge.labeller.log.HashChain;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.log.Upcasters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The golden files {@code events/TYPE.SCHEMA.json}: each schema that was ever written is read for ever. */
class StoredEventsTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** What each type's golden file of the current schema says; those of earlier ones say the same, or as below. */
    private static final Map<String, ImageEvent> EXPECTED = Map.ofEntries(
            Map.entry("image.added", new ImageAdded("0".repeat(63) + "7", Split.HELD_OUT, "MNIST test")),
            Map.entry(
                    "image.put-aside",
                    new ImagePutAside(
                            "0".repeat(63) + "7",
                            Split.TRAIN,
                            "import",
                            new Twin(UUID.fromString("00000000-0000-8000-8000-000000000001"), 4.125))),
            Map.entry("image.taken-in", new ImageTakenIn()),
            Map.entry("image.left-out", new ImageLeftOut()),
            Map.entry(
                    "label.given",
                    new LabelGiven(7, 850, new Suggested(1, 0.625, "c-12"), "model", new Predicted(1, 0.625, "c-12"))),
            Map.entry("label.retracted", new LabelRetracted()),
            Map.entry("label.settled", new LabelSettled(7, 0.984375, Split.TRAIN, 17, Basis.POSTERIOR, 3)),
            Map.entry("label.adjudicated", new LabelAdjudicated(7, "the bar is faint")),
            Map.entry("adjudication.retracted", new AdjudicationRetracted()),
            Map.entry("review.asked", new ReviewAsked(ReviewReason.DISPUTE, 0.25)),
            Map.entry("review.closed", new ReviewClosed()),
            Map.entry("label.unsettled", new LabelUnsettled(Split.TRAIN)),
            Map.entry("image.skipped", new ImageSkipped()),
            Map.entry("skip.retracted", new SkipRetracted()),
            Map.entry("image.rejected", new ImageRejected()),
            Map.entry("rejection.retracted", new RejectionRetracted()));

    /** What did not say all that the current schema says. */
    private static final Map<String, ImageEvent> EARLIER = Map.of(
            "label.given.1", new LabelGiven(7, 850, new Suggested(1, 0.625, "c-12"), null, null),
            "label.settled.1", new LabelSettled(7, 1.0, Split.TRAIN, 0, Basis.SINGLE, 0));

    static Stream<org.junit.jupiter.params.provider.Arguments> everyTypeAndSchema() {
        return ImageEventJson.types().stream()
                .sorted()
                .flatMap(type -> IntStream.rangeClosed(1, ImageEventJson.schema(type))
                        .mapToObj(schema -> org.junit.jupiter.params.provider.Arguments.of(type, schema)));
    }

    @ParameterizedTest
    @MethodSource("everyTypeAndSchema")
    void every_schema_of_every_type_is_read_as_it_was_meant(String type, int schema) throws IOException {
        assertThat(ImageEventJson.read(stored(type, schema, golden(type, schema))))
                .isEqualTo(EARLIER.getOrDefault(type + "." + schema, EXPECTED.get(type)));
    }

    @Test
    void whoever_adjudicates_that_it_is_no_digit_names_none() {
        LabelAdjudicated noDigit = new LabelAdjudicated(null, "");
        assertThat(ImageEventJson.write(noDigit)).isEqualTo("{\"comment\":\"\"}");
        assertThat(ImageEventJson.read(stored("label.adjudicated", 1, "{\"comment\":\"\"}")))
                .isEqualTo(noDigit);
    }

    @Test
    void a_reason_or_a_basis_that_there_is_not_is_refused_by_name() {
        assertThatThrownBy(
                        () -> ImageEventJson.read(stored("review.asked", 1, "{\"reason\":\"boredom\",\"score\":0.5}")))
                .hasMessageContaining("got boredom");
        assertThatThrownBy(
                        () -> ImageEventJson.read(
                                stored(
                                        "label.settled",
                                        2,
                                        "{\"digit\":7,\"confidence\":1.0,\"split\":\"train\",\"policy\":0,\"basis\":\"luck\",\"estimate\":0}")))
                .hasMessageContaining("got luck");
    }

    @ParameterizedTest
    @MethodSource("everyTypeAndSchema")
    void what_is_written_today_is_the_golden_file_of_the_current_schema(String type, int schema) throws IOException {
        ImageEvent event = EXPECTED.get(type);
        assertThat(ImageEventJson.type(event)).isEqualTo(type);
        assertThat(MAPPER.readTree(ImageEventJson.write(event)))
                .isEqualTo(MAPPER.readTree(golden(type, ImageEventJson.schema(type))));
    }

    @Test
    void what_is_written_is_in_the_form_that_is_digested() {
        Stream.concat(
                        EXPECTED.values().stream(),
                        DoubleStream.of(0, 1e-7, 1.0 / 3, 0.1 + 0.2, Double.MIN_VALUE)
                                .mapToObj(odd -> new LabelGiven(7, null, new Suggested(1, odd, "\"c\" \u00e9\n"))))
                .map(ImageEventJson::write)
                .forEach(written ->
                        assertThat(HashChain.canonical(written)).asString().isEqualTo(written));
    }

    @Test
    void an_unknown_type_and_a_schema_of_the_future_are_named_and_not_skipped() {
        assertThatThrownBy(() -> ImageEventJson.read(stored("label.foreseen", 1, "{}")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("event 12 of the log has the type label.foreseen with schema 1, which this version of Nudge"
                        + " does not know: run the version that wrote it, or a newer one");
        assertThatThrownBy(() -> ImageEventJson.read(stored("label.settled", 99, "{}")))
                .hasMessageContaining("the type label.settled with schema 99");
    }

    @Test
    void old_data_are_lifted_one_schema_at_a_time() {
        TreeMap<Integer, UnaryOperator<ObjectNode>> steps = new TreeMap<>();
        steps.put(1, data -> data.put("digit", data.get("label").asInt()));
        steps.put(2, data -> data.put("confidence", 1.0));
        Upcasters upcasters = new Upcasters(Map.of("label.settled", steps));
        assertThat(upcasters.current("label.settled")).isEqualTo(3);
        assertThat(upcasters.current("label.given")).isEqualTo(1);
        ObjectNode old = MAPPER.createObjectNode().put("label", 7);
        assertThat(upcasters.lift("label.settled", 1, old).toString())
                .isEqualTo("{\"label\":7,\"digit\":7,\"confidence\":1.0}");
        ObjectNode newer = MAPPER.createObjectNode().put("digit", 3);
        assertThat(upcasters.lift("label.settled", 2, newer).toString()).isEqualTo("{\"digit\":3,\"confidence\":1.0}");
        assertThat(upcasters.lift("label.settled", 3, newer)).isSameAs(newer);
    }

    private static StoredEvent stored(String type, int schema, String data) {
        return new StoredEvent(
                12, UUID.randomUUID(), UUID.randomUUID(), 1, type, schema, UUID.randomUUID(), Instant.EPOCH, data);
    }

    private static String golden(String type, int schema) throws IOException {
        String name = "events/" + type + "." + schema + ".json";
        try (InputStream file = StoredEventsTest.class.getResourceAsStream(name)) {
            assertThat(file).as("the golden file %s", name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
