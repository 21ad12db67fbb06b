package nudge.quality;

import java.util.Collections;
import java.util.List;

/**
 * What is believed of an annotator before their labels are looked at: a Dirichlet distribution per row of their confusion
 * matrix, as so many labels that were seen before.
 *
 * @param centre how those labels are spread
 * @param strength how many there are for each true class; 0 believes nothing
 */
public record MatrixPrior(ConfusionMatrix centre, double strength) {
    /** How strong trust is as a prior, for each true class. */
    public static final double STRENGTH = 10;

    public MatrixPrior {
        if (!(strength >= 0 && strength < 1e9)) {
            throw new IllegalArgumentException("expected a strength from 0 to 1e9, got " + strength);
        }
    }

    /** Around the one-coin model. */
    public static MatrixPrior around(int classes, double trust, double strength) {
        return new MatrixPrior(ConfusionMatrix.oneCoin(classes, trust), strength);
    }

    /** One label more in every cell (Laplace). */
    public static MatrixPrior onePerCell(int classes) {
        return around(classes, 1.0 / classes, classes);
    }

    /** Of nobody anything is believed: maximum likelihood. */
    public static List<MatrixPrior> none(int classes, int annotators) {
        return Collections.nCopies(annotators, around(classes, 1.0 / classes, 0));
    }
}
