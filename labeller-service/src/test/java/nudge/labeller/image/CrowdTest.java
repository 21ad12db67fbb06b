package nudge.labeller.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import nudge.events.Basis;
import nudge.events.Split;
import nudge.labeller.log.GroupCommit.Outcome;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.log.SystemActor;
import nudge.labeller.quality.Annotator;
import nudge.labeller.quality.QualityCommand;
import nudge.labeller.quality.QualityEvent.ConsensusEstimated;
import nudge.labeller.quality.QualityState;
import nudge.quality.Policy;
import nudge.quality.Trust;
import org.junit.jupiter.api.Test;

/**
 * What the log decides when labels of several people are collected. In memory; the database is another test's. Long because all cases
 * play on the same small log, and each is short.
 */
class CrowdTest {
    private static final UUID ADMIN = new UUID(9, 9);
    private static final Instant AT = Instant.parse("2026-11-30T09:00:00Z");

    private final Map<UUID, Image> images = new HashMap<>();
    private final List<StoredEvent> log = new ArrayList<>();
    private final AtomicLong ids = new AtomicLong();
    private QualityState quality = QualityState.NONE;

    CrowdTest() {
        quality(new QualityCommand.SetPolicy(Policy.Crowd.of(Map.of("doubled", 0.0))));
    }

    @Test
    void one_label_of_a_newcomer_settles_nothing_and_two_that_agree_do() {
        UUID image = add(1, Split.TRAIN, null);
        label(person(1), image, 7);
        assertThat(images.get(image).digit()).isNull();
        label(person(2), image, 7);
        assertThat(images.get(image).digit()).isEqualTo(7);
        assertThat(images.get(image).verdict().basis()).isEqualTo(Basis.POSTERIOR);
        assertThat(last("label.settled").data())
                .contains("\"confidence\":0.993", "\"basis\":\"posterior\"", "\"policy\":1");
    }

    @Test
    void a_label_that_comes_beside_another_is_never_stale() {
        UUID image = add(1, Split.TRAIN, null);
        label(person(1), image, 7);
        assertThat(request(new ImageRequest(person(2), null, image, 1, new ImageCommand.GiveLabel(7, null, null)))
                        .refusal())
                .isNull();
    }

    @Test
    void what_stays_undecided_goes_to_review_and_to_nobody_else() {
        UUID image = add(1, Split.TRAIN, null);
        int[] digits = {7, 1, 7, 1, 2};
        for (int i = 0; i < digits.length; i++) {
            assertThat(images.get(image).wanted()).isTrue();
            label(person(i), image, digits[i]);
        }
        assertThat(images.get(image).wanted()).isFalse();
        assertThat(images.get(image).verdict().review()).isEqualTo(ReviewReason.DISPUTE);
        adjudicate(image, 1);
        assertThat(images.get(image).digit()).isEqualTo(1);
        assertThat(images.get(image).verdict())
                .isEqualTo(new Verdict(Basis.ADJUDICATED, new Verdict.Adjudication(1), null, 0, null));
        label(person(6), image, 7);
        label(person(7), image, 7);
        assertThat(images.get(image).digit()).isEqualTo(1);
    }

    @Test
    void an_adjudication_that_is_taken_back_leaves_what_the_labels_say() {
        UUID image = add(1, Split.TRAIN, null);
        label(person(1), image, 7);
        label(person(2), image, 7);
        adjudicate(image, null);
        assertThat(images.get(image).rejected()).isTrue();
        assertThat(images.get(image).digit()).isNull();
        request(new ImageRequest(ADMIN, null, image, null, new ImageCommand.RetractAdjudication()));
        assertThat(images.get(image).rejected()).isFalse();
        assertThat(images.get(image).digit()).isEqualTo(7);
    }

    @Test
    void gold_takes_every_answer_keeps_its_digit_and_counts_for_trust() {
        UUID gold = gold(1, 3);
        Outcome<Receipt> wrong = label(person(1), gold, 8);
        assertThat(wrong.refusal()).isNull();
        assertThat(images.get(gold).digit()).isEqualTo(3);
        assertThat(quality.annotator(person(1)).trust()).isEqualTo(new Trust(1, 0));
        assertThat(last("gold.answered").data()).contains("\"correct\":false", "\"digit\":8", "\"expected\":3");
        // The latest answer counts, and one that is taken back does not.
        label(person(1), gold, 3);
        assertThat(quality.annotator(person(1)).trust()).isEqualTo(new Trust(1, 1));
        request(new ImageRequest(person(1), null, gold, null, new ImageCommand.RetractLabel()));
        assertThat(quality.annotator(person(1)).trust()).isEqualTo(Trust.NONE);
        assertThat(quality.gold().get(gold).seen()).isZero();
    }

    @Test
    void skips_and_rejections_of_gold_are_taken_as_those_of_any_other_image() {
        UUID gold = gold(1, 3);
        UUID other = add(2, Split.TRAIN, null);
        for (ImageCommand command : List.of(
                new ImageCommand.Skip(),
                new ImageCommand.RetractSkip(),
                new ImageCommand.Reject(),
                new ImageCommand.RetractRejection())) {
            for (UUID image : List.of(gold, other)) {
                assertThat(request(new ImageRequest(person(1), null, image, null, command))
                                .refusal())
                        .as("%s", command)
                        .isNull();
            }
        }
        assertThat(images.get(gold).digit()).isEqualTo(3);
        assertThat(images.get(gold).rejected()).isFalse();
        assertThat(images.get(other).rejected()).isFalse();
        assertThat(images.get(other).verdict().review()).isEqualTo(ReviewReason.REJECTED);
    }

    @Test
    void who_misses_gold_is_distrusted_by_the_rule_and_their_labels_lose_their_weight() {
        UUID image = add(99, Split.TRAIN, null);
        label(person(1), image, 7);
        for (int i = 0; i < 8; i++) {
            label(person(1), gold(i, 3), i % 3 == 0 ? 4 : 3);
        }
        Annotator annotator = quality.annotator(person(1));
        assertThat(annotator.state()).isEqualTo(Trust.State.DISTRUSTED);
        assertThat(last("annotator.distrusted").actor()).isEqualTo(SystemActor.ID);
        assertThat(last("annotator.distrusted").data()).contains("\"seen\":8", "\"correct\":5", "\"bound\":0.83");
        assertThat(annotator.counts(1)).isFalse();
        assertThat(quality.general().due())
                .extracting(QualityState.Due::annotator)
                .contains(person(1));
        label(person(2), image, 7);
        assertThat(images.get(image).digit()).isNull();
        label(person(3), image, 7);
        assertThat(images.get(image).digit()).isEqualTo(7);
    }

    @Test
    void who_became_worse_is_distrusted_from_the_answer_on_where_they_did() {
        UUID before = add(98, Split.TRAIN, null);
        label(person(1), before, 7);
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            UUID gold = gold(i, 3);
            positions.add(log.size() + 2L);
            label(person(1), gold, i < 5 ? 3 : 4);
        }
        assertThat(last("annotator.distrusted").data()).contains("\"from\":" + positions.get(5));
        label(person(2), before, 7);
        assertThat(images.get(before).digit()).isEqualTo(7);
    }

    @Test
    void gold_that_is_corrected_judges_all_answers_anew_and_takes_a_distrust_back() {
        List<UUID> gold = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            gold.add(gold(i, 3));
            label(person(1), gold.get(i), i < 5 ? 3 : 4);
        }
        assertThat(quality.annotator(person(1)).distrusted()).isTrue();
        for (int i = 5; i < 8; i++) {
            quality(new QualityCommand.CorrectGold(gold.get(i), 4, "it is a four"));
        }
        assertThat(quality.annotator(person(1)).trust()).isEqualTo(new Trust(8, 8));
        assertThat(quality.annotator(person(1)).state()).isEqualTo(Trust.State.TRUSTED);
        assertThat(quality.annotator(person(1)).counts(1)).isTrue();
        assertThat(quality.gold().get(gold.get(7)).missed()).isZero();
    }

    @Test
    void whoever_answered_gold_contests_it_once_until_it_is_corrected() {
        UUID gold = gold(1, 3);
        QualityCommand contest = new QualityCommand.ContestGold(gold, 5, "it is a five");
        assertThat(batch(new QualityRequest(person(1), contest)).refusal())
                .hasMessage("you have not labelled this image");
        label(person(1), gold, 5);
        assertThat(batch(new QualityRequest(person(1), contest)).refusal()).isNull();
        assertThat(batch(new QualityRequest(person(1), contest)).refusal()).hasMessage("you have said so already");
        assertThat(quality.gold().get(gold).contests()).hasSize(1);
        quality(new QualityCommand.CorrectGold(gold, 6, "it is a six"));
        assertThat(batch(new QualityRequest(person(1), contest)).refusal()).isNull();
    }

    @Test
    void a_person_decides_about_trust_from_any_label_on_and_the_rule_does_not_overrule_them() {
        for (int i = 0; i < 8; i++) {
            label(person(1), gold(i, 3), 4);
        }
        quality(new QualityCommand.TrustAgain(person(1), 0));
        assertThat(quality.annotator(person(1)).state()).isEqualTo(Trust.State.NEW);
        assertThat(quality.annotator(person(1)).counts(5)).isTrue();
        quality(new QualityCommand.Distrust(person(1), 100, null));
        assertThat(quality.annotator(person(1)).counts(99)).isTrue();
        assertThat(quality.annotator(person(1)).counts(100)).isFalse();
        Outcome<Receipt> twice = batch(new QualityRequest(ADMIN, new QualityCommand.Distrust(person(1), 100, null)));
        assertThat(twice.refusal()).isInstanceOf(RefusedException.class).hasMessageContaining("already");
    }

    @Test
    void an_image_is_looked_at_again_when_somebody_is_distrusted() {
        UUID image = add(1, Split.TRAIN, null);
        label(person(1), image, 7);
        label(person(2), image, 7);
        quality(new QualityCommand.Distrust(person(2), 0, null));
        assertThat(images.get(image).digit()).isEqualTo(7);
        reconsider(image);
        assertThat(images.get(image).digit()).isNull();
        int events = log.size();
        reconsider(image);
        assertThat(log).hasSize(events);
    }

    @Test
    void a_change_of_policy_takes_nothing_back_that_one_person_settled() {
        quality(new QualityCommand.SetPolicy(new Policy.Solo()));
        UUID image = add(1, Split.TRAIN, null);
        label(person(1), image, 7);
        quality(new QualityCommand.SetPolicy(Policy.Crowd.standard()));
        reconsider(image);
        assertThat(images.get(image).digit()).isEqualTo(7);
        quality(new QualityCommand.Distrust(person(1), 0, null));
        reconsider(image);
        assertThat(images.get(image).digit()).isNull();
    }

    @Test
    void by_the_default_policy_the_latest_label_that_has_weight_counts() {
        quality(new QualityCommand.SetPolicy(new Policy.Solo()));
        UUID image = add(1, Split.TRAIN, null);
        label(person(1), image, 7);
        label(person(2), image, 1);
        quality(new QualityCommand.Distrust(person(2), 0, null));
        reconsider(image);
        assertThat(images.get(image).digit()).isEqualTo(7);
        label(person(2), image, 2);
        assertThat(images.get(image).digit()).isEqualTo(7);
    }

    @Test
    void an_image_that_came_with_its_label_keeps_it() {
        UUID image = add(1, Split.TRAIN, 5);
        label(person(1), image, 7);
        label(person(2), image, 7);
        reconsider(image);
        assertThat(images.get(image).digit()).isEqualTo(5);
        adjudicate(image, 7);
        assertThat(images.get(image).digit()).isEqualTo(7);
        request(new ImageRequest(ADMIN, null, image, null, new ImageCommand.RetractAdjudication()));
        assertThat(images.get(image).digit()).isEqualTo(5);
        assertThat(images.get(image).verdict().basis()).isEqualTo(Basis.IMPORT);
    }

    @Test
    void an_estimate_is_the_next_one_or_refused() {
        QualityCommand third = new QualityCommand.RecordEstimate(
                new ConsensusEstimated(
                        3, 1, "dawid-skene", 1, -1.0, quality.general().classShares(), "digest"),
                Map.of());
        assertThat(batch(new QualityRequest(ADMIN, third)).refusal()).hasMessageContaining("expected the estimate 1");
    }

    @Test
    void an_unknown_image_is_refused() {
        assertThatThrownBy(() -> Image.NONE.decide(new ImageCommand.Reconsider(), ADMIN, null))
                .isInstanceOf(RefusedException.class);
    }

    private static UUID person(int number) {
        return new UUID(1, number);
    }

    private UUID add(int seed, Split split, Integer digit) {
        byte[] bytes = new byte[Pixels.COUNT];
        bytes[0] = (byte) seed;
        Pixels pixels = Pixels.of(bytes);
        UUID id = pixels.imageId();
        OptionalInt known = digit == null ? OptionalInt.empty() : OptionalInt.of(digit);
        request(new ImageRequest(ADMIN, null, id, null, new ImageCommand.Add(pixels, split, known, "test")));
        return id;
    }

    private UUID gold(int seed, int digit) {
        UUID image = add(seed, Split.HELD_OUT, digit);
        quality(new QualityCommand.ChooseGold(Map.of(image, digit), "held out"));
        return image;
    }

    private Outcome<Receipt> label(UUID person, UUID image, int digit) {
        return request(new ImageRequest(person, null, image, null, new ImageCommand.GiveLabel(digit, null, null)));
    }

    private void adjudicate(UUID image, Integer digit) {
        request(new ImageRequest(ADMIN, null, image, null, new ImageCommand.Adjudicate(digit, "")));
    }

    private void reconsider(UUID image) {
        request(new ImageRequest(SystemActor.ID, null, image, null, new ImageCommand.Reconsider()));
    }

    private Outcome<Receipt> request(ImageRequest request) {
        return batch(request);
    }

    private void quality(QualityCommand command) {
        assertThat(batch(new QualityRequest(ADMIN, command)).refusal()).isNull();
    }

    private Outcome<Receipt> batch(LogRequest request) {
        RequestBatch batch = new RequestBatch(
                log.size(),
                images,
                new Idempotency(Map.of()),
                () -> new UUID(5, ids.incrementAndGet()),
                quality,
                Map.of());
        Outcome<Receipt> outcome = batch.decide(request, AT);
        batch.changed().forEach((id, changed) -> images.put(id, changed.image()));
        log.addAll(batch.events());
        quality = batch.qualitySteps().get(batch.qualitySteps().size() - 1);
        return outcome;
    }

    private StoredEvent last(String type) {
        return log.stream()
                .filter(event -> event.type().equals(type))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
