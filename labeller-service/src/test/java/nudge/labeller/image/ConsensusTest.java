package nudge.labeller.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import nudge.events.Basis;
import nudge.events.Split;
import nudge.labeller.image.Image.Aside;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import nudge.labeller.image.ImageEvent.ReviewAsked;
import nudge.labeller.image.ImageEvent.ReviewClosed;
import nudge.labeller.image.Verdict.Adjudication;
import nudge.labeller.quality.Annotator;
import nudge.labeller.quality.QualityCommand.SetPolicy;
import nudge.labeller.quality.QualityDecisions;
import nudge.labeller.quality.QualityState;
import nudge.quality.Policy;
import nudge.quality.Settlement.Decision;
import nudge.quality.Settlement.Decision.Open;
import nudge.quality.Settlement.Decision.Settled;
import nudge.quality.Trust;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the labels of an image come to. Each image here is as some labels left it; how they come, {@link CrowdTest} tells. */
class ConsensusTest {
    private static final UUID ID = new UUID(1, 2);
    /** Trusted as far as anybody is. */
    private static final List<UUID> GOOD = List.of(new UUID(3, 1), new UUID(3, 2), new UUID(3, 3));

    private static final UUID DISTRUSTED = new UUID(3, 9);
    private static final QualityState CROWD = crowd(Map.of("doubled", 0.0, "most", 3.0));
    private static final QualityState SOLO = with(QualityState.NONE);

    private static QualityState crowd(Map<String, Double> settings) {
        SetPolicy set = new SetPolicy(Policy.Crowd.of(settings));
        return with(
                QualityDecisions.decide(QualityState.NONE, set, ID, 12).states().get(0));
    }

    private static QualityState with(QualityState state) {
        List<Annotator.Answer> right = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            right.add(new Annotator.Answer(i + 1, new UUID(4, i), 3, 3));
        }
        Map<UUID, Annotator> annotators = new HashMap<>();
        GOOD.forEach(person -> annotators.put(person, new Annotator(50, right, List.of(), 0, null)));
        annotators.put(
                DISTRUSTED,
                new Annotator(1, List.of(), List.of(new Annotator.Decision(1, ID, false, 100, null)), 0, null));
        return new QualityState(state.position(), state.general(), annotators, Map.of());
    }

    private static Image image(@Nullable Integer digit, Verdict verdict, Map<UUID, GivenLabel> labels) {
        return new Image(5, Split.TRAIN, false, digit, labels, Set.of(), null, verdict);
    }

    /** Labels of people who are trusted, one after the other. */
    private static Map<UUID, GivenLabel> labels(int... digits) {
        Map<UUID, GivenLabel> labels = new LinkedHashMap<>();
        for (int i = 0; i < digits.length; i++) {
            labels.put(GOOD.get(i), new GivenLabel(digits[i], 20 + i));
        }
        return labels;
    }

    private static List<ImageEvent> of(Image image, QualityState quality, boolean labelled) {
        return Consensus.of(image, new Judgement(ID, quality, 50), labelled);
    }

    private static LabelSettled settled(int digit, double confidence, Basis basis) {
        return new LabelSettled(digit, confidence, Split.TRAIN, basis == Basis.SINGLE ? 0 : 12, basis, 0);
    }

    @Test
    void nothing_follows_for_an_image_that_is_out_of_everything_or_that_a_reviewer_decided_about() {
        Map<UUID, GivenLabel> labels = labels(7, 7);
        assertThat(of(image(null, Verdict.NONE, labels), CROWD, true)).hasSize(1);
        assertThat(of(new Image(0, null, false, null, labels, Set.of()), CROWD, true))
                .isEmpty();
        assertThat(of(new Image(5, Split.TRAIN, true, null, labels, Set.of()), CROWD, true))
                .isEmpty();
        assertThat(of(new Image(5, Split.TRAIN, false, null, labels, Set.of(), Aside.WAITING), CROWD, true))
                .isEmpty();
        Verdict adjudicated = Verdict.NONE.with(Basis.ADJUDICATED).withAdjudication(new Adjudication(3));
        assertThat(of(image(3, adjudicated, labels), CROWD, true)).isEmpty();
    }

    @Test
    void a_label_that_an_image_came_with_stays_and_comes_back() {
        Verdict imported = Verdict.NONE.withImported(4);
        assertThat(of(image(4, imported, labels(7, 7)), CROWD, true)).isEmpty();
        assertThat(of(image(null, imported.with(null), labels(7, 7)), CROWD, true))
                .containsExactly(settled(4, 1, Basis.IMPORT));
        assertThat(of(image(null, imported.with(null), labels(7, 7)), SOLO, true))
                .containsExactly(settled(7, 1, Basis.SINGLE));
    }

    @Test
    void under_solo_the_latest_label_that_has_weight_settles() {
        Map<UUID, GivenLabel> labels = labels(7, 1);
        labels.put(DISTRUSTED, new GivenLabel(2, 100));
        assertThat(of(image(7, Verdict.SINGLE, labels), SOLO, false)).containsExactly(settled(1, 1, Basis.SINGLE));
        assertThat(of(image(1, Verdict.SINGLE, labels), SOLO, false)).isEmpty();
        labels.put(DISTRUSTED, new GivenLabel(2, 99));
        assertThat(of(image(1, Verdict.SINGLE, labels), SOLO, false)).containsExactly(settled(2, 1, Basis.SINGLE));
    }

    @Test
    void under_solo_an_image_without_a_label_of_weight_is_open() {
        Map<UUID, GivenLabel> labels = Map.of(DISTRUSTED, new GivenLabel(2, 100));
        assertThat(of(image(2, Verdict.SINGLE, labels), SOLO, false)).containsExactly(new LabelUnsettled(Split.TRAIN));
        assertThat(of(image(null, Verdict.NONE, labels), SOLO, false)).isEmpty();
    }

    @Test
    void what_one_person_settled_stays_until_another_labels_it() {
        Image alone = image(7, Verdict.SINGLE, labels(1, 7));
        assertThat(of(alone, CROWD, false)).isEmpty();
        assertThat(of(alone, CROWD, true)).containsExactly(new LabelUnsettled(Split.TRAIN));
        assertThat(of(image(7, Verdict.SINGLE, labels(7, 1)), CROWD, false))
                .containsExactly(new LabelUnsettled(Split.TRAIN));
        assertThat(of(image(7, Verdict.NONE.with(Basis.POSTERIOR), labels(1, 7)), CROWD, false))
                .containsExactly(new LabelUnsettled(Split.TRAIN));
        assertThat(of(image(null, Verdict.SINGLE, labels(7)), CROWD, false)).isEmpty();
    }

    @Test
    void under_crowd_labels_that_agree_settle_and_say_how_sure_they_are() {
        double sure = Consensus.posterior(image(null, Verdict.NONE, labels(7, 7)), CROWD)
                .probability(7);
        assertThat(sure).isBetween(0.99, 0.9999);
        assertThat(of(image(null, Verdict.NONE, labels(7, 7)), CROWD, true))
                .containsExactly(settled(7, sure, Basis.POSTERIOR));
        assertThat(of(image(1, Verdict.NONE.with(Basis.POSTERIOR), labels(7, 7)), CROWD, true))
                .containsExactly(settled(7, sure, Basis.POSTERIOR));
        assertThat(of(image(7, Verdict.NONE.with(Basis.POSTERIOR), labels(7, 7)), CROWD, true))
                .isEmpty();
    }

    @Test
    void labels_that_do_not_agree_ask_for_a_review_once_there_are_as_many_as_are_collected() {
        assertThat(of(image(null, Verdict.NONE, labels(7, 1)), CROWD, true)).isEmpty();
        List<ImageEvent> events = of(image(7, Verdict.NONE.with(Basis.POSTERIOR), labels(7, 1, 2)), CROWD, true);
        assertThat(events.get(0)).isEqualTo(new LabelUnsettled(Split.TRAIN));
        assertThat(events).hasSize(2).last().isInstanceOfSatisfying(ReviewAsked.class, asked -> {
            assertThat(asked.reason()).isEqualTo(ReviewReason.DISPUTE);
            assertThat(asked.score()).isEqualTo(2.0 / 3, within(0.01));
        });
        for (ReviewReason reason : ReviewReason.values()) {
            assertThat(of(image(null, Verdict.NONE.withReview(reason, 0.5), labels(7, 1, 2)), CROWD, true))
                    .as("waits for a reviewer already because of %s", reason)
                    .hasSize(reason.blocks() ? 0 : 1);
        }
    }

    @Test
    void a_dispute_that_is_none_any_more_is_closed_and_other_reviews_are_not() {
        assertThat(of(image(null, Verdict.NONE.withReview(ReviewReason.DISPUTE, 0.5), labels(7, 1)), CROWD, true))
                .containsExactly(new ReviewClosed());
        for (ReviewReason reason : ReviewReason.values()) {
            if (reason != ReviewReason.DISPUTE) {
                assertThat(of(image(null, Verdict.NONE.withReview(reason, 0.5), labels(7, 1)), CROWD, true))
                        .isEmpty();
            }
        }
    }

    @Test
    void only_labels_that_have_weight_are_weighed_and_each_by_what_is_known_of_its_annotator() {
        Map<UUID, GivenLabel> labels = labels(7);
        labels.put(DISTRUSTED, new GivenLabel(2, 100));
        Image image = image(null, Verdict.NONE, labels);
        assertThat(Consensus.weighed(image, CROWD)).singleElement().satisfies(label -> {
            assertThat(label.digit()).isEqualTo(7);
            assertThat(label.trust()).isEqualTo(new Trust(50, 50));
            assertThat(label.matrix()).isEqualTo(new Trust(50, 50).matrix(10));
        });
        assertThat(Consensus.latest(image, CROWD)).isEqualTo(7);
    }

    /** Which images get two labels at least must not change: it is drawn from the image, and from nothing else. */
    @Test
    void the_share_of_images_that_get_two_labels_is_the_one_that_was_set() {
        Random random = new Random(1);
        QualityState third = crowd(Map.of("doubled", 0.3, "settle_at", 0.9));
        QualityState half = crowd(Map.of("doubled", 0.5, "settle_at", 0.9));
        Image one = image(null, Verdict.NONE, labels(7));
        int doubled = 0;
        for (int i = 0; i < 10_000; i++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            Decision decision = Consensus.decision(one, id, third);
            assertThat(decision)
                    .isInstanceOfAny(Open.class, Settled.class)
                    .isEqualTo(Consensus.decision(one, id, third));
            doubled += decision instanceof Open ? 1 : 0;
            if (decision instanceof Open) {
                assertThat(Consensus.decision(one, id, half)).isInstanceOf(Open.class);
            }
        }
        assertThat(doubled).isBetween(2_850, 3_150);
        assertThat(Consensus.decision(one, ID, crowd(Map.of("doubled", 0.0, "settle_at", 0.9))))
                .isInstanceOf(Settled.class);
        assertThat(Consensus.decision(one, ID, crowd(Map.of("doubled", 1.0, "settle_at", 0.9))))
                .isInstanceOf(Open.class);
    }

    @Test
    void a_held_out_image_needs_as_many_labels_as_are_wanted_of_one() {
        QualityState easy = crowd(Map.of("doubled", 0.0, "settle_at", 0.9));
        Image held = new Image(5, Split.HELD_OUT, false, null, labels(7), Set.of());
        assertThat(Consensus.decision(held, ID, easy)).isInstanceOf(Open.class);
        assertThat(Consensus.decision(image(null, Verdict.NONE, labels(7)), ID, easy))
                .isInstanceOf(Settled.class);
    }

    @Test
    void without_the_policy_crowd_there_is_no_decision_by_posteriors() {
        assertThatThrownBy(() -> Consensus.decision(image(null, Verdict.NONE, labels(7)), ID, SOLO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("expected the policy crowd, got ");
    }
}
