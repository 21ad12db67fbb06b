package nudge.labeller.consensus;

import static nudge.labeller.consensus.JobSteps.ADMIN;
import static nudge.labeller.consensus.JobSteps.ANNA;
import static nudge.labeller.consensus.JobSteps.BEN;
import static nudge.labeller.consensus.JobSteps.CLEO;
import static nudge.labeller.consensus.JobSteps.add;
import static nudge.labeller.consensus.JobSteps.crowd;
import static nudge.labeller.consensus.JobSteps.decide;
import static nudge.labeller.consensus.JobSteps.finished;
import static nudge.labeller.consensus.JobSteps.image;
import static nudge.labeller.consensus.JobSteps.jobs;
import static nudge.labeller.consensus.JobSteps.label;
import static nudge.labeller.consensus.JobSteps.soon;
import static nudge.labeller.consensus.JobSteps.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import nudge.events.Basis;
import nudge.events.Split;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand.Add;
import nudge.labeller.image.ImageCommand.Adjudicate;
import nudge.labeller.image.ImageCommand.RetractAdjudication;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.log.SystemActor;
import nudge.labeller.quality.GoldImage;
import nudge.labeller.quality.QualityCommand.ChooseGold;
import nudge.labeller.quality.QualityCommand.ContestGold;
import nudge.labeller.quality.QualityCommand.Distrust;
import nudge.labeller.quality.QualityCommand.SetPolicy;
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.quality.QualityState;
import nudge.quality.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class ConsensusJobsTest {
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
    void what_a_crowd_needs_is_begun_when_the_policy_becomes_crowd_and_again_after_a_restart() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        QualityQueries queries = new QualityQueries(new Database(store.database()));
        try (ConsensusJobs jobs =
                new ConsensusJobs(new Database(store.database()), store.log(), queries, begun::incrementAndGet)) {
            decide(store, new Distrust(BEN, 0, null));
            jobs.wake();
            finished(store, 1);
            assertThat(begun).hasValue(0);
            crowd(store, Map.of());
            jobs.wake();
            soon().until(() -> begun.get() > 0);
        }
        AtomicInteger again = new AtomicInteger();
        try (ConsensusJobs jobs =
                new ConsensusJobs(new Database(store.database()), store.log(), queries, again::incrementAndGet)) {
            soon().until(() -> again.get() > 0);
        }
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
    void gold_is_chosen_follows_reviewers_who_end_contests_and_is_retired_when_nearly_all_miss_it() throws Exception {
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
            UUID contested = gold.entrySet().stream()
                    .filter(each -> each.getValue().digit() == 8)
                    .findFirst()
                    .orElseThrow()
                    .getKey();
            store.submit(ANNA, contested, TestStore.label(3));
            store.log()
                    .submit(new QualityRequest(ANNA, new ContestGold(contested, 3, "")))
                    .join();
            assertThat(state(store).gold().get(contested).contests()).hasSize(1);
            store.submit(ADMIN, contested, new Adjudicate(8, "an 8"));
            soon().until(() -> state(store).gold().get(contested).contests().isEmpty());
            assertThat(state(store).gold().get(contested).digit()).isEqualTo(8);
            // Another one comes in its place.
            soon().until(() -> state(store).gold().values().stream()
                            .filter(each -> each.digit() == 7 && !each.retired())
                            .count()
                    == 2);
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
