package nudge.labeller.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.quality.QualityCommand.ChooseGold;
import nudge.labeller.quality.QualityDecisions.Entry;
import nudge.labeller.quality.QualityDecisions.Outcome;

/** The state of quality that one decision after the other led to, in memory; images have no part in it. */
final class DecidedQuality {
    static final UUID ADMIN = new UUID(9, 9);

    private QualityState state = QualityState.NONE;
    private long next = 1;

    QualityState state() {
        return state;
    }

    List<Entry> decide(QualityCommand command) {
        return decide(command, ADMIN);
    }

    List<Entry> decide(QualityCommand command, UUID actor) {
        return take(QualityDecisions.decide(state, command, actor, next));
    }

    List<Entry> answer(UUID annotator, UUID image, int digit) {
        return take(QualityDecisions.answer(state, annotator, image, digit, next));
    }

    List<Entry> takeBack(UUID annotator, UUID image) {
        return take(QualityDecisions.takeBack(state, annotator, image, next));
    }

    private List<Entry> take(Outcome outcome) {
        assertThat(outcome.states()).hasSameSizeAs(outcome.entries());
        for (QualityState each : outcome.states()) {
            assertThat(each.position()).isEqualTo(next++);
            state = each;
        }
        return outcome.entries();
    }

    void assertRefused(QualityCommand command, String because) {
        assertThatThrownBy(() -> decide(command))
                .isInstanceOf(RefusedDecisionException.class)
                .hasMessage(because);
    }

    static UUID image(int number) {
        return new UUID(5, number);
    }

    /** Each in an event of its own. */
    void chooseGold(int images, int digit) {
        for (int i = 0; i < images; i++) {
            decide(new ChooseGold(Map.of(image(i), digit), "held out"));
        }
    }
}
