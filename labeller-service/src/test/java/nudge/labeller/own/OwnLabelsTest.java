package nudge.labeller.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import nudge.events.Split;
import nudge.labeller.TestStore;
import nudge.labeller.access.Access;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.own.OwnLabels.Counts;
import nudge.labeller.own.OwnLabels.OwnLabel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class OwnLabelsTest {
    private static final UUID ADA = new UUID(7, 1);
    private static final UUID BOB = new UUID(7, 2);

    private TestStore store;
    private OwnLabels labels;
    private final List<UUID> images = new ArrayList<>();

    @BeforeEach
    void start() {
        store = new TestStore();
        labels = new OwnLabels(new Database(store.database()));
        for (int i = 0; i < 6; i++) {
            images.add(store.add(i));
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        store.close();
    }

    private void label(UUID actor, int image, int digit) {
        store.submit(actor, images.get(image), TestStore.label(digit));
    }

    private List<UUID> found(UUID actor, Integer digit) {
        return labels.find(actor, digit, Long.MAX_VALUE, 10).stream()
                .map(OwnLabel::image)
                .toList();
    }

    @Test
    void somebody_sees_their_own_labels_the_latest_first_and_nobody_elses() {
        label(ADA, 0, 3);
        label(BOB, 1, 4);
        label(ADA, 2, 5);
        label(BOB, 0, 9);
        assertThat(labels.find(ADA, null, Long.MAX_VALUE, 10))
                .containsExactly(new OwnLabel(images.get(2), 2, 5), new OwnLabel(images.get(0), 1, 3));
        assertThat(found(ADA, 3)).containsExactly(images.get(0));
        assertThat(found(ADA, 9)).isEmpty();
        assertThat(found(new UUID(7, 3), null)).isEmpty();
    }

    @Test
    void numbers_and_pages_say_nothing_of_what_happened_between_ones_labels() {
        for (int i = 0; i < 6; i++) {
            label(ADA, i, i);
            for (int other = 0; other < i; other++) {
                label(BOB, other, 1);
            }
            assertThat(found(ADA, null)).hasSize(i + 1);
        }
        List<OwnLabel> first = labels.find(ADA, null, Long.MAX_VALUE, 4);
        assertThat(first).extracting(OwnLabel::number).containsExactly(6L, 5L, 4L, 3L);
        assertThat(labels.find(ADA, null, 3, 4)).extracting(OwnLabel::number).containsExactly(2L, 1L);
    }

    @Test
    void a_correction_comes_to_the_front_and_what_is_taken_back_is_gone() {
        label(ADA, 0, 3);
        label(ADA, 1, 4);
        assertThat(found(ADA, null)).containsExactly(images.get(1), images.get(0));
        label(ADA, 0, 8);
        assertThat(found(ADA, null)).containsExactly(images.get(0), images.get(1));
        assertThat(found(ADA, 3)).isEmpty();
        store.submit(ADA, images.get(1), new ImageCommand.RetractLabel());
        assertThat(found(ADA, null)).containsExactly(images.get(0));
        assertThat(labels.count(ADA)).isEqualTo(new Counts(1, 0));
    }

    @Test
    void what_is_passed_over_is_counted_and_no_label() {
        store.submit(ADA, images.get(0), new ImageCommand.Skip());
        store.submit(ADA, images.get(1), new ImageCommand.Reject());
        store.submit(ADA, images.get(2), new ImageCommand.Skip());
        store.submit(ADA, images.get(2), new ImageCommand.RetractSkip());
        store.submit(ADA, images.get(3), new ImageCommand.Skip());
        label(ADA, 3, 1);
        assertThat(labels.count(ADA)).isEqualTo(new Counts(1, 2));
        assertThat(found(ADA, null)).containsExactly(images.get(3));
    }

    @Test
    void an_answer_counts_once_for_each_person_and_image_also_when_it_is_taken_back() {
        label(ADA, 0, 3);
        assertThat(labels.answers()).isEqualTo(1);
        store.submit(ADA, images.get(0), new ImageCommand.RetractLabel());
        label(ADA, 0, 4);
        label(ADA, 0, 5);
        assertThat(labels.answers()).isEqualTo(1);
        label(BOB, 0, 5);
        store.submit(BOB, images.get(1), new ImageCommand.Skip());
        assertThat(labels.answers()).isEqualTo(3);
    }

    @Test
    void labels_that_this_installation_brings_in_are_nobodys() {
        store.submit(
                Access.SYSTEM,
                TestStore.pixels(99).imageId(),
                new ImageCommand.Add(TestStore.pixels(99), Split.TRAIN, OptionalInt.of(3), "test"));
        assertThat(found(Access.SYSTEM, null)).isEmpty();
        assertThat(labels.answers()).isZero();
    }

    @Test
    void images_are_found_by_the_beginning_of_their_ids() {
        label(ADA, 0, 3);
        label(BOB, 1, 3);
        String id = images.get(0).toString().replace("-", "");
        assertThat(labels.findById(ADA, id.substring(0, 8), 10))
                .extracting(OwnLabel::image)
                .containsExactly(images.get(0));
        assertThat(labels.findById(ADA, images.get(1).toString().replace("-", ""), 10))
                .isEmpty();
    }

    @Test
    void whoever_asks_at_the_same_time_counts_nothing_twice() throws Exception {
        ExecutorService askers = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 10; round++) {
                UUID actor = new UUID(8, round);
                label(actor, 0, 3);
                label(actor, 1, 3);
                List<CompletableFuture<Long>> answers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    answers.add(CompletableFuture.supplyAsync(labels::answers, askers));
                }
                for (CompletableFuture<Long> answer : answers) {
                    assertThat(answer.get()).isEqualTo(2L * (round + 1));
                }
            }
        } finally {
            askers.shutdownNow();
        }
    }
}
