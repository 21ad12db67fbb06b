package nudge.labeller.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.consensus.ConsensusEstimate.Evidence;
import nudge.labeller.image.ImageEvent;
import nudge.labeller.image.ImageEvent.AdjudicationRetracted;
import nudge.labeller.image.ImageEvent.ImageAdded;
import nudge.labeller.image.ImageEvent.ImageRejected;
import nudge.labeller.image.ImageEvent.LabelAdjudicated;
import nudge.labeller.image.ImageEvent.LabelGiven;
import nudge.labeller.image.ImageEvent.LabelRetracted;
import nudge.labeller.image.ImageEvent.RejectionRetracted;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorDistrusted;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorEstimated;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorTrusted;
import nudge.labeller.quality.AnnotatorEvent.GoldAnswered;
import nudge.labeller.quality.QualityEvent.GoldChosen;
import nudge.quality.CrowdLabels;
import nudge.quality.DawidSkene;
import nudge.quality.MatrixPrior;
import nudge.quality.Policy;
import nudge.quality.Trust;
import org.junit.jupiter.api.Test;

class ConsensusEstimateTest {
    private static final Policy.Crowd POLICY = Policy.Crowd.standard();
    private static final UUID SYSTEM = new UUID(0, 9);
    private static final UUID ANNA = new UUID(0, 1);
    private static final UUID BEN = new UUID(0, 2);
    private static final UUID CLEO = new UUID(0, 3);

    private final FoldedLog log = new FoldedLog();

    private static UUID image(int number) {
        return new UUID(5, number);
    }

    private void add(int image) {
        log.add(SYSTEM, image(image), new ImageAdded("00", Split.TRAIN, "test"));
    }

    private long give(UUID annotator, int image, int digit) {
        return log.add(annotator, image(image), new LabelGiven(digit, null, null));
    }

    private void event(UUID annotator, int image, ImageEvent event) {
        log.add(annotator, image(image), event);
    }

    private Evidence evidence() {
        return log.fold().evidence(POLICY);
    }

    /** Such as "0:7 1:7=7 ": who says what, and what is known, image by image in any order. */
    private static List<String> said(Evidence evidence) {
        List<String> said = new ArrayList<>();
        CrowdLabels labels = evidence.labels();
        for (int item = 0; item < labels.items(); item++) {
            List<String> of = new ArrayList<>();
            for (int place = labels.start(item); place < labels.start(item + 1); place++) {
                of.add(evidence.annotators().get(labels.annotator(place)).getLeastSignificantBits() + ":"
                        + labels.given(place));
            }
            Collections.sort(of);
            said.add(String.join(" ", of) + (labels.gold(item) < 0 ? "" : "=" + labels.gold(item)));
        }
        Collections.sort(said);
        return said;
    }

    @Test
    void the_latest_label_of_everybody_counts_unless_it_was_taken_back() {
        add(1);
        add(2);
        give(ANNA, 1, 7);
        give(BEN, 1, 1);
        give(ANNA, 1, 3);
        give(BEN, 2, 4);
        event(BEN, 2, new LabelRetracted());
        assertThat(said(evidence())).containsExactly("1:3 2:1");
        assertThat(evidence().annotators()).containsExactly(ANNA, BEN);
    }

    @Test
    void what_an_image_came_with_is_nobodys_opinion_and_a_label_right_after_it_is() {
        add(1);
        log.add(SYSTEM, image(1), new LabelGiven(7, null, null));
        log.together();
        add(2);
        give(SYSTEM, 2, 7);
        assertThat(said(evidence())).containsExactly("9:7");
    }

    @Test
    void labels_without_weight_and_rejected_images_are_left_out() {
        add(1);
        add(2);
        long first = give(ANNA, 1, 7);
        long second = give(ANNA, 2, 7);
        give(BEN, 1, 7);
        give(BEN, 2, 8);
        log.add(SYSTEM, ANNA, new AnnotatorDistrusted(second, null, 0));
        assertThat(said(evidence())).containsExactly("1:7 2:7", "2:8");
        log.add(SYSTEM, ANNA, new AnnotatorDistrusted(first, null, 0));
        assertThat(evidence().annotators()).containsExactly(BEN);
        log.add(SYSTEM, ANNA, new AnnotatorTrusted(0, null, 0));
        event(BEN, 1, new ImageRejected());
        assertThat(said(evidence())).containsExactly("1:7 2:8");
        event(BEN, 1, new RejectionRetracted());
        assertThat(said(evidence())).containsExactly("1:7 2:7", "1:7 2:8");
    }

    @Test
    void gold_and_what_reviewers_decided_are_known() {
        for (int image = 1; image <= 3; image++) {
            add(image);
            give(ANNA, image, 7);
        }
        log.add(SYSTEM, new GoldChosen(image(1), 1, "test"));
        event(BEN, 2, new LabelAdjudicated(2, ""));
        event(BEN, 3, new LabelAdjudicated(null, ""));
        assertThat(said(evidence())).containsExactly("1:7=1", "1:7=2");
        event(BEN, 1, new LabelAdjudicated(4, "it is a 4"));
        event(BEN, 3, new AdjudicationRetracted());
        assertThat(said(evidence())).containsExactly("1:7", "1:7=2", "1:7=4");
    }

    @Test
    void trust_is_what_is_believed_beforehand() {
        add(1);
        give(ANNA, 1, 7);
        give(BEN, 1, 7);
        for (int gold = 0; gold < 4; gold++) {
            log.add(SYSTEM, new GoldChosen(image(10 + gold), 1, "test"));
            log.add(ANNA, ANNA, new GoldAnswered(image(10 + gold), gold == 0 ? 7 : 1, 1, gold != 0));
        }
        assertThat(evidence().trust()).containsExactly(new Trust(4, 3), Trust.NONE);
        assertThat(evidence().horizon()).isEqualTo(log.events().size());
    }

    @Test
    void labels_beside_another_are_counted_since_the_horizon_of_the_last_estimate() {
        add(1);
        add(2);
        give(ANNA, 1, 7);
        assertThat(log.fold().overlapping()).isZero();
        give(BEN, 1, 7);
        give(BEN, 2, 7);
        give(ANNA, 1, 7);
        assertThat(log.fold().overlapping()).isEqualTo(2);
        ConsensusEstimate estimate = ConsensusEstimate.of(evidence());
        give(CLEO, 1, 7);
        log.add(SYSTEM, estimate.event());
        assertThat(log.fold().overlapping()).isEqualTo(1);
    }

    @Test
    void an_estimate_is_that_of_the_pure_function_and_the_next_starts_from_what_was_stored() {
        for (int item = 0; item < RteLabels.ITEMS; item++) {
            add(item);
        }
        for (RteLabels.Label label : RteLabels.read()) {
            give(new UUID(3, label.person()), label.item(), label.given());
        }
        Evidence evidence = evidence();
        ConsensusEstimate first = ConsensusEstimate.of(evidence);
        DawidSkene.Estimate pure = DawidSkene.estimate(
                evidence.labels(),
                Collections.nCopies(RteLabels.PEOPLE, MatrixPrior.around(10, 0.8, MatrixPrior.STRENGTH)),
                POLICY.estimation());
        assertThat(first.event().number()).isEqualTo(1);
        assertThat(first.event().digest())
                .isEqualTo(HexFormat.of().formatHex(pure.model().digest()));
        assertThat(first.event().iterations()).isEqualTo(pure.iterations()).isGreaterThan(5);
        assertThat(first.annotators()).hasSize(RteLabels.PEOPLE);
        assertThat(first.annotators().values().stream()
                        .mapToLong(AnnotatorEstimated::labels)
                        .sum())
                .isEqualTo(8_000);

        log.add(SYSTEM, first.event());
        first.annotators().forEach((annotator, matrix) -> log.add(SYSTEM, annotator, matrix));
        Evidence next = evidence();
        assertThat(next.before()).isEqualTo(first);
        ConsensusEstimate second = ConsensusEstimate.of(next);
        assertThat(second.event().number()).isEqualTo(2);
        assertThat(second.event().iterations()).isLessThan(first.event().iterations());
        assertThat(ConsensusEstimate.of(evidence())).isEqualTo(second);
    }

    @Test
    void whoever_was_not_in_the_estimate_before_starts_from_trust() {
        add(1);
        give(ANNA, 1, 7);
        ConsensusEstimate first = ConsensusEstimate.of(evidence());
        log.add(SYSTEM, first.event());
        first.annotators().forEach((annotator, matrix) -> log.add(SYSTEM, annotator, matrix));
        give(BEN, 1, 7);
        assertThat(ConsensusEstimate.of(evidence()).annotators()).containsOnlyKeys(ANNA, BEN);
    }

    @Test
    void events_must_follow_each_other() {
        add(1);
        add(2);
        EvidenceFold fold = new EvidenceFold();
        assertThatThrownBy(() -> fold.fold(log.events().get(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected the event 1, got 2");
    }

    @Test
    void evidence_without_a_trust_for_everybody_is_refused() {
        CrowdLabels labels = CrowdLabels.builder(10).add(0, 0, 7).build();
        assertThatThrownBy(() -> new Evidence(1, labels, List.of(ANNA), List.of(), POLICY.estimation(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 1 with 0");
    }
}
