package nudge.labeller.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.image.ImageCommand.Add;
import nudge.labeller.image.ImageCommand.GiveLabel;
import nudge.labeller.image.ImageCommand.Reject;
import nudge.labeller.image.ImageCommand.RetractLabel;
import nudge.labeller.image.ImageCommand.RetractRejection;
import nudge.labeller.image.ImageCommand.Skip;
import nudge.labeller.image.ImageEvent.LabelGiven;
import nudge.labeller.image.ImageEvent.LabelSettled;
import org.junit.jupiter.api.Test;

class ImageTest {
    private static final UUID ANNA = UUID.randomUUID();
    private static final UUID BEN = UUID.randomUUID();

    @Test
    void a_label_settles_the_image() {
        Image image = after(added(Split.TRAIN), ANNA, label(7));
        assertThat(image.digit()).isEqualTo(7);
        assertThat(image.open()).isFalse();
        assertThat(image.version()).isEqualTo(3);
    }

    @Test
    void the_latest_label_wins_and_undoing_it_brings_back_the_one_before() {
        Image image = after(after(added(Split.TRAIN), ANNA, label(7)), BEN, label(1));
        assertThat(image.digit()).isEqualTo(1);
        assertThat(after(image, BEN, new RetractLabel()).digit()).isEqualTo(7);
    }

    @Test
    void an_undone_label_opens_the_image_again() {
        Image image = after(after(added(Split.TRAIN), ANNA, label(7)), ANNA, new RetractLabel());
        assertThat(image.digit()).isNull();
        assertThat(image.open()).isTrue();
    }

    @Test
    void a_stale_version_is_refused_with_what_was_expected_and_what_is() {
        assertThatThrownBy(() -> added(Split.TRAIN).decide(label(7), ANNA, 5))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusedException.Reason.STALE))
                .hasMessage("expected version 5, but the image is at version 1: fetch it again and decide anew");
    }

    @Test
    void a_held_out_image_whose_label_is_known_takes_no_other() {
        Image image = fold(
                Image.NONE,
                ANNA,
                Image.NONE.decide(
                        new Add(Pixels.of(new byte[784]), Split.HELD_OUT, OptionalInt.of(3), "test"), ANNA, null));
        assertThatThrownBy(() -> image.decide(label(7), BEN, null)).isInstanceOf(RefusedException.class);
    }

    @Test
    void a_rejected_image_takes_no_label_until_the_rejection_is_retracted() {
        Image rejected = after(after(added(Split.TRAIN), ANNA, label(7)), BEN, new Reject());
        assertThat(rejected.digit()).isNull();
        assertThatThrownBy(() -> rejected.decide(label(7), ANNA, null)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> rejected.decide(new RetractLabel(), ANNA, null))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void a_retracted_rejection_brings_back_the_label_that_was() {
        Image labelled = after(added(Split.TRAIN), ANNA, label(7));
        Image back = after(after(labelled, BEN, new Reject()), BEN, new RetractRejection());
        assertThat(back.digit()).isEqualTo(7);
        Image open = after(after(added(Split.TRAIN), BEN, new Reject()), BEN, new RetractRejection());
        assertThat(open.open()).isTrue();
    }

    @Test
    void a_skipped_image_can_be_labelled_but_not_skipped_twice_by_the_same_annotator() {
        Image skipped = after(added(Split.TRAIN), ANNA, new Skip());
        assertThatThrownBy(() -> skipped.decide(new Skip(), ANNA, null)).isInstanceOf(RefusedException.class);
        assertThat(after(skipped, BEN, label(2)).digit()).isEqualTo(2);
    }

    @Test
    void a_label_keeps_its_position_in_the_log_and_the_latest_its_place() {
        Image both = after(after(added(Split.TRAIN), ANNA, label(7)), BEN, label(1));
        assertThat(both.labels().get(ANNA)).isEqualTo(new GivenLabel(7, 2));
        assertThat(both.labels().get(BEN)).isEqualTo(new GivenLabel(1, 4));
        Image again = after(both, ANNA, label(3));
        assertThat(again.labels().get(ANNA)).isEqualTo(new GivenLabel(3, 6));
        assertThat(again.labels().keySet()).containsExactly(BEN, ANNA);
    }

    @Test
    void an_event_that_cannot_have_happened_is_not_folded() {
        assertThatThrownBy(() -> Image.NONE.evolve(new LabelGiven(7, null, null), ANNA, 1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> added(Split.TRAIN).evolve(new LabelSettled(7, 1.0, Split.TRAIN), ANNA, 2))
                .isInstanceOf(IllegalStateException.class);
    }

    private static GiveLabel label(int digit) {
        return new GiveLabel(digit, null, null);
    }

    private static Image added(Split split) {
        return after(Image.NONE, ANNA, new Add(Pixels.of(new byte[784]), split, OptionalInt.empty(), "test"));
    }

    private static Image after(Image image, UUID actor, ImageCommand command) {
        return fold(image, actor, image.decide(command, actor, null));
    }

    private static Image fold(Image image, UUID actor, List<ImageEvent> events) {
        for (ImageEvent event : events) {
            image = image.evolve(event, actor, image.version() + 1);
        }
        return image;
    }
}
