package nudge.labeller.consensus;

import static nudge.labeller.consensus.JobSteps.ANNA;
import static nudge.labeller.consensus.JobSteps.BEN;
import static nudge.labeller.consensus.JobSteps.CLEO;
import static nudge.labeller.consensus.JobSteps.add;
import static nudge.labeller.consensus.JobSteps.crowd;
import static nudge.labeller.consensus.JobSteps.decide;
import static nudge.labeller.consensus.JobSteps.digits;
import static nudge.labeller.consensus.JobSteps.finished;
import static nudge.labeller.consensus.JobSteps.jobs;
import static nudge.labeller.consensus.JobSteps.label;
import static nudge.labeller.consensus.JobSteps.soon;
import static nudge.labeller.consensus.JobSteps.state;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import nudge.labeller.TestStore;
import nudge.labeller.audit.Audit;
import nudge.labeller.log.SystemActor;
import nudge.labeller.quality.QualityCommand.Distrust;
import nudge.labeller.quality.QualityCommand.TrustAgain;
import nudge.labeller.quality.QualityEvent.RecomputeFinished;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class RecomputeTest {
    private TestStore store;

    @BeforeEach
    void open() {
        store = new TestStore();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void distrust_opens_what_rested_on_those_labels_and_trust_settles_it_again() throws Exception {
        crowd(store, Map.of());
        add(store, 120);
        label(store, ANNA, 120, i -> i % 10);
        label(store, BEN, 120, i -> i % 10);
        label(store, CLEO, 20, i -> i % 10);
        String settled = digits(store);
        assertThat(settled).doesNotContain(":-");
        try (ConsensusJobs jobs = jobs(store)) {
            // The policy was set before there was an image.
            finished(store, 1);
            decide(store, new Distrust(BEN, 0, null));
            jobs.wake();
            RecomputeFinished distrusted = finished(store, 2);
            assertThat(List.of(distrusted.lookedAt(), distrusted.changed(), distrusted.opened()))
                    .containsExactly(120L, 0L, 100L);
            assertThat(store.query("SELECT count(*) FROM image_state WHERE digit IS NULL"))
                    .isEqualTo("100");
            decide(store, new TrustAgain(BEN, 0));
            jobs.wake();
            RecomputeFinished trusted = finished(store, 3);
            assertThat(List.of(trusted.lookedAt(), trusted.changed(), trusted.opened()))
                    .containsExactly(120L, 100L, 0L);
        }
        assertThat(digits(store)).isEqualTo(settled);
        try (Connection owner = store.owner()) {
            assertThat(Audit.log(owner)).isNull();
        }
    }

    @Test
    void under_solo_the_latest_label_of_the_others_counts_after_a_distrust_from_a_position_on() throws Exception {
        add(store, 4);
        label(store, ANNA, 2, i -> 1);
        label(store, BEN, 1, i -> 7);
        long from = Long.parseLong(store.query("SELECT position FROM log_head")) + 1;
        label(store, BEN, 3, i -> 7);
        decide(store, new Distrust(BEN, from, null));
        try (ConsensusJobs jobs = jobs(store)) {
            jobs.wake();
            RecomputeFinished done = finished(store, 1);
            assertThat(List.of(done.lookedAt(), done.changed(), done.opened())).containsExactly(3L, 2L, 1L);
        }
        assertThat(store.query("SELECT string_agg(digit::text, '' ORDER BY digit) FROM image_state"))
                .isEqualTo("11");
    }

    @Test
    void a_recompute_that_was_killed_midway_is_finished_with_the_same_result() throws Exception {
        int images = 3_000;
        try (TestStore whole = new TestStore()) {
            for (TestStore each : List.of(store, whole)) {
                add(each, images);
                label(each, ANNA, images, i -> i % 10);
                label(each, BEN, images, i -> i % 3 == 0 ? i % 10 : 7);
                decide(each, new Distrust(BEN, 0, null));
            }
            try (ConsensusProcess process = ConsensusProcess.start(store)) {
                soon().pollInterval(Duration.ofMillis(2)).until(() -> changedSoFar(store) >= 300);
                process.kill();
            }
            assertThat(changedSoFar(store)).isBetween(300L, 1_700L);
            assertThat(state(store).general().due())
                    .singleElement()
                    .satisfies(due -> assertThat(due.began()).isTrue());
            RecomputeFinished once;
            RecomputeFinished twice;
            try (ConsensusJobs first = jobs(whole);
                    ConsensusJobs second = jobs(store)) {
                first.wake();
                second.wake();
                once = finished(whole, 1);
                twice = finished(store, 1);
            }
            assertThat(List.of(twice.lookedAt(), twice.changed(), twice.opened()))
                    .containsExactly(once.lookedAt(), once.changed(), once.opened())
                    .containsExactly((long) images, 1_800L, 0L);
            assertThat(digits(store)).isEqualTo(digits(whole));
            assertThat(changedSoFar(store)).isEqualTo(1_800);
        }
    }

    private static long changedSoFar(TestStore store) {
        return Long.parseLong(store.query(
                "SELECT count(*) FROM event WHERE type = 'label.settled' AND actor = '" + SystemActor.ID + "'"));
    }

    @Test
    void of_two_labellers_one_works_and_the_other_takes_over() throws Exception {
        add(store, 200);
        label(store, ANNA, 200, i -> i % 10);
        label(store, BEN, 200, i -> 7);
        ConsensusJobs first = jobs(store);
        try (ConsensusJobs second = jobs(store)) {
            decide(store, new Distrust(BEN, 0, null));
            finished(store, 1);
            first.close();
            decide(store, new TrustAgain(BEN, 0));
            second.wake();
            finished(store, 2);
        }
        assertThat(store.query("SELECT count(*) FROM event WHERE type = 'recompute.began'"))
                .isEqualTo("2");
        // 20 of the 200 images show a 7.
        assertThat(changedSoFar(store)).isEqualTo(360);
    }
}
