package nudge.quality;

import java.util.Arrays;

/**
 * The sums that the parameters are estimated from: how many labels of which class each annotator gave to images of each class,
 * as far as is known. Those of parts of the labels can be added up in any order, with the same bits. Not safe for threads.
 */
public final class ExpectedCounts {
    private final int classes;
    private final int annotators;
    /** [(annotator * classes + given) * classes + truth], in fixed point */
    private final long[] labels;
    /** Images of each class, in fixed point: [classes]. */
    private final long[] images;

    private long items;
    private long size;
    /** The log-likelihood in two parts, so that it cannot overflow: whole numbers, and units of fixed point. */
    private long whole;

    private long fraction;

    ExpectedCounts(int classes, int annotators) {
        this.classes = classes;
        this.annotators = annotators;
        this.labels = new long[annotators * classes * classes];
        this.images = new long[classes];
    }

    /**
     * Where estimation begins when nothing is known: each image is of the classes that it was given, by their shares; of its
     * true class, where that is known.
     */
    public static ExpectedCounts ofShares(CrowdLabels labels) {
        ExpectedCounts counts = new ExpectedCounts(labels.classes(), labels.annotators());
        int[] given = new int[labels.classes()];
        long[] shares = new long[labels.classes()];
        for (int item = 0; item < labels.items(); item++) {
            int size = labels.start(item + 1) - labels.start(item);
            if (size > 0) {
                labels.count(item, given);
                for (int k = 0; k < shares.length; k++) {
                    shares[k] = FixedPoint.of(given[k] / (double) size);
                }
                counts.clamp(shares, labels.gold(item));
                counts.add(labels, item, shares, 0);
            }
        }
        return counts;
    }

    void clamp(long[] shares, int truth) {
        if (truth != CrowdLabels.UNKNOWN) {
            Arrays.fill(shares, 0);
            shares[truth] = FixedPoint.ONE;
        }
    }

    void add(CrowdLabels of, int item, long[] shares, long logLikelihood) {
        for (int place = of.start(item); place < of.start(item + 1); place++) {
            int row = (of.annotator(place) * classes + of.given(place)) * classes;
            for (int k = 0; k < classes; k++) {
                labels[row + k] += shares[k];
            }
            size++;
        }
        for (int k = 0; k < classes; k++) {
            images[k] += shares[k];
        }
        items++;
        addLogLikelihood(logLikelihood >> FixedPoint.BITS, logLikelihood & FixedPoint.ONE - 1);
    }

    private void addLogLikelihood(long whole, long fraction) {
        this.whole += whole;
        this.fraction += fraction;
    }

    /**
     * Adds the sums of other labels, of the same classes and annotators.
     *
     * @throws IllegalArgumentException when they are of other classes or annotators
     * @throws ArithmeticException when there are more than 134 million labels of one annotator, or images of one class
     */
    public ExpectedCounts add(ExpectedCounts other) {
        if (other.classes != classes || other.annotators != annotators) {
            throw new IllegalArgumentException("expected sums of " + classes + " classes and " + annotators
                    + " annotators, got " + other.classes + " and " + other.annotators);
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = Math.addExact(labels[i], other.labels[i]);
        }
        for (int k = 0; k < classes; k++) {
            images[k] = Math.addExact(images[k], other.images[k]);
        }
        items += other.items;
        size += other.size;
        addLogLikelihood(other.whole, other.fraction);
        return this;
    }

    int classes() {
        return classes;
    }

    int annotators() {
        return annotators;
    }

    /** Images that have a label. */
    public long items() {
        return items;
    }

    /** How many labels there are. */
    public long size() {
        return size;
    }

    /** The natural logarithm of the probability of these labels under the parameters that made these sums. */
    public double logLikelihood() {
        return (whole + (fraction >> FixedPoint.BITS)) + FixedPoint.toDouble(fraction & FixedPoint.ONE - 1);
    }

    /** Labels {@code given} of an annotator to images of the class {@code truth}. */
    public double labels(int annotator, int truth, int given) {
        return FixedPoint.toDouble(labels[(annotator * classes + given) * classes + truth]);
    }

    /** Images of a class. */
    public double images(int k) {
        return FixedPoint.toDouble(images[k]);
    }
}
