package nudge.quality;

/**
 * How far somebody's labels can be trusted, by their latest answers on gold: images whose digit is known.
 *
 * @param seen answers on gold, of the last {@link GoldAnswers#WINDOW}
 * @param correct of them
 */
public record Trust(int seen, int correct) {
    /** Nobody is judged by fewer answers. */
    public static final int LEAST_SEEN = 8;

    /** What the share of right answers should reach. */
    public static final double WANTED = 0.90;

    /** Nobody is trusted more. Below the posterior at which images are settled by default: a label alone settles nothing. */
    public static final double MOST = (8.0 + GoldAnswers.WINDOW) / (10.0 + GoldAnswers.WINDOW);

    /** Before the first answer on gold. */
    public static final Trust NONE = new Trust(0, 0);

    /** What follows from trust. */
    public enum State {
        /** Has not answered enough gold to be judged. */
        NEW("new"),
        TRUSTED("trusted"),
        /** Below the wanted share, which may be chance. */
        WATCHED("watched"),
        /** Below the wanted share, which is hardly chance. */
        DISTRUSTED("distrusted");

        private final String wire;

        State(String wire) {
            this.wire = wire;
        }

        /** As it is written in JSON. */
        public String wire() {
            return wire;
        }
    }

    public Trust {
        if (correct < 0 || seen < correct) {
            throw new IllegalArgumentException(
                    "expected some of the answers to be correct, got " + correct + " of " + seen);
        }
    }

    /** The probability that the next label is right: begins at 0.8, as if 8 of 10 answers had been right before. */
    public double value() {
        return (8.0 + correct) / (10.0 + seen);
    }

    /** Wilson's one-sided 95 % upper bound of the share of right answers. */
    public double bound() {
        return Wilson.upper(correct, seen, Wilson.Z_95);
    }

    /** The rule. It goes by the bound, so that nobody is distrusted and trusted in turn for chance. */
    public State state() {
        if (seen < LEAST_SEEN) {
            return State.NEW;
        }
        if (bound() < WANTED) {
            return State.DISTRUSTED;
        }
        return correct < WANTED * seen ? State.WATCHED : State.TRUSTED;
    }

    /** How they label, as far as trust can tell. */
    public ConfusionMatrix matrix(int classes) {
        return ConfusionMatrix.oneCoin(classes, value());
    }
}
