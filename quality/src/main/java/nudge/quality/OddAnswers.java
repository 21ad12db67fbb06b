package nudge.quality;

import java.util.Optional;

/**
 * A class that somebody gives more often than the images that they labelled show it: whoever always presses one key is found by
 * it, also before their answers on gold are enough to judge them. Compared are the very images that they labelled, so that a page
 * full of one digit makes nobody odd.
 *
 * @param given the class
 * @param share the share, 0 to 1, of their labels that give it
 * @param expected the share of these images that show it
 * @param z how many standard deviations lie between the two (McNemar 1947, without a correction)
 */
public record OddAnswers(int given, double share, double expected, double z) {
    /** What is given so much more often than it is shown is odd: a difference of shares. */
    public static final double NOTABLE = 0.10;

    /** For the most overused of the classes. */
    public static Optional<OddAnswers> find(int classes, ConfusionCounts counts) {
        double all = 0;
        for (int truth = 0; truth < classes; truth++) {
            all += counts.of(truth);
        }
        OddAnswers worst = null;
        for (int k = 0; k < classes; k++) {
            double right = counts.count(k, k);
            double missed = counts.of(k) - right;
            double invented = -right;
            for (int truth = 0; truth < classes; truth++) {
                invented += counts.count(truth, k);
            }
            double z = invented + missed > 0 ? (invented - missed) / Math.sqrt(invented + missed) : 0;
            boolean odd = (invented - missed) > NOTABLE * all && z > Wilson.Z_999;
            if (odd && (worst == null || z > worst.z)) {
                worst = new OddAnswers(k, (right + invented) / all, (right + missed) / all, z);
            }
        }
        return Optional.ofNullable(worst);
    }
}
