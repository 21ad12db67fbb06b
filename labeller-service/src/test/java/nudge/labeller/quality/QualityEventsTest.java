package nudge.labeller.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nudge.labeller.image.KnownEvents;
import nudge.labeller.log.EventFamilies;
import nudge.labeller.log.EventFamily;
import nudge.labeller.log.HashChain;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorDistrusted;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorEstimated;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorTrusted;
import nudge.labeller.quality.AnnotatorEvent.Evidence;
import nudge.labeller.quality.AnnotatorEvent.GoldAnswered;
import nudge.labeller.quality.AnnotatorEvent.GoldVoided;
import nudge.labeller.quality.QualityEvent.ConsensusEstimated;
import nudge.labeller.quality.QualityEvent.GoldChosen;
import nudge.labeller.quality.QualityEvent.GoldContested;
import nudge.labeller.quality.QualityEvent.GoldCorrected;
import nudge.labeller.quality.QualityEvent.GoldRetired;
import nudge.labeller.quality.QualityEvent.PolicySet;
import nudge.labeller.quality.QualityEvent.RecomputeBegan;
import nudge.labeller.quality.QualityEvent.RecomputeFinished;
import nudge.quality.ConfusionMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The golden files {@code events/TYPE.SCHEMA.json}: each schema that was ever written is read for ever. */
class QualityEventsTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final UUID ONE = new UUID(0, 1);

    private static final Map<String, AnnotatorEvent> OF_ANNOTATORS = Map.of(
            "gold.answered", new GoldAnswered(ONE, 7, 1, false),
            "gold.voided", new GoldVoided(ONE, "the image was unreadable"),
            "annotator.distrusted", new AnnotatorDistrusted(4711, new Evidence(8, 5, 0.8388276622), 12),
            "annotator.trusted", new AnnotatorTrusted(4711, new Evidence(50, 45, 0.9504709655), 12),
            "annotator.estimated", new AnnotatorEstimated(3, matrix(), 1234));

    private static final Map<String, QualityEvent> OF_ALL = Map.of(
            "gold.chosen", new GoldChosen(ONE, 7, "held out"),
            "gold.contested", new GoldContested(ONE, 1, "there is no bar"),
            "gold.corrected", new GoldCorrected(ONE, 1, "contested"),
            "gold.retired", new GoldRetired(ONE, "everybody misses it"),
            "policy.set", new PolicySet("crowd", Map.of("tolerance", 1e-6, "settle_at", 0.97)),
            "consensus.estimated",
                    new ConsensusEstimated(
                            3,
                            4711,
                            "dawid-skene-1",
                            11,
                            -192.89088,
                            Collections.nCopies(10, 0.1),
                            "0".repeat(63) + "7"),
            "recompute.began", new RecomputeBegan(4711),
            "recompute.finished", new RecomputeFinished(4711, 100, 2, 3));

    private static List<Integer> matrix() {
        return IntStream.range(0, 100)
                .mapToObj(cell -> cell / 10 == cell % 10 ? 965_000 : cell % 10 == (cell / 10 + 1) % 10 ? 3888 : 3889)
                .toList();
    }

    static Stream<String> ofAnnotators() {
        return AnnotatorEvent.FAMILY.types().stream().sorted();
    }

    static Stream<String> ofAll() {
        return QualityEvent.FAMILY.types().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("ofAnnotators")
    void events_of_annotators_are_read_and_written_as_their_golden_files(String type) throws IOException {
        assertThat(KnownEvents.ALL.read(stored(type, golden(type)))).isEqualTo(OF_ANNOTATORS.get(type));
        written(AnnotatorEvent.FAMILY, OF_ANNOTATORS.get(type), type);
    }

    @ParameterizedTest
    @MethodSource("ofAll")
    void events_of_the_whole_are_read_and_written_as_their_golden_files(String type) throws IOException {
        assertThat(KnownEvents.ALL.read(stored(type, golden(type)))).isEqualTo(OF_ALL.get(type));
        written(QualityEvent.FAMILY, OF_ALL.get(type), type);
    }

    private static <E> void written(EventFamily<E> family, E event, String type) throws IOException {
        String written = family.write(event);
        assertThat(family.type(event)).isEqualTo(type);
        assertThat(MAPPER.readTree(written)).isEqualTo(MAPPER.readTree(golden(type)));
        assertThat(HashChain.canonical(written)).asString().isEqualTo(written);
    }

    @Test
    void every_event_has_a_type() {
        assertThat(OF_ANNOTATORS.values().stream().map(Object::getClass))
                .containsExactlyInAnyOrder(Arrays.stream(AnnotatorEvent.class.getPermittedSubclasses())
                        .toArray(Class<?>[]::new));
        assertThat(OF_ALL.values().stream().map(Object::getClass))
                .containsExactlyInAnyOrder(Arrays.stream(QualityEvent.class.getPermittedSubclasses())
                        .toArray(Class<?>[]::new));
    }

    @Test
    void a_matrix_of_an_estimate_is_one_of_its_event() {
        int[] cells = matrix().stream().mapToInt(Integer::intValue).toArray();
        assertThat(ConfusionMatrix.ofMillionths(10, cells).millionths()).isEqualTo(cells);
    }

    @Test
    void what_nobody_says_is_left_out() {
        assertThat(AnnotatorEvent.FAMILY.write(new AnnotatorDistrusted(1, null, 0)))
                .isEqualTo("{\"from\":1,\"policy\":0}");
    }

    @Test
    void an_unknown_type_is_of_no_family_and_a_known_one_of_one_alone() {
        StoredEvent policy = stored("policy.set", "{}");
        assertThat(KnownEvents.ALL.isOf(QualityEvent.FAMILY, policy)).isTrue();
        assertThat(KnownEvents.ALL.isOf(AnnotatorEvent.FAMILY, policy)).isFalse();
        assertThatThrownBy(() -> KnownEvents.ALL.isOf(QualityEvent.FAMILY, stored("policy.foreseen", "{}")))
                .hasMessage(
                        "event 12 of the log has the type policy.foreseen with schema 1, which this version of Nudge"
                                + " does not know: run the version that wrote it, or a newer one");
        assertThatThrownBy(() -> KnownEvents.ALL.checkKnown(12, "policy.set", 2))
                .hasMessageContaining("the type policy.set with schema 2");
        assertThatThrownBy(() -> new EventFamilies(List.of(QualityEvent.FAMILY, QualityEvent.FAMILY)))
                .hasMessageStartingWith("expected one family for each type, got two for ");
    }

    private static StoredEvent stored(String type, String data) {
        return new StoredEvent(12, ONE, ONE, 1, type, 1, ONE, Instant.EPOCH, data);
    }

    private static String golden(String type) throws IOException {
        String name = "events/" + type + ".1.json";
        try (InputStream file = QualityEventsTest.class.getResourceAsStream(name)) {
            assertThat(file).as("the golden file %s", name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
