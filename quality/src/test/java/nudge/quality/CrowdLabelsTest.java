package nudge.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CrowdLabelsTest {
    @Test
    void labels_are_kept_item_by_item_in_their_order() {
        CrowdLabels labels = CrowdLabels.builder(10)
                .add(2, 0, 5)
                .add(0, 1, 7)
                .add(2, 1, 6)
                .gold(5, 3)
                .annotators(4)
                .build();
        assertThat(labels.items()).isEqualTo(6);
        assertThat(labels.annotators()).isEqualTo(4);
        assertThat(labels.size()).isEqualTo(3);
        assertThat(labels.start(2)).isEqualTo(1);
        assertThat(labels.start(3)).isEqualTo(3);
        assertThat(labels.given(1)).isEqualTo(5);
        assertThat(labels.annotator(2)).isEqualTo(1);
        assertThat(labels.gold(5)).isEqualTo(3);
        assertThat(labels.gold(2)).isEqualTo(-1);
    }

    @Test
    void labels_that_are_none_are_refused() {
        CrowdLabels.Builder labels = CrowdLabels.builder(10);
        assertThatThrownBy(() -> labels.add(0, 0, 10)).hasMessage("expected a class from 0 to 9, got 10");
        assertThatThrownBy(() -> labels.gold(0, -1)).hasMessage("expected a class from 0 to 9, got -1");
        assertThatThrownBy(() -> labels.add(-1, 0, 1))
                .hasMessage("expected numbers from 0 on, got the item -1 and the annotator 0");
        assertThatThrownBy(() -> CrowdLabels.builder(1)).hasMessage("expected at least 2 classes, got 1");
    }

    @Test
    void more_labels_of_an_item_than_can_be_added_up_are_refused() {
        CrowdLabels.Builder labels = CrowdLabels.builder(10);
        for (int i = 0; i <= CrowdLabels.MOST_PER_ITEM; i++) {
            labels.add(0, i, 1);
        }
        assertThatThrownBy(labels::build).hasMessage("expected at most 10000 labels of an item, got 10001 of item 0");
    }

    @Test
    void what_is_known_to_be_true_can_be_said_afterwards() {
        CrowdLabels labels =
                CrowdLabels.builder(3).add(0, 0, 1).add(1, 1, 2).gold(1, 0).build();
        CrowdLabels known = labels.withGold(new int[] {2, -1});
        assertThat(known.gold(0)).isEqualTo(2);
        assertThat(known.gold(1)).isEqualTo(-1);
        assertThat(known.given(1)).isEqualTo(2);
        assertThat(labels.gold(1)).isZero();
        assertThatThrownBy(() -> labels.withGold(new int[] {1})).hasMessage("expected 2 classes, got 1");
        assertThatThrownBy(() -> labels.withGold(new int[] {1, 3}))
                .hasMessage("expected classes from 0 to 2, or -1, got 3");
    }
}
