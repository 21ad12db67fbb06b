package nudge.labeller.audit;

/**
 * What does not hold.
 *
 * @param position the first bad position of the log
 * @param what was expected there and what came
 */
public record Finding(long position, String what) {
    @Override
    public String toString() {
        return "position " + position + ": " + what;
    }
}
