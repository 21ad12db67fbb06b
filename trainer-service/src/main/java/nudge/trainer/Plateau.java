package nudge.trainer;

/**
 * Tells when training does not get better any more, by the training cost alone: the mean cost over a window, which is an
 * epoch and at least {@value #LEAST_STEPS} steps, has not fallen below {@value #BETTER} of the best one for
 * {@value #PATIENCE} windows.
 */
final class Plateau {
    static final int LEAST_STEPS = 50;
    static final int PATIENCE = 20;
    static final double BETTER = 0.995;

    private long examplesSeen;
    private int steps;
    private double sum;
    private double best = Double.POSITIVE_INFINITY;
    private int windowsWithoutBetter;

    /** A step was taken. */
    void step(int size, double cost, int examples) {
        examplesSeen += size;
        steps++;
        sum += cost;
        if (examplesSeen >= examples && steps >= LEAST_STEPS) {
            windowEnds(sum / steps);
        }
    }

    private void windowEnds(double mean) {
        if (mean < BETTER * best) {
            best = mean;
            windowsWithoutBetter = 0;
        } else {
            windowsWithoutBetter++;
        }
        examplesSeen = 0;
        steps = 0;
        sum = 0;
    }

    /** What is to be learned has changed. */
    void reset() {
        examplesSeen = 0;
        steps = 0;
        sum = 0;
        best = Double.POSITIVE_INFINITY;
        windowsWithoutBetter = 0;
    }

    boolean reached() {
        return windowsWithoutBetter >= PATIENCE;
    }
}
