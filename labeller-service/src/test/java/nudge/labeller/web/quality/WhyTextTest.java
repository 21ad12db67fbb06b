package nudge.labeller.web.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.events.Basis;
import nudge.labeller.consensus.Explanation;
import nudge.labeller.consensus.Explanation.Opinion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WhyTextTest {
    private static final UUID ANNA = new UUID(0, 1);
    private static final UUID BEN = new UUID(0, 2);
    private static final UUID GONE = new UUID(0, 3);
    private static final Map<UUID, String> NAMES = Map.of(ANNA, "Anna", BEN, "Ben");
    private static final List<Double> EVEN = Collections.nCopies(10, 0.1);

    private static Opinion label(UUID actor, int digit, double trust, boolean counts) {
        return new Opinion(actor, digit, 12, trust, counts, EVEN);
    }

    private static String text(
            @Nullable Integer digit,
            @Nullable Basis basis,
            double confidence,
            long policy,
            long estimate,
            @Nullable UUID adjudicatedBy,
            Opinion... labels) {
        return WhyText.of(
                new Explanation(
                        new UUID(5, 5),
                        20,
                        digit,
                        basis,
                        confidence,
                        policy == 0 ? "solo" : "crowd",
                        policy,
                        estimate,
                        EVEN,
                        List.of(labels),
                        adjudicatedBy,
                        digit == null && adjudicatedBy == null && labels.length > 2),
                NAMES);
    }

    @Test
    void a_posterior_names_policy_estimate_and_whose_labels() {
        assertThat(text(
                        7,
                        Basis.POSTERIOR,
                        0.99312,
                        31,
                        4,
                        null,
                        label(ANNA, 7, 0.95, true),
                        label(BEN, 7, 0.8, true),
                        label(GONE, 1, 0.4, false)))
                .isEqualTo("It is a 7 with a probability of 99.31 % by the policy crowd of position 31, with weights by"
                        + " estimate 4: Anna (trust 95 %) and Ben (trust 80 %) said 7; somebody who was deleted said 1,"
                        + " which does not count.");
    }

    @Test
    void what_is_nearly_certain_is_not_called_certain() {
        assertThat(text(7, Basis.POSTERIOR, 0.9999999, 31, 0, null, label(ANNA, 7, 0.95, true)))
                .startsWith(
                        "It is a 7 with a probability of 99.99 % by the policy crowd of position 31, with weights by"
                                + " trust alone: ");
    }

    @Test
    void solo_import_review_and_what_is_open_have_sentences_of_their_own() {
        assertThat(text(3, Basis.SINGLE, 1, 0, 0, null, label(ANNA, 3, 0.8, true)))
                .isEqualTo("It is a 3 by the policy solo, by which the latest label counts: Anna said 3.");
        assertThat(text(3, Basis.IMPORT, 1, 31, 0, null, label(ANNA, 3, 0.8, true)))
                .isEqualTo("It came with its label 3.");
        assertThat(text(3, Basis.ADJUDICATED, 1, 31, 0, BEN)).isEqualTo("Ben decided in review that it shows a 3.");
        assertThat(text(null, null, 1, 31, 0, GONE, label(ANNA, 3, 0.8, true)))
                .isEqualTo(
                        "Somebody who was deleted decided in review that it is not a digit; Anna (trust 80 %) said 3.");
        assertThat(text(null, null, 0.1, 31, 0, null)).isEqualTo("It waits for its first label.");
        assertThat(text(null, null, 0.805, 31, 2, null, label(ANNA, 3, 0.8, true)))
                .isEqualTo(
                        "Nothing is settled by the policy crowd of position 31, with weights by estimate 2: Anna (trust"
                                + " 80 %) said 3, and the most probable digit has 81 %.");
    }
}
