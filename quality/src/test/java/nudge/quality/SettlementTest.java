package nudge.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nudge.quality.Policy.Crowd;
import nudge.quality.Settlement.Decision;
import nudge.quality.Settlement.Decision.Disputed;
import nudge.quality.Settlement.Decision.Open;
import nudge.quality.Settlement.Decision.Settled;
import nudge.quality.Settlement.Image;
import nudge.quality.Settlement.WeighedLabel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettlementTest {
    private static final Trust GOOD = new Trust(50, 50);
    private static final Trust SLOPPY = new Trust(50, 42);
    private static final Trust WEAK = new Trust(50, 36);
    private static final Crowd CROWD = Crowd.standard();

    private static WeighedLabel label(int digit, Trust trust) {
        return new WeighedLabel(digit, trust.matrix(10), trust);
    }

    private static Decision decide(Crowd policy, @Nullable Integer settled, WeighedLabel... labels) {
        return Settlement.decide(policy, new Image(Settlement.even(), List.of(labels), settled, false, false));
    }

    @Test
    void two_that_agree_settle_an_image_and_one_alone_does_not() {
        assertThat(decide(CROWD, null)).isEqualTo(new Open(null, 0));
        assertThat(decide(CROWD, null, label(3, GOOD))).isInstanceOfSatisfying(Open.class, open -> {
            assertThat(open.best()).isEqualTo(3);
            assertThat(open.posterior()).isEqualTo(58.0 / 60, within(1e-9));
        });
        assertThat(decide(CROWD, null, label(3, SLOPPY), label(3, SLOPPY)))
                .isInstanceOfSatisfying(Settled.class, settled -> {
                    assertThat(settled.digit()).isEqualTo(3);
                    assertThat(settled.posterior()).isGreaterThan(0.99);
                });
    }

    @Test
    void one_label_is_believed_as_far_as_its_annotator_is_trusted_whatever_an_estimate_says() {
        WeighedLabel sure = new WeighedLabel(3, ConfusionMatrix.oneCoin(10, 0.9999), GOOD);
        assertThat(decide(CROWD, null, sure)).isInstanceOf(Open.class);
        assertThat(decide(Crowd.of(Map.of("settle_at", 0.96)), null, sure)).isEqualTo(new Settled(3, 58.0 / 60));
    }

    @Test
    void a_label_more_may_open_an_image_again_and_needs_to_be_far_off_for_that() {
        WeighedLabel[] two = {label(3, WEAK), label(3, WEAK), label(8, WEAK)};
        assertThat(decide(CROWD, null, two)).isInstanceOf(Open.class);
        assertThat(decide(CROWD, 3, two)).isInstanceOf(Settled.class);
        assertThat(decide(CROWD, 3, label(3, SLOPPY), label(8, GOOD))).isInstanceOf(Open.class);
        assertThat(decide(CROWD, 3, label(3, SLOPPY), label(8, GOOD), label(8, GOOD)))
                .isInstanceOfSatisfying(
                        Settled.class, settled -> assertThat(settled.digit()).isEqualTo(8));
    }

    @Test
    void undecided_with_as_many_labels_as_are_collected_is_a_dispute() {
        List<WeighedLabel> labels = new ArrayList<>();
        for (int digit : new int[] {4, 9, 4, 9}) {
            labels.add(label(digit, SLOPPY));
        }
        assertThat(decide(CROWD, null, labels.toArray(WeighedLabel[]::new))).isInstanceOf(Open.class);
        labels.add(label(1, SLOPPY));
        assertThat(decide(CROWD, null, labels.toArray(WeighedLabel[]::new)))
                .isInstanceOfSatisfying(
                        Disputed.class, disputed -> assertThat(disputed.best()).isEqualTo(4));
    }

    @Test
    void a_newcomer_needs_a_second_opinion_however_low_the_threshold() {
        Crowd easy = Crowd.of(Map.of("settle_at", 0.5, "unsettle_below", 0.5));
        assertThat(decide(easy, null, label(3, Trust.NONE))).isInstanceOf(Open.class);
        assertThat(decide(easy, null, label(3, GOOD))).isInstanceOf(Settled.class);
        assertThat(decide(easy, null, label(3, Trust.NONE), label(3, Trust.NONE)))
                .isInstanceOf(Settled.class);
    }

    @Test
    void held_out_and_doubled_images_need_two_labels() {
        Crowd easy = Crowd.of(Map.of("settle_at", 0.9));
        List<WeighedLabel> one = List.of(label(3, GOOD));
        assertThat(Settlement.decide(easy, new Image(Settlement.even(), one, null, false, false)))
                .isInstanceOf(Settled.class);
        assertThat(Settlement.decide(easy, new Image(Settlement.even(), one, null, true, false)))
                .isInstanceOf(Open.class);
        assertThat(Settlement.decide(easy, new Image(Settlement.even(), one, null, false, true)))
                .isInstanceOf(Open.class);
    }

    @Test
    void with_least_and_most_of_ten_the_tenth_label_decides() {
        Crowd ten = Crowd.of(Map.of("least", 10.0, "most", 10.0, "gold", 0.0, "quiz", 0.0));
        List<WeighedLabel> labels = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            assertThat(decide(ten, null, labels.toArray(WeighedLabel[]::new))).isInstanceOf(Open.class);
            labels.add(label(1, Trust.NONE));
        }
        assertThat(decide(ten, null, labels.toArray(WeighedLabel[]::new))).isInstanceOf(Settled.class);
    }

    @Test
    void with_most_of_one_a_newcomer_settles_or_disputes_alone() {
        Crowd one = Crowd.of(Map.of("most", 1.0, "least_held_out", 1.0, "settle_at", 0.75, "unsettle_below", 0.7));
        assertThat(decide(one, null, label(3, Trust.NONE))).isInstanceOf(Settled.class);
        assertThat(decide(one, null, label(3, new Trust(7, 0)))).isInstanceOf(Disputed.class);
    }

    @Test
    void an_answer_that_nobody_gave_is_never_settled() {
        Trust wrong = new Trust(50, 0);
        assertThat(decide(Crowd.of(Map.of("most", 2.0)), null, label(3, wrong), label(4, wrong)))
                .isInstanceOfSatisfying(
                        Disputed.class, disputed -> assertThat(disputed.best()).isEqualTo(3));
    }
}
