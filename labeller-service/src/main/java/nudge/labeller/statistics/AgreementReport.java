package nudge.labeller.statistics;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import nudge.quality.Alpha;
import org.jspecify.annotations.Nullable;

/**
 * How far people agree, by labels that have weight. What is undefined is null.
 *
 * @param position all events up to it are looked at
 * @param alpha Krippendorff's, nominal
 * @param agreement the share of pairs of labels of the same image that are the same digit
 * @param units images with at least two labels
 * @param labels of those images
 * @param digits each against all others
 * @param overTime by when an image got its latest label
 * @param people of the pairs
 * @param kappa of pairs of people, those with the most images in common first
 */
public record AgreementReport(
        long position,
        @Nullable Double alpha,
        @Nullable Double agreement,
        int units,
        long labels,
        List<OfDigit> digits,
        List<Window> overTime,
        List<Named> people,
        List<Pair> kappa) {

    public record OfDigit(
            int digit, @Nullable Double alpha, @Nullable Double agreement, int units) {}

    /**
     * @param position where the window ends
     * @param at when its latest label was given
     */
    public record Window(
            long position,
            Instant at,
            @Nullable Double alpha,
            @Nullable Double agreement,
            int units) {}

    /** @param name null when it is not known any more */
    public record Named(UUID id, @Nullable String name) {}

    /**
     * @param kappa Cohen's; null when both gave one and the same digit alone
     * @param shared images that both labelled
     */
    public record Pair(UUID a, UUID b, @Nullable Double kappa, int shared) {}

    static @Nullable Double value(Alpha alpha) {
        return alpha.value().isPresent() ? alpha.value().getAsDouble() : null;
    }

    static @Nullable Double agreement(Alpha alpha) {
        return alpha.units() == 0 ? null : alpha.agreement();
    }

    AgreementReport withPeople(List<Named> named) {
        return new AgreementReport(position, alpha, agreement, units, labels, digits, overTime, named, kappa);
    }
}
