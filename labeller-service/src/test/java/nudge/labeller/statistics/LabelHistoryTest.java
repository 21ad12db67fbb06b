package nudge.labeller.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand.RetractLabel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class LabelHistoryTest {
    private TestStore store;
    private Database database;

    @BeforeEach
    void open() {
        store = new TestStore();
        database = new Database(store.database());
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void an_answer_knows_every_label_that_was_acknowledged_before() throws Exception {
        UUID image = store.add(1);
        try (LabelHistory history = new LabelHistory(database)) {
            for (int person = 1; person <= 20; person++) {
                long position = store.submit(new UUID(0, person), image, TestStore.label(person % 10))
                        .position();
                LabelledCrowd crowd = history.read(LabelledCrowd::of);
                assertThat(crowd.labels().size()).isEqualTo(person);
                assertThat(crowd.position()).isGreaterThanOrEqualTo(position);
            }
            store.submit(new UUID(0, 7), image, new RetractLabel());
            assertThat(history.read(LabelledCrowd::of).annotators()).hasSize(19).doesNotContain(new UUID(0, 7));
            assertThat(history.<List<UUID>>read(fold -> fold.imagesLabelledBy(new UUID(0, 8), 0)))
                    .containsExactly(image);
            assertThat(history.<List<UUID>>read(fold -> fold.imagesLabelledBy(new UUID(0, 7), 0)))
                    .isEmpty();
        }
    }

    @Test
    void what_is_followed_equals_what_is_read_from_the_log_alone() throws Exception {
        try (LabelHistory history = new LabelHistory(database)) {
            store.scatter(3, 60, 1_500);
            LabelledCrowd early = history.read(LabelledCrowd::of);
            store.scatter(4, 60, 6_000);
            LabelledCrowd late = history.read(LabelledCrowd::of);
            same(LabelledCrowd.of(LabelHistory.fold(database, early.position())), early);
            same(LabelledCrowd.of(LabelHistory.fold(database, late.position())), late);
            assertThat(late.labels().size()).isGreaterThan(early.labels().size());
            assertThatThrownBy(() -> LabelHistory.fold(database, late.position() + 1))
                    .hasMessage("expected a position of the log, which ends at " + late.position() + ", got "
                            + (late.position() + 1));
        }
    }

    private static void same(LabelledCrowd one, LabelledCrowd other) {
        assertThat(one.position()).isEqualTo(other.position());
        assertThat(one.images()).isEqualTo(other.images());
        assertThat(one.annotators()).isEqualTo(other.annotators());
        assertThat(one.labels()).usingRecursiveComparison().isEqualTo(other.labels());
    }

    @Test
    void while_the_log_is_read_for_the_first_time_the_answer_says_so() throws Exception {
        store.scatter(5, 60, 1_500);
        String head = store.query("SELECT position FROM log_head");
        try (LabelHistory history = new LabelHistory(database, Duration.ZERO)) {
            assertThatThrownBy(() -> history.read(LabelFold::position))
                    .isInstanceOf(HistoryLoadingException.class)
                    .hasMessageMatching("the labels in the log are being read, for the first time since the start:"
                            + " \\d+ of " + head + " events; ask again in a few seconds");
        }
    }

    @Test
    void nobody_reads_the_log_until_somebody_asks() throws Exception {
        store.add(1);
        LabelHistory history = new LabelHistory(database);
        assertThat(history.isReading()).isFalse();
        history.read(LabelFold::position);
        assertThat(history.isReading()).isTrue();
        history.close();
        assertThat(history.isReading()).isFalse();
    }

    @Test
    void what_was_started_reads_the_log_before_anybody_asks() throws Exception {
        store.scatter(6, 60, 1_500);
        long head = Long.parseLong(store.query("SELECT position FROM log_head"));
        try (LabelHistory history = new LabelHistory(database)) {
            history.start();
            Awaitility.await().untilAsserted(() -> assertThat(history.reached()).isEqualTo(head));
        }
    }

    @Test
    void an_empty_log_is_read_once_and_then_waited_for() throws Exception {
        try (LabelHistory history = new LabelHistory(database)) {
            assertThat(history.read(LabelFold::position)).isZero();
            Awaitility.await().until(history::hasReadAll);
            long position = Long.parseLong(store.query("SELECT position FROM log_head"));
            UUID image = store.add(1);
            assertThat(history.read(LabelFold::position)).isEqualTo(position + 1);
            assertThat(history.<UUID>read(fold -> fold.images().id(0))).isEqualTo(image);
        }
    }

    @Test
    void an_event_that_this_version_does_not_know_is_never_passed_over() throws Exception {
        store.append(new UUID(0, 9), "label.foreseen", "{}");
        try (LabelHistory history = new LabelHistory(database)) {
            assertThatThrownBy(() -> history.read(LabelFold::position))
                    .hasMessageStartingWith("the labels in the log cannot be read: event 1 of the log has the type"
                            + " label.foreseen");
        }
    }
}
