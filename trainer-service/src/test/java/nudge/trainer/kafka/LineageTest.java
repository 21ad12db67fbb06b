package nudge.trainer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import nudge.trainer.kafka.Retention.Kept;
import org.junit.jupiter.api.Test;

class LineageTest {
    private static Publication published(Lineage lineage, int number) {
        Publication made = Published.publication(number, null);
        Publication publication = new Publication(
                made.checkpoint(), made.weights(), null, null, List.of(), lineage.forgottenWith(made.checkpoint()));
        lineage.published(publication);
        return publication;
    }

    @Test
    void begins_without_a_checkpoint() {
        Lineage lineage = new Lineage(null, null, List.of());
        assertThat(lineage.latest()).isNull();
        assertThat(lineage.horizon()).isZero();
    }

    @Test
    void the_checkpoint_that_was_published_is_the_latest() {
        Lineage lineage = new Lineage(null, null, List.of());
        published(lineage, 3);
        Publication second = published(lineage, 4);
        assertThat(lineage.latest()).isEqualTo(second.checkpoint());
        assertThat(lineage.horizon()).isEqualTo(second.checkpoint().offset());
    }

    @Test
    void looking_what_would_be_forgotten_changes_nothing() {
        Lineage lineage = new Lineage(null, null, List.of());
        for (int i = 0; i < 40; i++) {
            published(lineage, i);
        }
        Publication next = Published.publication(40, null);
        List<Kept> forgotten = lineage.forgottenWith(next.checkpoint());
        assertThat(forgotten).isNotEmpty();
        assertThat(lineage.forgottenWith(next.checkpoint())).isEqualTo(forgotten);
    }

    @Test
    void nothing_is_forgotten_twice_and_what_was_forgotten_is_what_retention_says() {
        Lineage lineage = new Lineage(null, null, List.of());
        List<Kept> kept = new ArrayList<>();
        Set<String> forgotten = new TreeSet<>();
        for (int i = 0; i < 300; i++) {
            Publication publication = published(lineage, i);
            long at = publication.checkpoint().at().toEpochMilli();
            kept.add(new Kept(Published.id(i), 1, at));
            assertThat(publication.forgotten()).isEqualTo(Retention.thin(kept, at));
            publication
                    .forgotten()
                    .forEach(
                            each -> assertThat(forgotten.add(each.checkpoint())).isTrue());
        }
        assertThat(forgotten).hasSizeGreaterThan(200).doesNotContain(Published.id(0), Published.id(299));
    }

    /** One every second; the clock is two days ahead for a while, and later goes back to 1970. */
    @Test
    void a_clock_that_jumps_lets_neither_too_many_be_kept_nor_too_few() {
        long[] jumps = {0, 172_800, 0, -1_795_000_000L, 0};
        List<Kept> inKafka = new ArrayList<>();
        Lineage lineage = new Lineage(null, null, List.of());
        for (int i = 0; i < 1000; i++) {
            Publication made = Published.publication(i, null);
            Publication publication = made.at(made.checkpoint().at().plusSeconds(jumps[i / 200]));
            List<Kept> forgotten = lineage.forgottenWith(publication.checkpoint());
            lineage.published(
                    new Publication(publication.checkpoint(), publication.weights(), null, null, List.of(), forgotten));
            inKafka.add(
                    new Kept(Published.id(i), 1, publication.checkpoint().at().toEpochMilli()));
            Set<String> ids =
                    new TreeSet<>(forgotten.stream().map(Kept::checkpoint).toList());
            inKafka.removeIf(each -> ids.contains(each.checkpoint()));
            if (i % 50 == 49) {
                // Another trainer takes over, and finds what Kafka holds.
                lineage = new Lineage(publication.checkpoint(), null, inKafka);
            }
            assertThat(inKafka).hasSizeBetween(Math.min(i + 1, Retention.NEWEST), 60);
        }
    }

    /** Promoted are 30, which is the anchor from then on, and 60. */
    @Test
    void the_weights_of_champion_and_anchor_are_never_forgotten_and_those_of_a_former_champion_are() {
        Lineage lineage = new Lineage(null, null, List.of());
        Set<String> forgotten = new TreeSet<>();
        for (int i = 0; i < 400; i++) {
            Publication made = Published.publication(i, null);
            Judgement judgement = i == 30 || i == 60 || i == 300 ? Published.promoted(made, i == 30 ? i : 30) : null;
            Publication publication = new Publication(
                    made.checkpoint(),
                    made.weights(),
                    null,
                    judgement,
                    List.of(),
                    lineage.forgottenWith(made.checkpoint()));
            lineage.published(publication);
            publication.forgotten().forEach(each -> forgotten.add(each.checkpoint()));
            assertThat(forgotten).doesNotContain(Published.id(30));
            if (i <= 300) {
                assertThat(forgotten).doesNotContain(Published.id(60));
            }
        }
        assertThat(forgotten).contains(Published.id(31), Published.id(61), Published.id(60));
        assertThat(lineage.champion().checkpoint()).isEqualTo(Published.id(300));
        assertThat(lineage.champion().anchor().checkpoint()).isEqualTo(Published.id(30));
    }

    @Test
    void what_a_predecessor_kept_is_forgotten_in_its_time() {
        List<Kept> kept = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            kept.add(new Kept(Published.id(i), 1, Published.AT.plusSeconds(i).toEpochMilli()));
        }
        Lineage lineage = new Lineage(Published.publication(59, null).checkpoint(), null, kept);
        assertThat(lineage.forgottenWith(Published.publication(60, null).checkpoint()))
                .isNotEmpty();
    }
}
