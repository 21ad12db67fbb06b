package nudge.events;

import static nudge.events.Samples.checkpoint;
import static nudge.events.Samples.received;
import static nudge.events.Samples.weights;
import static nudge.events.Samples.withData;
import static nudge.events.Samples.withHeader;
import static nudge.events.Samples.withKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChampionRecordsTest {
    private final CheckpointPublished first = checkpoint(0, weights(0, 1000));
    private final CheckpointPublished later = checkpoint(3, weights(3, 52_000));

    @Test
    void decisions_and_champions_are_read_as_they_were_written() {
        for (ChampionDecision decision :
                new ChampionDecision[] {Samples.promoted(first), Samples.promoted(later), Samples.rejected(later)}) {
            assertThat(EventCodec.decodeDecision(received(EventCodec.encode(decision))))
                    .isEqualTo(decision);
        }
        ChampionChanged champion = Samples.champion(later);
        assertThat(EventCodec.decodeChampion(received(EventCodec.encode(champion))))
                .isEqualTo(champion);
    }

    /** They are kept for ever: these files hold what each version wrote. */
    @Test
    void decisions_and_champions_are_written_as_in_their_files() throws IOException {
        assertThat(Samples.data(EventCodec.encode(Samples.promoted(first))))
                .isEqualTo(file("checkpoint.promoted.v1.first"));
        assertThat(Samples.data(EventCodec.encode(Samples.promoted(later)))).isEqualTo(file("checkpoint.promoted.v1"));
        assertThat(Samples.data(EventCodec.encode(Samples.rejected(later)))).isEqualTo(file("checkpoint.rejected.v1"));
        assertThat(Samples.data(EventCodec.encode(Samples.champion(later)))).isEqualTo(file("champion.changed.v1"));
    }

    @Test
    void another_type_of_the_topic_is_no_decision() {
        assertThat(EventCodec.decodeDecision(
                        withHeader(EventCodec.encode(Samples.promoted(later)), "ce_type", "checkpoint.pinned.v1")))
                .isNull();
    }

    @Test
    void a_champion_of_another_type_or_key_is_refused() {
        ProducerRecord<String, byte[]> champion = EventCodec.encode(Samples.champion(later));
        assertRefused(
                () -> EventCodec.decodeChampion(withHeader(champion, "ce_type", "other.v1")),
                "expected the type champion.changed.v1, got other.v1");
        assertRefused(
                () -> EventCodec.decodeChampion(withKey(champion, "letters")),
                "expected the model digits as the key, got letters");
        assertRefused(
                () -> EventCodec.decodeDecision(withKey(EventCodec.encode(Samples.rejected(later)), "letters")),
                "expected the model digits as the key, got letters");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "rule":"harmless" | "rule":"recall"   | expected a rule that promotes, got recall
                    "rule":"harmless" | "rule":"first"    | expected an anchor and a comparison, for the first checkpoint neither
                    "rule":"harmless" | "rule":"elected"  | expected the rule first, better, harmless, unproven, rejected or recall, got elected
                    "m":30            | "m":31            | expected m = b + c <= n, got n 9800, m 31, b 20 and c 10
                    "n":9800          | "n":29            | expected m = b + c <= n, got n 29, m 30, b 20 and c 10
                    "anchor":"checkpoint-0" | "anchor":null | expected an anchor and a comparison, for the first checkpoint neither
                    "images":[980,    | "images":[980,980, | expected as many recalls as numbers of images, 11, got 10 and 10
                    """)
    void a_broken_decision_is_refused(String field, String broken, String message) {
        ProducerRecord<String, byte[]> promoted = EventCodec.encode(Samples.promoted(later));
        String data = Samples.data(promoted).replace(field, broken);
        assertThat(data).isNotEqualTo(Samples.data(promoted));
        assertRefused(() -> EventCodec.decodeDecision(withData(promoted, data)), message);
    }

    @ParameterizedTest
    @EnumSource
    void each_rule_has_a_name_by_which_it_is_found(PromotionRule rule) {
        assertThat(PromotionRule.of(rule.wire())).isSameAs(rule);
        assertThat(rule.wire()).isEqualTo(rule.name().toLowerCase(java.util.Locale.ROOT));
        assertThat(rule.movesAnchor() && !rule.promotes()).isFalse();
    }

    @Test
    void a_decision_that_is_published_again_has_another_time_and_nothing_else() {
        Instant again = Samples.AT.plusSeconds(60);
        CheckpointPublished republished = later.publishedAt(again);
        assertThat(Samples.promoted(later).publishedAt(again)).isEqualTo(Samples.promoted(republished));
        assertThat(Samples.rejected(later).publishedAt(again)).isEqualTo(Samples.rejected(republished));
        assertThat(Samples.champion(later).publishedAt(again)).isEqualTo(Samples.champion(republished));
    }

    private static void assertRefused(ThrowingCallable decode, String message) {
        assertThatThrownBy(decode)
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    private static String file(String name) throws IOException {
        try (InputStream file = ChampionRecordsTest.class.getResourceAsStream("records/" + name + ".json")) {
            assertThat(file).as(name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
