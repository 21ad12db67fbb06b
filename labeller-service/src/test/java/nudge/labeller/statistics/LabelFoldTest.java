package nudge.labeller.statistics;

import static nudge.labeller.statistics.WrittenLog.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import nudge.labeller.image.ImageEvent.ImageRejected;
import nudge.labeller.image.ImageEvent.ImageSkipped;
import nudge.labeller.image.ImageEvent.RejectionRetracted;
import nudge.labeller.image.ImageEvent.SkipRetracted;
import org.junit.jupiter.api.Test;

class LabelFoldTest {
    private static final int ADA = 101;
    private static final int BERT = 102;
    private static final int CLEO = 103;

    private static LabelledCrowd crowd(LabelFold fold) {
        return LabelledCrowd.of(fold);
    }

    /** Each label as image, annotator, digit. */
    private static List<String> labels(LabelFold fold) {
        LabelledCrowd crowd = crowd(fold);
        List<String> found = new ArrayList<>();
        for (int item = 0; item < crowd.labels().items(); item++) {
            for (int place = crowd.labels().start(item); place < crowd.labels().start(item + 1); place++) {
                found.add(crowd.images().get(item).getLeastSignificantBits() + " "
                        + crowd.annotators()
                                .get(crowd.labels().annotator(place))
                                .getLeastSignificantBits()
                        + " "
                        + crowd.labels().given(place));
            }
        }
        return found;
    }

    @Test
    void labels_of_several_people_stand_in_the_order_of_the_log() {
        WrittenLog log = new WrittenLog()
                .add(1, ADA)
                .add(2, ADA)
                .label(2, BERT, 7)
                .label(1, ADA, 3)
                .label(2, CLEO, 1);
        assertThat(labels(log.fold())).containsExactly("1 101 3", "2 102 7", "2 103 1");
        assertThat(crowd(log.fold()).position()).isEqualTo(5);
    }

    @Test
    void a_label_that_came_with_its_image_is_none_of_the_crowd() {
        WrittenLog log = new WrittenLog().importLabelled(1, ADA, 3).label(1, BERT, 3);
        assertThat(labels(log.fold())).containsExactly("1 102 3");
        assertThat(log.fold().images().digit(0)).isEqualTo(3);
        assertThat(log.fold().images().known(0)).isTrue();
    }

    @Test
    void who_adds_an_image_and_labels_it_afterwards_has_labelled_it() {
        assertThat(labels(new WrittenLog().add(1, ADA).label(1, ADA, 3).fold())).containsExactly("1 101 3");
    }

    @Test
    void who_labels_what_they_imported_has_labelled_it_and_may_take_that_back() {
        WrittenLog log = new WrittenLog().importLabelled(1, ADA, 3).settle(1, ADA, 5);
        assertThat(labels(log.fold())).containsExactly("1 101 5");
        assertThat(log.fold().images().known(0)).isFalse();
        assertThat(labels(log.retract(1, ADA).fold())).isEmpty();
    }

    @Test
    void a_label_that_came_with_its_image_is_taken_back_without_a_trace() {
        assertThat(labels(new WrittenLog()
                        .importLabelled(1, ADA, 3)
                        .label(1, BERT, 4)
                        .retract(1, ADA)
                        .fold()))
                .containsExactly("1 102 4");
    }

    @Test
    void a_new_label_of_the_same_annotator_replaces_the_one_before_and_stands_last() {
        WrittenLog log =
                new WrittenLog().add(1, ADA).label(1, ADA, 3).label(1, BERT, 4).label(1, ADA, 5);
        assertThat(labels(log.fold())).containsExactly("1 102 4", "1 101 5");
    }

    @Test
    void a_retracted_label_stands_no_more_and_its_annotator_is_none() {
        WrittenLog log =
                new WrittenLog().add(1, ADA).label(1, ADA, 3).label(1, BERT, 4).retract(1, ADA);
        assertThat(labels(log.fold())).containsExactly("1 102 4");
        assertThat(crowd(log.fold()).annotators()).containsExactly(id(BERT));
    }

    @Test
    void labels_of_an_image_that_is_no_digit_are_left_out_as_long_as_it_is_rejected() {
        WrittenLog log = new WrittenLog().add(1, ADA).label(1, ADA, 3).event(1, BERT, new ImageRejected());
        assertThat(labels(log.fold())).isEmpty();
        assertThat(labels(log.event(1, BERT, new RejectionRetracted()).fold())).containsExactly("1 101 3");
    }

    @Test
    void skips_are_counted_until_they_are_taken_back() {
        WrittenLog log = new WrittenLog().add(1, ADA).add(2, ADA);
        log.event(1, BERT, new ImageSkipped())
                .event(2, BERT, new ImageSkipped())
                .event(1, BERT, new SkipRetracted());
        LabelFold fold = log.fold();
        assertThat(fold.skips(fold.people().find(id(BERT)))).isEqualTo(1);
        assertThat(fold.skips(fold.people().find(id(ADA)))).isZero();
    }

    @Test
    void images_that_somebody_labelled_from_a_position_on() {
        WrittenLog log = new WrittenLog()
                .add(1, ADA)
                .add(2, ADA)
                .label(2, BERT, 7)
                .label(1, BERT, 3)
                .label(1, CLEO, 3)
                .label(2, BERT, 8);
        assertThat(log.fold().imagesLabelledBy(id(BERT), 0)).containsExactly(id(1), id(2));
        assertThat(log.fold().imagesLabelledBy(id(BERT), 5)).containsExactly(id(2));
        assertThat(log.fold().imagesLabelledBy(id(999), 0)).isEmpty();
    }

    @Test
    void an_event_that_is_not_the_next_one_is_refused() {
        WrittenLog log = new WrittenLog().add(1, ADA).add(2, ADA);
        assertThatThrownBy(() -> new LabelFold().take(log.events().get(1)))
                .hasMessage("expected the event 1 of the log, got 2");
    }

    @Test
    void thousands_of_replaced_and_retracted_labels_leave_just_those_that_stand() {
        Random random = new Random(15);
        WrittenLog log = new WrittenLog();
        for (int image = 0; image < 200; image++) {
            log.add(image, ADA);
        }
        Map<Integer, Map<Integer, Integer>> standing = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            int image = random.nextInt(200);
            int person = 1000 + random.nextInt(9);
            Map<Integer, Integer> of = standing.computeIfAbsent(image, any -> new LinkedHashMap<>());
            if (of.containsKey(person) && random.nextBoolean()) {
                log.retract(image, person);
                of.remove(person);
            } else {
                int digit = random.nextInt(10);
                log.label(image, person, digit);
                of.remove(person);
                of.put(person, digit);
            }
        }
        List<String> expected = new ArrayList<>();
        for (int image = 0; image < 200; image++) {
            int of = image;
            standing.getOrDefault(image, Map.of())
                    .forEach((person, digit) -> expected.add(of + " " + person + " " + digit));
        }
        LabelFold fold = log.fold();
        assertThat(labels(fold)).isEqualTo(expected);
        assertThat(fold.labels().count()).isEqualTo(expected.size());
        assertThat(fold.labels().end()).isLessThan(6 * expected.size());
    }

    @Test
    void ids_keep_their_numbers() {
        IdNumbers numbers = new IdNumbers();
        Random random = new Random(1);
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            ids.add(i % 2 == 0 ? new UUID(i, 0) : new UUID(random.nextLong(), random.nextLong()));
            assertThat(numbers.find(ids.get(i))).isEqualTo(IdNumbers.UNKNOWN);
            assertThat(numbers.number(ids.get(i))).isEqualTo(i);
        }
        for (int i = 0; i < 5_000; i++) {
            assertThat(numbers.number(ids.get(i))).isEqualTo(i);
            assertThat(numbers.find(ids.get(i))).isEqualTo(i);
            assertThat(numbers.id(i)).isEqualTo(ids.get(i));
        }
        assertThat(numbers.size()).isEqualTo(5_000);
    }
}
