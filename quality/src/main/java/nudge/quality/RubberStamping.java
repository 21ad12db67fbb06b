package nudge.quality;

import java.util.OptionalDouble;

/**
 * Whether somebody follows what the model suggests: they agree with it more often where they see its suggestion than where it was
 * hidden, at random. The difference is what the suggestion did, and no fault of the model's.
 *
 * @param shown labels of images whose suggestion was shown
 * @param agreedShown of them, with the suggested class
 * @param hidden labels of images whose suggestion was hidden
 * @param agreedHidden of them, with what would have been suggested
 */
public record RubberStamping(int shown, int agreedShown, int hidden, int agreedHidden) {
    public RubberStamping {
        if (agreedShown < 0 || agreedShown > shown || agreedHidden < 0 || agreedHidden > hidden) {
            throw new IllegalArgumentException(
                    "expected some of the labels to agree with the model, got " + agreedShown + " of " + shown
                            + " where it was shown, and " + agreedHidden + " of " + hidden + " where it was hidden");
        }
    }

    /** The share of agreement where the suggestion was shown, less that where it was hidden; empty without one of them. */
    public OptionalDouble difference() {
        return shown == 0 || hidden == 0 ? OptionalDouble.empty() : OptionalDouble.of(shareShown() - shareHidden());
    }

    /**
     * The difference is hardly below this: Newcombe's bound from Wilson's ("Interval estimation for the difference between
     * independent proportions", 1998, method 10), one-sided. -1 when nothing can be compared.
     *
     * @param z the quantile of the normal distribution, such as {@link Wilson#Z_95}
     */
    public double lower(double z) {
        if (shown == 0 || hidden == 0) {
            return -1;
        }
        double below = shareShown() - Wilson.lower(agreedShown, shown, z);
        double above = Wilson.upper(agreedHidden, hidden, z) - shareHidden();
        return shareShown() - shareHidden() - Math.sqrt(below * below + above * above);
    }

    /** The difference is hardly above this; see {@link #lower}. 1 when nothing can be compared. */
    public double upper(double z) {
        if (shown == 0 || hidden == 0) {
            return 1;
        }
        double above = Wilson.upper(agreedShown, shown, z) - shareShown();
        double below = shareHidden() - Wilson.lower(agreedHidden, hidden, z);
        return shareShown() - shareHidden() + Math.sqrt(above * above + below * below);
    }

    /** Whether it is hardly chance: there are many people, and some look bad by chance. */
    public boolean hardlyChance() {
        return lower(Wilson.Z_999) > 0;
    }

    private double shareShown() {
        return agreedShown / (double) shown;
    }

    private double shareHidden() {
        return agreedHidden / (double) hidden;
    }
}
