package nudge.quality;

import java.util.List;

/** How much of the trust stands behind an answer. To be shown, never to settle by: one label alone has an agreement of 1. */
public final class Agreement {
    private Agreement() {}

    /** A label, and the trust in whoever gave it. */
    public record TrustedLabel(int given, double trust) {}

    /**
     * The trust of those who gave an answer, by the trust of all who gave one.
     *
     * @return 0 to 1; 0 when nobody is trusted at all
     */
    public static double of(int answer, List<TrustedLabel> labels) {
        double all = 0;
        double same = 0;
        for (TrustedLabel label : labels) {
            all += label.trust();
            same += label.given() == answer ? label.trust() : 0;
        }
        return all > 0 ? same / all : 0;
    }
}
