package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelsTest {
    /** More than the chunks that are there at the beginning hold. */
    private static final int MANY = 70_000;

    @Test
    void each_of_many_labels_is_found_by_its_number() {
        Labels labels = new Labels();
        for (int i = 0; i < MANY; i++) {
            labels.add(i % 10);
        }
        assertThat(labels.labelled()).isEqualTo(MANY);
        for (int i = 0; i < MANY; i++) {
            assertThat(labels.digit(i)).isEqualTo(i % 10);
        }
        labels.change(MANY - 1, 3);
        labels.retract(MANY - 2);
        assertThat(labels.digit(MANY - 1)).isEqualTo(3);
        assertThat(labels.has(MANY - 1)).isTrue();
        assertThat(labels.has(MANY - 2)).isFalse();
        assertThat(labels.labelled()).isEqualTo(MANY - 1);
    }

    @Test
    void a_label_is_counted_once_however_often_it_changes_or_goes() {
        Labels labels = new Labels();
        labels.add(0);
        labels.add(9);
        assertThat(labels.change(0, 4)).isTrue();
        assertThat(labels.change(0, 4)).isFalse();
        assertThat(labels.labelled()).isEqualTo(2);

        assertThat(labels.retract(0)).isTrue();
        assertThat(labels.retract(0)).isFalse();
        assertThat(labels.has(0)).isFalse();
        assertThat(labels.labelled()).isEqualTo(1);

        assertThat(labels.change(0, 4)).isTrue();
        assertThat(labels.has(0)).isTrue();
        assertThat(labels.labelled()).isEqualTo(2);
        assertThat(labels.digit(1)).isEqualTo(9);
    }
}
