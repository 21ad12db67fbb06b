package nudge.benchmarks.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrowdTurnsTest {
    private static final List<UUID> IMAGES = ids(1, 2_000);
    private static final List<UUID> GOLD = ids(2, 40);

    private final CrowdTurns turns = new CrowdTurns(IMAGES, GOLD);

    private static List<UUID> ids(int kind, int count) {
        return IntStream.range(0, count).mapToObj(i -> new UUID(kind, i)).toList();
    }

    @Test
    void two_people_label_each_image_alike_and_everybody_labels_gold() {
        Map<UUID, Map<Integer, Integer>> given = new HashMap<>();
        Map<Integer, Integer> gold = new HashMap<>();
        // As many as give every image both of its labels.
        for (int label = 0; label < 4_211; label++) {
            CrowdTurns.Turn turn = turns.turn(label);
            assertThat(turn.person()).isBetween(0, CrowdTurns.PEOPLE - 1);
            if (GOLD.contains(turn.image())) {
                assertThat(label % CrowdTurns.GOLD_EVERY).isZero();
                assertThat(turn.digit()).isEqualTo(GOLD.indexOf(turn.image()) % 10);
                gold.merge(turn.person(), 1, Integer::sum);
            } else {
                assertThat(given.computeIfAbsent(turn.image(), image -> new HashMap<>())
                                .put(turn.person(), turn.digit()))
                        .as("nobody labels an image twice")
                        .isNull();
            }
        }
        assertThat(given).hasSize(IMAGES.size());
        assertThat(given.values()).allSatisfy(labels -> {
            assertThat(labels).hasSize(2);
            assertThat(labels.values().stream().distinct()).hasSize(1);
        });
        assertThat(gold).hasSize(CrowdTurns.PEOPLE);
    }

    @Test
    void the_second_label_of_an_image_comes_some_time_after_the_first() {
        Map<UUID, Integer> first = new HashMap<>();
        for (int label = 0; label < 2_000; label++) {
            CrowdTurns.Turn turn = turns.turn(label);
            Integer before = GOLD.contains(turn.image()) ? null : first.putIfAbsent(turn.image(), label);
            if (before != null) {
                assertThat(label - before).isGreaterThan(CrowdTurns.WAITING);
            }
        }
        assertThat(first.size()).isLessThan(2_000 - 500);
    }
}
