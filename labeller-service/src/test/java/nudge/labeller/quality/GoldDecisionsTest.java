package nudge.labeller.quality;

import static nudge.labeller.quality.DecidedQuality.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.log.SystemActor;
import nudge.labeller.quality.Annotator.Answer;
import nudge.labeller.quality.QualityCommand.ChooseGold;
import nudge.labeller.quality.QualityCommand.ContestGold;
import nudge.labeller.quality.QualityCommand.CorrectGold;
import nudge.labeller.quality.QualityCommand.Distrust;
import nudge.labeller.quality.QualityCommand.RetireGold;
import nudge.labeller.quality.QualityCommand.TrustAgain;
import nudge.labeller.quality.QualityDecisions.Entry;
import nudge.quality.Trust;
import org.junit.jupiter.api.Test;

/** What follows from answers on gold and from commands about it, and the state that their events come to. */
class GoldDecisionsTest {
    private static final UUID ANNA = new UUID(1, 1);
    private static final UUID BEN = new UUID(1, 2);

    private final DecidedQuality quality = new DecidedQuality();

    @Test
    void gold_is_chosen_in_the_order_of_the_images_and_each_once() {
        quality.decide(new ChooseGold(Map.of(image(2), 4), "held out"));
        assertThat(quality.decide(new ChooseGold(Map.of(image(3), 5, image(1), 6, image(2), 7), "reviewed")))
                .extracting(Entry::version, Entry::data)
                .containsExactly(
                        tuple(2, "{\"digit\":6,\"image\":\"" + image(1) + "\",\"reason\":\"reviewed\"}"),
                        tuple(3, "{\"digit\":5,\"image\":\"" + image(3) + "\",\"reason\":\"reviewed\"}"));
        assertThat(quality.state().goldDigit(image(1))).isEqualTo(6);
        assertThat(quality.state().goldDigit(image(2))).isEqualTo(4);
        assertThat(quality.state().goldDigit(image(4))).isNull();
        assertThat(quality.state().gold().get(image(2)))
                .isEqualTo(new GoldImage(4, "held out", false, 0, 0, List.of()));
    }

    @Test
    void an_answer_on_gold_is_counted_once_per_person_and_one_on_other_images_never() {
        quality.chooseGold(1, 3);
        assertThat(quality.answer(ANNA, image(7), 3)).isEmpty();
        assertThat(quality.answer(ANNA, image(0), 4))
                .extracting(Entry::stream, Entry::actor)
                .containsExactly(tuple(ANNA, ANNA));
        assertThat(quality.state().gold().get(image(0)))
                .isEqualTo(new GoldImage(3, "held out", false, 1, 1, List.of()));
        quality.answer(BEN, image(0), 3);
        assertThat(quality.state().gold().get(image(0)))
                .isEqualTo(new GoldImage(3, "held out", false, 2, 1, List.of()));
        quality.answer(ANNA, image(0), 3);
        assertThat(quality.state().gold().get(image(0)))
                .isEqualTo(new GoldImage(3, "held out", false, 2, 0, List.of()));
        assertThat(quality.state().annotator(ANNA).answers()).containsExactly(new Answer(4, image(0), 3, 3));
        assertThat(quality.state().annotator(ANNA).version()).isEqualTo(2);
    }

    @Test
    void an_answer_that_is_taken_back_counts_no_longer() {
        quality.chooseGold(2, 3);
        assertThat(quality.takeBack(ANNA, image(0))).isEmpty();
        quality.answer(ANNA, image(0), 4);
        quality.answer(ANNA, image(1), 3);
        assertThat(quality.takeBack(ANNA, image(0)))
                .extracting(Entry::type, Entry::version)
                .containsExactly(tuple("gold.voided", 3));
        assertThat(quality.state().gold().get(image(0)))
                .isEqualTo(new GoldImage(3, "held out", false, 0, 0, List.of()));
        assertThat(quality.state().gold().get(image(1)))
                .isEqualTo(new GoldImage(3, "held out", false, 1, 0, List.of()));
        assertThat(quality.state().annotator(ANNA).trust()).isEqualTo(new Trust(1, 1));
        assertThat(quality.takeBack(ANNA, image(0))).isEmpty();
    }

    @Test
    void the_last_two_hundred_answers_are_kept_and_the_last_fifty_count() {
        quality.chooseGold(Annotator.KEPT + 1, 3);
        for (int i = 0; i < Annotator.KEPT; i++) {
            quality.answer(ANNA, image(i), 3);
        }
        assertThat(quality.state().annotator(ANNA).answers()).hasSize(200);
        assertThat(quality.state().annotator(ANNA).answered(image(0))).isTrue();
        quality.answer(ANNA, image(Annotator.KEPT), 3);
        assertThat(quality.state().annotator(ANNA).answers()).hasSize(200);
        assertThat(quality.state().annotator(ANNA).answered(image(0))).isFalse();
        assertThat(quality.state().annotator(ANNA).answered(image(1))).isTrue();
        assertThat(quality.state().annotator(ANNA).trust()).isEqualTo(new Trust(50, 50));
    }

    @Test
    void gold_that_is_corrected_is_judged_anew_for_all_who_answered_it_and_its_contests_are_settled() {
        quality.chooseGold(2, 3);
        quality.answer(ANNA, image(0), 5);
        quality.answer(BEN, image(0), 3);
        quality.answer(BEN, image(1), 3);
        quality.decide(new ContestGold(image(0), 5, "it is a five"), ANNA);
        assertThat(quality.state().gold().get(image(0)).contests())
                .containsExactly(new GoldImage.Contest(ANNA, 5, "it is a five"));
        int version = quality.state().annotator(ANNA).version();
        quality.decide(new CorrectGold(image(0), 5, "contested"));
        assertThat(quality.state().gold().get(image(0)))
                .isEqualTo(new GoldImage(5, "held out", false, 2, 1, List.of()));
        assertThat(quality.state().gold().get(image(1)))
                .isEqualTo(new GoldImage(3, "held out", false, 1, 0, List.of()));
        assertThat(quality.state().annotator(ANNA).trust()).isEqualTo(new Trust(1, 1));
        assertThat(quality.state().annotator(BEN).trust()).isEqualTo(new Trust(2, 1));
        assertThat(quality.state().annotator(ANNA).version()).isEqualTo(version);
    }

    @Test
    void gold_that_is_retired_is_gold_no_longer_and_its_answers_count_no_longer() {
        quality.chooseGold(2, 3);
        quality.answer(ANNA, image(0), 5);
        quality.answer(ANNA, image(1), 3);
        quality.decide(new RetireGold(image(0), "nobody can read it"));
        assertThat(quality.state().gold().get(image(0))).isEqualTo(new GoldImage(3, "held out", true, 1, 1, List.of()));
        assertThat(quality.state().goldDigit(image(0))).isNull();
        assertThat(quality.state().annotator(ANNA).trust()).isEqualTo(new Trust(1, 1));
        assertThat(quality.answer(ANNA, image(0), 5)).isEmpty();
        String none = "this image is no gold, or it is retired";
        quality.assertRefused(new RetireGold(image(0), "again"), none);
        quality.assertRefused(new CorrectGold(image(0), 4, "again"), none);
        quality.assertRefused(new ContestGold(image(0), 4, "again"), none);
        quality.assertRefused(new ContestGold(image(9), 4, "never was"), none);
        assertThat(quality.decide(new ChooseGold(Map.of(image(0), 3), "again"))).isEmpty();
    }

    @Test
    void the_eighth_answer_is_the_first_that_somebody_may_be_distrusted_for() {
        quality.chooseGold(9, 3);
        for (int i = 0; i < 7; i++) {
            assertThat(quality.answer(ANNA, image(i), 4)).hasSize(1);
        }
        assertThat(quality.state().annotator(ANNA).state()).isEqualTo(Trust.State.NEW);
        assertThat(quality.answer(ANNA, image(7), 4))
                .extracting(Entry::type, Entry::actor)
                .containsExactly(tuple("gold.answered", ANNA), tuple("annotator.distrusted", SystemActor.ID));
        assertThat(quality.state().annotator(ANNA).state()).isEqualTo(Trust.State.DISTRUSTED);
        assertThat(quality.state().annotator(ANNA).decisions().get(0).from()).isZero();
        // Once.
        assertThat(quality.answer(ANNA, image(8), 4)).hasSize(1);
    }

    @Test
    void an_answer_that_is_taken_back_may_be_the_one_that_somebody_was_still_trusted_for() {
        quality.chooseGold(13, 3);
        for (int i = 0; i < 13; i++) {
            quality.answer(ANNA, image(i), i < 10 ? 3 : 4);
        }
        assertThat(quality.state().annotator(ANNA).state()).isEqualTo(Trust.State.WATCHED);
        assertThat(quality.takeBack(ANNA, image(0)))
                .extracting(Entry::type)
                .containsExactly("gold.voided", "annotator.distrusted");
        assertThat(quality.state().annotator(ANNA).trust()).isEqualTo(new Trust(12, 9));
    }

    @Test
    void a_correction_takes_back_what_the_rule_decided_and_never_what_a_person_did() {
        quality.chooseGold(8, 3);
        for (UUID person : List.of(ANNA, BEN)) {
            for (int i = 0; i < 8; i++) {
                quality.answer(person, image(i), i < 5 ? 3 : 4);
            }
        }
        quality.decide(new Distrust(BEN, 1, null));
        for (int i = 5; i < 7; i++) {
            quality.decide(new CorrectGold(image(i), 4, "it is a four"));
        }
        assertThat(quality.state().annotator(ANNA).distrusted()).isFalse();
        assertThat(quality.state().annotator(BEN).distrusted()).isTrue();
        assertThat(quality.state().annotator(ANNA).decisions()).last().satisfies(decision -> {
            assertThat(decision.by()).isEqualTo(SystemActor.ID);
            assertThat(decision.evidence()).isNotNull();
            assertThat(decision.from())
                    .isEqualTo(
                            quality.state().annotator(ANNA).decisions().get(0).from());
        });
    }

    @Test
    void answers_of_before_a_person_trusted_somebody_again_are_not_held_against_them() {
        quality.chooseGold(16, 3);
        for (int i = 0; i < 8; i++) {
            quality.answer(ANNA, image(i), 4);
        }
        quality.decide(new TrustAgain(ANNA, 0));
        assertThat(quality.state().annotator(ANNA).trust()).isEqualTo(new Trust(8, 0));
        assertThat(quality.state().annotator(ANNA).trustSinceDecision()).isEqualTo(Trust.NONE);
        for (int i = 8; i < 15; i++) {
            assertThat(quality.answer(ANNA, image(i), 4)).hasSize(1);
        }
        assertThat(quality.state().annotator(ANNA).trustSinceDecision()).isEqualTo(new Trust(7, 0));
        assertThat(quality.answer(ANNA, image(15), 4)).hasSize(2);
        assertThat(quality.state().annotator(ANNA).state()).isEqualTo(Trust.State.DISTRUSTED);
    }

    @Test
    void somebody_with_weight_whose_answers_are_bad_is_watched() {
        List<Answer> bad = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            bad.add(new Answer(i + 1, image(i), 4, 3));
        }
        assertThat(new Annotator(8, bad, List.of(), 0, null).state()).isEqualTo(Trust.State.WATCHED);
    }
}
