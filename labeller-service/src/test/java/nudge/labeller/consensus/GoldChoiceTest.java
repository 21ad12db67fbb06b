package nudge.labeller.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import nudge.labeller.consensus.GoldChoice.Known;
import nudge.quality.Policy;
import org.junit.jupiter.api.Test;

class GoldChoiceTest {
    private static final UUID STORE = new UUID(1, 1);
    private static final byte[] SECRET =
            "a secret of sixteen bytes or more".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final KeyedDraw DRAW = new KeyedDraw(STORE, SECRET);
    private static final int[] NONE = new int[10];

    /** Of every digit so many, in no order. */
    private static List<Known> known(int perDigit) {
        List<Known> known = new ArrayList<>();
        for (int i = 0; i < 10 * perDigit; i++) {
            known.add(new Known(new UUID(7, i), i % 10));
        }
        Collections.shuffle(known, new Random(1));
        return known;
    }

    private static Set<UUID> ids(List<Known> images) {
        return images.stream().map(Known::image).collect(Collectors.toSet());
    }

    private static Policy.Crowd crowd(Map<String, Double> settings) {
        return Policy.Crowd.of(settings);
    }

    @Test
    void as_many_of_each_digit_are_chosen_in_whatever_order_the_images_come() {
        List<Known> known = known(100);
        List<Known> chosen = GoldChoice.choose(DRAW, 20, known, Set.of(), NONE);
        assertThat(chosen).hasSize(200);
        assertThat(chosen.stream().collect(Collectors.groupingBy(Known::digit, Collectors.counting())))
                .hasSize(10)
                .allSatisfy((digit, count) -> assertThat(count).isEqualTo(20));
        Collections.reverse(known);
        assertThat(ids(GoldChoice.choose(DRAW, 20, known, Set.of(), NONE))).isEqualTo(ids(chosen));
    }

    @Test
    void without_the_secret_or_in_another_log_other_images_are_chosen() {
        List<Known> known = known(100);
        Set<UUID> chosen = ids(GoldChoice.choose(DRAW, 20, known, Set.of(), NONE));
        byte[] other = SECRET.clone();
        other[0]++;
        for (KeyedDraw draw : List.of(new KeyedDraw(STORE, other), new KeyedDraw(new UUID(1, 2), SECRET))) {
            Set<UUID> both = ids(GoldChoice.choose(draw, 20, known, Set.of(), NONE));
            both.retainAll(chosen);
            // A fifth of them by chance.
            assertThat(both.size()).isBetween(15, 70);
        }
    }

    @Test
    void what_is_missing_is_added_and_what_was_retired_does_not_come_back() {
        List<Known> known = known(30);
        List<Known> first = GoldChoice.choose(DRAW, 3, known, Set.of(), NONE);
        Set<UUID> ever = ids(first);
        int[] active = new int[10];
        first.forEach(image -> active[image.digit()]++);
        assertThat(GoldChoice.choose(DRAW, 3, known, ever, active)).isEmpty();
        active[4]--;
        List<Known> more = GoldChoice.choose(DRAW, 3, known, ever, active);
        assertThat(more).singleElement().satisfies(image -> {
            assertThat(image.digit()).isEqualTo(4);
            assertThat(ever).doesNotContain(image.image());
        });
        // A larger pool has all of the smaller one.
        assertThat(ids(GoldChoice.choose(DRAW, 5, known, Set.of(), NONE))).containsAll(ever);
    }

    @Test
    void where_a_digit_has_too_few_images_all_of_them_are_chosen() {
        List<Known> known = new ArrayList<>(known(2));
        known.removeIf(image -> image.digit() == 3);
        assertThat(GoldChoice.choose(DRAW, 5, known, Set.of(), NONE)).hasSize(18);
        assertThat(GoldChoice.choose(DRAW, 5, List.of(), new HashSet<>(), NONE)).isEmpty();
    }

    @Test
    void the_pool_is_a_fifth_of_what_is_known_but_enough_for_the_quiz_and_never_too_large() {
        Policy.Crowd standard = Policy.Crowd.standard();
        assertThat(GoldChoice.perDigit(standard, 10_000)).isEqualTo(100);
        assertThat(GoldChoice.perDigit(standard, 1_000)).isEqualTo(20);
        assertThat(GoldChoice.perDigit(standard, 12)).isEqualTo(1);
        assertThat(GoldChoice.perDigit(crowd(Map.of("quiz", 30.0)), 12)).isEqualTo(3);
        Policy.Crowd off = crowd(Map.of("quiz", 0.0, "gold", 0.0, "gold_at_first", 0.0));
        assertThat(GoldChoice.isWanted(off)).isFalse();
        assertThat(GoldChoice.perDigit(off, 10_000)).isZero();
        assertThat(GoldChoice.perDigit(crowd(Map.of("quiz", 0.0)), 1_000)).isEqualTo(20);
    }

    @Test
    void gold_is_retired_when_seven_of_ten_miss_it_and_eight_have_seen_it() {
        assertThat(GoldChoice.isMissedByMost(8, 6)).isTrue();
        assertThat(GoldChoice.isMissedByMost(10, 7)).isTrue();
        assertThat(GoldChoice.isMissedByMost(8, 5)).isFalse();
        assertThat(GoldChoice.isMissedByMost(7, 7)).isFalse();
    }

    @Test
    void a_share_is_drawn_and_each_purpose_has_a_draw_of_its_own() {
        int audited = 0;
        int both = 0;
        for (int i = 0; i < 20_000; i++) {
            UUID image = new UUID(9, i);
            boolean drawn = DRAW.isDrawn("audit", image, 0.05);
            audited += drawn ? 1 : 0;
            both += drawn && DRAW.isDrawn("gold", image, 0.05) ? 1 : 0;
            assertThat(DRAW.isDrawn("audit", image, 0)).isFalse();
            assertThat(DRAW.isDrawn("audit", image, 1)).isTrue();
        }
        assertThat(audited / 20_000.0).isEqualTo(0.05, within(0.008));
        assertThat(both).isBetween(20, 90);
    }

    @Test
    void a_short_secret_is_refused() {
        assertThatThrownBy(() -> new KeyedDraw(STORE, new byte[15]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 16 bytes, got 15");
    }
}
