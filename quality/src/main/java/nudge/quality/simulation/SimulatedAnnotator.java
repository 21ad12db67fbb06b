package nudge.quality.simulation;

import java.math.BigDecimal;
import java.util.Arrays;
import nudge.quality.ConfusionMatrix;
import org.jspecify.annotations.Nullable;

/** Somebody who labels digits in a way that is known. */
public sealed interface SimulatedAnnotator {
    /** Right with the same probability whatever the digit; good ones and sloppy ones differ in it alone. */
    record Accurate(String kind, double accuracy) implements SimulatedAnnotator {}

    /** Any digit, whatever the image. */
    record Spammer() implements SimulatedAnnotator {}

    /** One digit, whatever the image. */
    record Always(int digit) implements SimulatedAnnotator {}

    /** Right, but takes a share of one digit's images for another digit. */
    record Confuses(int truth, int given, double share) implements SimulatedAnnotator {}

    /** As accurate as at first for so many labels, and as afterwards from then on. */
    record Drifts(double first, double afterwards, int labels) implements SimulatedAnnotator {}

    /** Gives what was suggested; where nothing was, is right with this probability. */
    record Follows(double accuracy) implements SimulatedAnnotator {}

    /**
     * Which digit they give.
     *
     * @param before how many labels they gave before
     * @param suggested the digit that they were shown, or null
     */
    default int label(Draw draw, int truth, int before, @Nullable Integer suggested) {
        if (this instanceof Accurate person) {
            return rightOr(draw, truth, person.accuracy());
        }
        if (this instanceof Spammer) {
            return draw.below(1, 10);
        }
        if (this instanceof Always person) {
            return person.digit();
        }
        if (this instanceof Confuses person) {
            return truth == person.truth() && draw.uniform(0) < person.share() ? person.given() : truth;
        }
        if (this instanceof Drifts person) {
            return rightOr(draw, truth, before < person.labels() ? person.first() : person.afterwards());
        }
        if (this instanceof Follows person) {
            return suggested != null ? suggested : rightOr(draw, truth, person.accuracy());
        }
        throw new IllegalStateException("expected somebody whose labels are known, got " + this);
    }

    private static int rightOr(Draw draw, int truth, double accuracy) {
        return draw.uniform(0) < accuracy ? truth : (truth + 1 + draw.below(1, 9)) % 10;
    }

    /** How they label, without suggestions; for those who drift, at first. */
    default ConfusionMatrix matrix() {
        if (this instanceof Accurate person) {
            return ConfusionMatrix.oneCoin(10, person.accuracy());
        }
        if (this instanceof Spammer) {
            return ConfusionMatrix.oneCoin(10, 0.1);
        }
        if (this instanceof Always person) {
            return rows(person.digit());
        }
        if (this instanceof Confuses person) {
            double[] shares = new double[100];
            for (int k = 0; k < 10; k++) {
                shares[k * 10 + k] = 1;
            }
            shares[person.truth() * 11] = 1 - person.share();
            shares[person.truth() * 10 + person.given()] = person.share();
            return ConfusionMatrix.of(10, shares);
        }
        if (this instanceof Drifts person) {
            return ConfusionMatrix.oneCoin(10, person.first());
        }
        if (this instanceof Follows person) {
            return ConfusionMatrix.oneCoin(10, person.accuracy());
        }
        throw new IllegalStateException("expected somebody whose labels are known, got " + this);
    }

    /** As it is written as the member of a crowd, such as {@code good:0.97}. */
    default String written() {
        if (this instanceof Accurate person) {
            return person.kind() + ":" + plain(person.accuracy());
        }
        if (this instanceof Spammer) {
            return "spammer";
        }
        if (this instanceof Always person) {
            return "always:" + person.digit();
        }
        if (this instanceof Confuses person) {
            return "confuses:" + person.truth() + ">" + person.given() + "@" + plain(person.share());
        }
        if (this instanceof Drifts person) {
            return "drifts:" + plain(person.first()) + ">" + plain(person.afterwards()) + "@" + person.labels();
        }
        if (this instanceof Follows person) {
            return "follows:" + plain(person.accuracy());
        }
        throw new IllegalStateException("expected somebody whose labels are known, got " + this);
    }

    private static String plain(double share) {
        return BigDecimal.valueOf(share).stripTrailingZeros().toPlainString();
    }

    private static ConfusionMatrix rows(int digit) {
        double[] shares = new double[100];
        Arrays.fill(shares, 0);
        for (int k = 0; k < 10; k++) {
            shares[k * 10 + digit] = 1;
        }
        return ConfusionMatrix.of(10, shares);
    }
}
