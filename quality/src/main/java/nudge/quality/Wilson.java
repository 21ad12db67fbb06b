package nudge.quality;

/** Bounds of a share that some trials were seen of (Wilson, "Probable inference", 1927), one-sided. */
public final class Wilson {
    /** The quantile of the normal distribution for 95 %. */
    public static final double Z_95 = 1.6448536269514722;

    /** The quantile of the normal distribution for 99.9 %. */
    public static final double Z_999 = 3.090232306167813;

    private Wilson() {}

    /** The share is hardly above this. 1 when there were no trials. */
    public static double upper(double successes, double trials, double z) {
        return trials <= 0 ? 1 : (centre(successes, trials, z) + margin(successes, trials, z)) / (1 + z * z / trials);
    }

    /** The share is hardly below this. 0 when there were no trials. */
    public static double lower(double successes, double trials, double z) {
        return trials <= 0 ? 0 : (centre(successes, trials, z) - margin(successes, trials, z)) / (1 + z * z / trials);
    }

    private static double centre(double successes, double trials, double z) {
        return successes / trials + z * z / (2 * trials);
    }

    private static double margin(double successes, double trials, double z) {
        double share = successes / trials;
        return z * Math.sqrt(Math.max(0, share * (1 - share)) / trials + z * z / (4 * trials * trials));
    }
}
