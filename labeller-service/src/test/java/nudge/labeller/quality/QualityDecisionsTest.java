package nudge.labeller.quality;

import static nudge.labeller.quality.DecidedQuality.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorEstimated;
import nudge.labeller.quality.AnnotatorEvent.Evidence;
import nudge.labeller.quality.QualityCommand.BeginRecompute;
import nudge.labeller.quality.QualityCommand.Distrust;
import nudge.labeller.quality.QualityCommand.FinishRecompute;
import nudge.labeller.quality.QualityCommand.RecordEstimate;
import nudge.labeller.quality.QualityCommand.SetPolicy;
import nudge.labeller.quality.QualityCommand.TrustAgain;
import nudge.labeller.quality.QualityDecisions.Entry;
import nudge.labeller.quality.QualityEvent.ConsensusEstimated;
import nudge.labeller.quality.QualityEvent.RecomputeFinished;
import nudge.labeller.quality.QualityState.Due;
import nudge.quality.ConfusionMatrix;
import nudge.quality.Policy;
import nudge.quality.Trust;
import org.junit.jupiter.api.Test;

/** What follows from commands about policies, people and estimates, and the state that their events come to. */
class QualityDecisionsTest {
    private static final UUID ADMIN = DecidedQuality.ADMIN;
    private static final UUID ANNA = new UUID(1, 1);
    private static final UUID BEN = new UUID(1, 2);

    private final DecidedQuality quality = new DecidedQuality();

    @Test
    void before_the_first_event_the_policy_is_solo_and_all_digits_are_equally_common() {
        assertThat(quality.state().crowd()).isFalse();
        assertThat(quality.state().policy()).isEqualTo(new Policy.Solo());
        assertThat(quality.state().general().shares()).hasSize(10).containsOnly(0.1);
        assertThat(quality.state().annotator(ANNA)).isEqualTo(Annotator.UNKNOWN);
        assertThat(quality.state().counts(ANNA, 1)).isTrue();
    }

    @Test
    void a_policy_is_set_once_and_all_images_are_due() {
        Policy crowd = Policy.Crowd.of(Map.of("settle_at", 0.97));
        quality.assertRefused(new SetPolicy(new Policy.Solo()), "this is the policy already");
        assertThat(quality.decide(new SetPolicy(crowd)))
                .extracting(Entry::stream, Entry::version, Entry::type, Entry::schema, Entry::actor)
                .containsExactly(tuple(QualityEvent.STREAM, 1, "policy.set", 1, ADMIN));
        assertThat(quality.state().crowd()).isTrue();
        assertThat(quality.state().policy()).isEqualTo(crowd);
        assertThat(quality.state().general().policyPosition()).isEqualTo(1);
        assertThat(quality.state().general().version()).isEqualTo(1);
        assertThat(quality.state().general().due()).containsExactly(new Due(1, null, 0, false));
        quality.assertRefused(new SetPolicy(crowd), "this is the policy already");
    }

    @Test
    void who_is_distrusted_is_so_from_a_label_on_and_each_decision_is_made_once() {
        quality.assertRefused(new TrustAgain(ANNA, 0), "the labels from there on have their weight already");
        Evidence evidence = new Evidence(8, 5, 0.83);
        assertThat(quality.decide(new Distrust(ANNA, 10, evidence)))
                .extracting(Entry::stream, Entry::version, Entry::type)
                .containsExactly(tuple(ANNA, 1, "annotator.distrusted"));
        quality.assertRefused(new Distrust(ANNA, 10, null), "the labels from there on have no weight already");
        assertThat(quality.state().counts(ANNA, 9)).isTrue();
        assertThat(quality.state().counts(ANNA, 10)).isFalse();
        assertThat(quality.state().annotator(ANNA).decisions().get(0).evidence())
                .isEqualTo(evidence);
        assertThat(quality.state().annotator(ANNA).distrusted()).isTrue();

        quality.decide(new TrustAgain(ANNA, 20));
        quality.assertRefused(new TrustAgain(ANNA, 20), "the labels from there on have their weight already");
        quality.decide(new Distrust(ANNA, 30, null));
        assertThat(quality.state().counts(ANNA, 9)).isTrue();
        assertThat(quality.state().counts(ANNA, 19)).isFalse();
        assertThat(quality.state().counts(ANNA, 20)).isTrue();
        assertThat(quality.state().counts(ANNA, 29)).isTrue();
        assertThat(quality.state().counts(ANNA, 30)).isFalse();
        quality.decide(new Distrust(ANNA, 5, null));
        assertThat(quality.state().counts(ANNA, 4)).isTrue();
        assertThat(quality.state().counts(ANNA, 25)).isFalse();
        assertThat(quality.state().counts(BEN, 25)).isTrue();
        assertThat(quality.state().annotator(ANNA).version()).isEqualTo(4);
        assertThat(quality.state().general().due())
                .containsExactly(
                        new Due(1, ANNA, 10, false),
                        new Due(2, ANNA, 20, false),
                        new Due(3, ANNA, 30, false),
                        new Due(4, ANNA, 5, false));
    }

    @Test
    void decisions_name_the_policy_that_they_were_made_under() {
        quality.decide(new SetPolicy(Policy.Crowd.standard()));
        assertThat(quality.decide(new Distrust(ANNA, 7, null)).get(0).data()).isEqualTo("{\"from\":7,\"policy\":1}");
        assertThat(quality.decide(new TrustAgain(ANNA, 8)).get(0).data()).isEqualTo("{\"from\":8,\"policy\":1}");
    }

    @Test
    void estimates_are_numbered_from_1_and_say_how_each_annotator_labels() {
        quality.assertRefused(estimate(2), "expected the estimate 1, got 2");
        assertThat(quality.decide(estimate(1)))
                .extracting(Entry::stream, Entry::version, Entry::type)
                .containsExactly(
                        tuple(QualityEvent.STREAM, 1, "consensus.estimated"),
                        tuple(ANNA, 1, "annotator.estimated"),
                        tuple(BEN, 1, "annotator.estimated"));
        assertThat(quality.state().general().estimate()).isEqualTo(1);
        assertThat(quality.state().general().classShares()).startsWith(0.55).endsWith(0.05);
        assertThat(quality.state().general().due()).containsExactly(new Due(1, null, 0, false));
        assertThat(quality.state().general().policyName()).isEqualTo("solo");
        quality.assertRefused(estimate(1), "expected the estimate 2, got 1");
        assertThat(quality.decide(estimate(2))).extracting(Entry::version).containsExactly(2, 2, 2);
        assertThat(quality.state().annotator(ANNA).estimate()).isEqualTo(2);
    }

    private static RecordEstimate estimate(long number) {
        List<Double> shares = new ArrayList<>(Collections.nCopies(10, 0.05));
        shares.set(0, 0.55);
        AnnotatorEstimated sure = new AnnotatorEstimated(number, millionths(0.999), 12);
        return new RecordEstimate(
                new ConsensusEstimated(number, 4, "dawid-skene", 3, -1.5, shares, "digest"),
                Map.of(BEN, sure, ANNA, sure));
    }

    private static List<Integer> millionths(double share) {
        List<Integer> cells = new ArrayList<>();
        for (int cell : ConfusionMatrix.oneCoin(10, share).millionths()) {
            cells.add(cell);
        }
        return cells;
    }

    @Test
    void an_estimated_matrix_is_believed_as_far_as_anybody_is_trusted_and_without_one_trust_tells() {
        assertThat(quality.state().annotator(ANNA).confusionMatrix()).isEqualTo(Trust.NONE.matrix(10));
        quality.decide(estimate(1));
        assertThat(quality.state().annotator(ANNA).confusionMatrix().probability(3, 3))
                .isEqualTo(Trust.MOST, within(1e-6));
        assertThat(quality.state().annotator(new UUID(1, 3)).confusionMatrix()).isEqualTo(Trust.NONE.matrix(10));
    }

    @Test
    void what_is_due_begins_and_ends_once() {
        quality.decide(new SetPolicy(Policy.Crowd.standard()));
        quality.decide(new Distrust(ANNA, 5, null));
        assertThat(quality.decide(new FinishRecompute(1, 7, 8, 9))).isEmpty();
        assertThat(quality.decide(new BeginRecompute(3))).isEmpty();

        assertThat(quality.decide(new BeginRecompute(2)))
                .extracting(Entry::type)
                .containsExactly("recompute.began");
        assertThat(quality.state().general().due())
                .containsExactly(new Due(1, null, 0, false), new Due(2, ANNA, 5, true));
        assertThat(quality.state().general().version()).isEqualTo(2);
        assertThat(quality.decide(new BeginRecompute(2))).isEmpty();
        assertThat(quality.decide(new FinishRecompute(1, 7, 8, 9))).isEmpty();

        assertThat(quality.decide(new FinishRecompute(2, 7, 8, 9)))
                .extracting(Entry::type)
                .containsExactly("recompute.finished");
        assertThat(quality.state().general().due()).containsExactly(new Due(1, null, 0, false));
        assertThat(quality.state().general().last()).isEqualTo(new RecomputeFinished(2, 7, 8, 9));
        assertThat(quality.state().general().policyPosition()).isEqualTo(1);
        assertThat(quality.decide(new FinishRecompute(2, 7, 8, 9))).isEmpty();
    }

    @Test
    void what_is_no_event_of_quality_is_refused() {
        assertThatThrownBy(() -> quality.state().evolve(ANNA, "an event", ADMIN, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expected an event of an annotator or of quality, got an event");
        assertThatThrownBy(() -> quality.state()
                        .evolve(QualityEvent.STREAM, new QualityEvent.GoldRetired(image(0), "never was"), ADMIN, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expected the image " + image(0) + " to be gold");
    }
}
