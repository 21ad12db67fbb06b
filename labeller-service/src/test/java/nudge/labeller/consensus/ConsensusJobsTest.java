package nudge.labeller.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import nudge.events.Basis;
import nudge.events.Split;
import nudge.labeller.TestStore;
import nudge.labeller.audit.Audit;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand.Add;
import nudge.labeller.image.ImageCommand.Adjudicate;
import nudge.labeller.image.ImageCommand.RetractAdjudication;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.log.SystemActor;
import nudge.labeller.quality.GoldImage;
import nudge.labeller.quality.QualityCommand;
import nudge.labeller.quality.QualityCommand.ChooseGold;
import nudge.labeller.quality.QualityCommand.Distrust;
import nudge.labeller.quality.QualityCommand.SetPolicy;
import nudge.labeller.quality.QualityCommand.TrustAgain;
import nudge.labeller.quality.QualityEvent.RecomputeFinished;
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.quality.QualityState;
import nudge.quality.Policy;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class ConsensusJobsTest {
    private static final UUID ADMIN = new UUID(8, 8);
    private static final UUID ANNA = new UUID(8, 1);
    private static final UUID BEN = new UUID(8, 2);
    private static final UUID CLEO = new UUID(8, 3);
    private static final Map<String, Double> NO_GOLD =
            Map.of("quiz", 0.0, "gold", 0.0, "gold_at_first", 0.0, "audit", 0.0, "doubled", 0.0);

    private TestStore store;

    @BeforeEach
    void open() {
        store = new TestStore();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }

    private static void decide(TestStore store, QualityCommand command) {
        store.log().submit(new QualityRequest(ADMIN, command)).join();
    }

    private static void crowd(TestStore store, Map<String, Double> more) {
        Map<String, Double> settings = new HashMap<>(NO_GOLD);
        settings.putAll(more);
        decide(store, new SetPolicy(Policy.Crowd.of(settings)));
    }

    private static ConsensusJobs jobs(TestStore store) {
        Database database = new Database(store.database());
        return new ConsensusJobs(database, store.log(), new QualityQueries(database));
    }

    private static QualityState state(TestStore store) {
        return new QualityQueries(new Database(store.database())).state();
    }

    private static UUID image(int number) {
        return TestStore.pixels(number).imageId();
    }

    private static void add(TestStore store, int images) {
        List<LogRequest> requests = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            requests.add(new ImageRequest(ADMIN, null, image(i), null, TestStore.image(i)));
        }
        store.log().submitAll(requests).forEach(answer -> answer.join());
    }

    /** A label of somebody for each of the first images. */
    private static void label(TestStore store, UUID annotator, int images, java.util.function.IntUnaryOperator digit) {
        List<LogRequest> requests = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            requests.add(new ImageRequest(annotator, null, image(i), null, TestStore.label(digit.applyAsInt(i))));
        }
        store.log().submitAll(requests).forEach(answer -> answer.join());
    }

    private static String digits(TestStore store) {
        return store.query("SELECT string_agg(image || ':' || coalesce(digit::text, '-'), ' ' ORDER BY image)"
                + " FROM image_state");
    }

    private static RecomputeFinished finished(TestStore store, long atLeast) {
        soon().until(() ->
                Long.parseLong(store.query("SELECT count(*) FROM event WHERE type = 'recompute.finished'")) >= atLeast);
        RecomputeFinished last = state(store).general().last();
        assertThat(last).isNotNull();
        return last;
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

    @Test
    void estimates_follow_the_labels_and_are_derived_again_to_the_bit() throws Exception {
        crowd(store, Map.of("estimate_labels", 50.0, "least", 2.0));
        add(store, 100);
        try (ConsensusJobs jobs = jobs(store)) {
            finished(store, 1);
            label(store, ANNA, 100, i -> i % 10);
            label(store, BEN, 100, i -> i % 10 == 4 && i % 20 < 10 ? 9 : i % 10);
            jobs.wake();
            soon().until(() -> state(store).general().estimate() >= 1);
            label(store, CLEO, 60, i -> i % 10);
            jobs.wake();
            long number = state(store).general().estimate();
            soon().until(() -> state(store).general().estimate() > number || number > 1);
            soon().until(() -> state(store).general().due().isEmpty());
        }
        QualityState state = state(store);
        assertThat(state.annotators()).containsKeys(ANNA, BEN, CLEO);
        assertThat(state.annotator(BEN).confusionMatrix().probability(4, 9)).isGreaterThan(0.1);
        List<ConsensusVerifier.Verified> verified = verified(null);
        assertThat(verified).hasSize((int) state.general().estimate());
        assertThat(verified).allMatch(ConsensusVerifier.Verified::holds).allSatisfy(each -> {
            assertThat(each.actual()).isEqualTo(each.expected()).hasSize(64);
            assertThat(each.labels()).isGreaterThanOrEqualTo(150);
        });
        assertEveryConfidenceIsExplained();

        assertThat(verified(1L)).hasSize(1);
        assertThatThrownBy(() -> verified(77L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 1 to " + verified.size() + ", got 77");
        store.owner("UPDATE event SET data = jsonb_set(data, '{matrix,0}', to_jsonb((data #>> '{matrix,0}')::int - 1))"
                + " WHERE type = 'annotator.estimated' AND data ->> 'estimate' = '1' AND stream = '" + ANNA + "'");
        assertThat(verified(1L)).singleElement().satisfies(each -> {
            assertThat(each.holds()).isFalse();
            assertThat(each.difference()).contains("matrices");
        });
    }

    private List<ConsensusVerifier.Verified> verified(Long number) throws Exception {
        try (Connection owner = store.owner()) {
            return ConsensusVerifier.run(owner, number, read -> {});
        }
    }

    /** From the labels, weights and shares that the explanation names, its confidence follows. */
    private void assertEveryConfidenceIsExplained() {
        Explanations explanations = new Explanations(new Database(store.database()));
        int settled = 0;
        for (int i = 0; i < 100; i++) {
            Explanation why = explanations.of(image(i)).orElseThrow();
            if (why.digit() != null) {
                settled++;
                assertThat(why.basis()).isEqualTo(Basis.POSTERIOR);
                assertThat(why.policyName()).isEqualTo("crowd");
                assertThat(why.posterior().get(why.digit())).isEqualTo(why.confidence(), within(0.0));
                assertThat(why.confidence()).isGreaterThanOrEqualTo(0.97);
                assertThat(why.labels()).hasSizeGreaterThanOrEqualTo(2).allMatch(Explanation.Opinion::counts);
            } else {
                assertThat(why.basis()).isNull();
            }
        }
        assertThat(settled).isGreaterThan(80);
        assertThat(explanations.of(new UUID(1, 2))).isEmpty();
    }

    @Test
    void gold_is_chosen_follows_reviewers_and_is_retired_when_nearly_all_miss_it() throws Exception {
        for (int i = 0; i < 100; i++) {
            store.submit(
                    SystemActor.ID,
                    image(i),
                    new Add(TestStore.pixels(i), Split.HELD_OUT, OptionalInt.of(i % 10), "test"));
        }
        add(store, 103, 100);
        decide(store, new SetPolicy(Policy.Crowd.of(Map.of("audit", 0.0))));
        store.submit(ADMIN, image(100), new Adjudicate(3, "a 3"));
        store.submit(ADMIN, image(101), new Adjudicate(null, "a blot"));
        try (ConsensusJobs jobs = jobs(store)) {
            soon().until(() -> state(store).gold().size() == 20);
            Map<UUID, GoldImage> gold = state(store).gold();
            assertThat(gold.get(image(100)).digit()).isEqualTo(3);
            assertThat(gold).doesNotContainKeys(image(101), image(102));
            for (int digit = 0; digit < 10; digit++) {
                int of = digit;
                assertThat(gold.values().stream().filter(each -> each.digit() == of))
                        .hasSize(2);
            }

            UUID missed = gold.entrySet().stream()
                    .filter(each -> each.getValue().digit() == 7)
                    .findFirst()
                    .orElseThrow()
                    .getKey();
            for (int person = 0; person < 8; person++) {
                store.submit(new UUID(9, person), missed, TestStore.label(person < 2 ? 7 : 1));
            }
            store.submit(ADMIN, image(100), new RetractAdjudication());
            soon().until(() -> state(store).gold().get(missed).retired());
            soon().until(() -> state(store).gold().get(image(100)).retired());
            // Another one comes in its place.
            soon().until(() -> state(store).gold().values().stream()
                            .filter(each -> each.digit() == 7 && !each.retired())
                            .count()
                    == 2);
        }
    }

    private static void add(TestStore store, int upTo, int from) {
        for (int i = from; i < upTo; i++) {
            store.submit(ADMIN, image(i), TestStore.image(i));
        }
    }

    @Test
    void a_share_of_what_is_settled_goes_to_review_once() throws Exception {
        crowd(store, Map.of("audit", 0.3));
        add(store, 100);
        label(store, ANNA, 100, i -> i % 10);
        label(store, BEN, 100, i -> i % 10);
        String asked = "SELECT count(*) FROM event WHERE type = 'review.asked' AND data ->> 'reason' = 'audit'";
        long drawn;
        try (ConsensusJobs jobs = jobs(store)) {
            jobs.wake();
            soon().until(() -> Long.parseLong(store.query(asked)) >= 15);
            drawn = settledCount(asked);
            assertThat(drawn).isBetween(15L, 48L);
        }
        List<Reviews.Waiting> waiting = new Reviews(new Database(store.database())).waiting(null, 200);
        assertThat(waiting).hasSize((int) drawn);
        store.submit(ADMIN, waiting.get(0).image(), new Adjudicate(1, ""));
        store.submit(ADMIN, waiting.get(1).image(), new Adjudicate(1, ""));
        // Started again, it knows whom it has asked.
        try (ConsensusJobs again = jobs(store)) {
            label(store, CLEO, 100, i -> i % 10);
            decide(store, new ChooseGold(Map.of(image(99), 9), "test"));
            decide(store, new Distrust(CLEO, 0, null));
            again.wake();
            soon().until(() -> state(store).general().due().isEmpty());
            assertThat(settledCount(asked)).isEqualTo(drawn);
        }
    }

    /** The count, when a round of work has brought no more. */
    private long settledCount(String sql) {
        long before = Long.parseLong(store.query(sql));
        decide(store, new Distrust(UUID.randomUUID(), 0, null));
        soon().until(() -> state(store).general().due().isEmpty());
        long now = Long.parseLong(store.query(sql));
        return now == before ? now : settledCount(sql);
    }
}
