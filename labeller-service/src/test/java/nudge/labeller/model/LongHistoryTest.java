package nudge.labeller.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.ObjectName;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.events.CommittedRecords;
import nudge.events.Topics;
import nudge.labeller.relay.TestTopics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Behind a labeller lie very many checkpoints: what it reads does not depend on how many. */
@Tag("server")
class LongHistoryTest {
    private static final int CHECKPOINTS = 20_000;
    /** Its id is as it was before ids named their step. */
    private static final int OLD = 1_234;

    @BeforeAll
    static void publish() throws Exception {
        TestTopics.fresh();
        try (TestTrainer trainer = new TestTrainer(TestTopics.kafka())) {
            trainer.publishHistory(0, CHECKPOINTS, LongHistoryTest::id);
        }
    }

    private static String id(int number) {
        String digest = String.format(Locale.ROOT, "%016x", number);
        return number == OLD ? digest : CheckpointPublished.id(TestTrainer.step(number), digest);
    }

    @Test
    void a_labeller_starts_from_the_tails_and_still_knows_the_old_curve() throws Exception {
        History history = new History();
        ConcurrentLinkedQueue<TrainerEvent> heard = new ConcurrentLinkedQueue<>();
        history.listen(heard::add);
        CurrentModel model = new CurrentModel();
        double read;
        try (CheckpointFollower follower =
                new CheckpointFollower(TestTopics.kafka(), history, model, new CurrentModel())) {
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> isLatest(history.checkpoints(1).stream()
                                    .map(CheckpointPublished::id)
                                    .toList())
                            && isLatest(history.accuracy(1).stream()
                                    .map(AccuracyMeasured::checkpoint)
                                    .toList())
                            && old(history).size() == CheckpointFollower.OLD_SAMPLES);
            read = recordsRead();
            assertThat(model.checkpoint()).hasValue(id(CHECKPOINTS - 1));
        }
        assertThat(read).isPositive().isLessThan(2 * CheckpointFollower.TAIL + CheckpointFollower.OLD_SAMPLES + 100);
        assertThat(heard).as("what open pages hear").hasSizeLessThanOrEqualTo(2 * CheckpointFollower.TAIL);

        List<TrainerEvent> missed = history.since(0, 0, 900);
        assertThat(missed).as("what a page that comes back after long gets").hasSize(2 * 900);
        assertThat(missed.get(899).offset()).isEqualTo(history.checkpointOffset());

        List<Long> curve =
                history.accuracyCurve(500).stream().map(AccuracyMeasured::step).toList();
        assertThat(curve).hasSizeBetween(350, 500).isSorted().startsWith(TestTrainer.step(0));
        for (int i = 1; i < curve.size(); i++) {
            assertThat(curve.get(i) - curve.get(i - 1))
                    .isLessThanOrEqualTo(TestTrainer.step(2 * CHECKPOINTS / CheckpointFollower.OLD_SAMPLES));
        }
    }

    private static boolean isLatest(List<String> ids) {
        return ids.equals(List.of(id(CHECKPOINTS - 1)));
    }

    /** What the history knows of the measurements before the tail. */
    private static List<AccuracyMeasured> old(History history) {
        return history.accuracyCurve(Integer.MAX_VALUE).stream()
                .filter(each -> each.step() < TestTrainer.step(CHECKPOINTS - CheckpointFollower.TAIL))
                .toList();
    }

    /** What the consumers of this process that are open have been given. */
    private static double recordsRead() throws Exception {
        var beans = ManagementFactory.getPlatformMBeanServer();
        double records = 0;
        for (ObjectName consumer : beans.queryNames(
                new ObjectName("kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*"), null)) {
            records += (Double) beans.getAttribute(consumer, "records-consumed-total");
        }
        return records;
    }

    @Test
    void a_checkpoint_of_any_age_is_found_by_its_id() {
        StoredCheckpoints stored = new StoredCheckpoints(TestTopics.kafka());
        for (int number : new int[] {0, 77, OLD, 9_999, CHECKPOINTS - 1}) {
            CheckpointPublished found = stored.find(id(number)).orElseThrow();
            assertThat(found.id()).isEqualTo(id(number));
            assertThat(stored.accuracyOf(found))
                    .hasValueSatisfying(
                            measured -> assertThat(measured.checkpoint()).isEqualTo(id(number)));
        }
        assertThat(stored.find(CheckpointPublished.id(TestTrainer.step(500), "ffffffffffffffff")))
                .isEmpty();
        assertThat(stored.find("ffffffffffffffff")).isEmpty();
        assertThat(stored.find("none")).isEmpty();
    }

    @Test
    void to_find_a_checkpoint_few_records_are_read() {
        for (int number : new int[] {0, 9_999, CHECKPOINTS - 1, CHECKPOINTS}) {
            try (CommittedRecords records =
                    CommittedRecords.openForSingleRecords(TestTopics.kafka(), Duration.ofSeconds(10))) {
                StepSearch search =
                        new StepSearch(records, Topics.CHECKPOINTS.partition(), StoredCheckpoints::stepOfCheckpoint);
                assertThat(search.find(null, id(number), TestTrainer.step(number))
                                .isPresent())
                        .isEqualTo(number < CHECKPOINTS);
                assertThat(search.reads()).isLessThan(300);
            }
        }
    }
}
