package nudge.quality;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A setting of the policy {@link Policy.Crowd}: its default, what is allowed, and what it means. */
public enum CrowdSetting {
    SETTLE_AT(0.97, 0.5, 0.999999, "settle an image at a posterior of"),
    UNSETTLE_BELOW(0.90, 0.1, 0.999999, "open it again below"),
    LEAST(1, 1, 20, true, "labels of an image, at least"),
    MOST(5, 1, 20, true, "labels of an image, at most; undecided then, it goes to review"),
    LEAST_HELD_OUT(2, 1, 20, true, "labels of a held-out image, at least"),
    DOUBLED(0.05, 0, 1, "share of images that get two labels at least, to measure agreement"),
    QUIZ(10, 0, 100, true, "gold images that a newcomer labels first"),
    GOLD(0.05, 0, 0.5, "share of gold among what an annotator labels"),
    GOLD_AT_FIRST(0.10, 0, 0.5, "the same, among their first 50"),
    RANDOM(0.20, 0, 1, "share of images that are drawn at random, not by the model's doubt"),
    MODEL_FROM(
            0.85,
            0,
            1,
            "the model's doubt orders images from this held-out accuracy on; until then all are drawn at random"),
    HIDDEN(0.20, 0, 1, "share of images whose suggestion is hidden"),
    AUDIT(0.01, 0, 1, "share of settled images that go to review at random"),
    ESTIMATE_LABELS(1_000, 10, 10_000_000, true, "estimate anew after so many labels of images with several"),
    ESTIMATE_SECONDS(600, 1, 86_400, true, "estimate anew after so many seconds"),
    ITERATIONS(50, 1, 10_000, true, "iterations of an estimate, at most"),
    TOLERANCE(1e-6, 1e-12, 1, "an estimate ends when an iteration gains less than this per label");

    private final double standard;
    private final double least;
    private final double most;
    private final boolean whole;
    private final String meaning;

    CrowdSetting(double standard, double least, double most, String meaning) {
        this(standard, least, most, false, meaning);
    }

    CrowdSetting(double standard, double least, double most, boolean whole, String meaning) {
        this.standard = standard;
        this.least = least;
        this.most = most;
        this.whole = whole;
        this.meaning = meaning;
    }

    /** As it is written in JSON, such as settle_at. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CrowdSetting> ofWire(String name) {
        return Arrays.stream(values())
                .filter(setting -> setting.wire().equals(name))
                .findFirst();
    }

    /** What it is when nobody says. */
    public double standard() {
        return standard;
    }

    /** The least value that is allowed. */
    public double least() {
        return least;
    }

    /** The greatest value that is allowed. */
    public double most() {
        return most;
    }

    /** Whether it is a whole number. */
    public boolean whole() {
        return whole;
    }

    /** What it means, for people. */
    public String meaning() {
        return meaning;
    }

    /** What is wrong with a value, if anything. */
    Optional<String> fault(double value) {
        boolean allowed = value >= least && value <= most && (!whole || value == Math.rint(value));
        return allowed
                ? Optional.empty()
                : Optional.of(wire() + ": expected " + (whole ? "a whole number" : "a number") + " from " + text(least)
                        + " to " + text(most) + ", got " + text(value));
    }

    static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
