package nudge.quality;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjIntConsumer;

/**
 * The parameters of a crowd: how common each class is, and how each annotator labels. Dawid and Skene, "Maximum likelihood
 * estimation of observer error-rates using the EM algorithm", 1979. Immutable.
 */
public final class CrowdModel {
    private final double[] classShares;
    private final List<ConfusionMatrix> matrices;
    /** Logarithms of the shares of classes: [classes]. */
    private final long[] logShares;
    /** Logarithms of the matrices, [(annotator * classes + given) * classes + truth]. */
    private final long[] logs;

    /**
     * @param classShares [classes], adding up to 1
     * @param matrices one per annotator
     */
    public CrowdModel(double[] classShares, List<ConfusionMatrix> matrices) {
        int classes = classShares.length;
        this.classShares = classShares.clone();
        this.matrices = List.copyOf(matrices);
        this.logShares = new long[classes];
        this.logs = new long[matrices.size() * classes * classes];
        for (int k = 0; k < classes; k++) {
            logShares[k] = FixedPoint.log(classShares[k]);
        }
        int place = 0;
        for (ConfusionMatrix matrix : matrices) {
            if (matrix.classes() != classes) {
                throw new IllegalArgumentException(
                        "expected matrices of " + classes + " classes, got one of " + matrix.classes());
            }
            for (int given = 0; given < classes; given++) {
                for (int truth = 0; truth < classes; truth++) {
                    logs[place++] = FixedPoint.log(matrix.probability(truth, given));
                }
            }
        }
    }

    /** How common each class is: [classes]. */
    public double[] classShares() {
        return classShares.clone();
    }

    /** One per annotator. */
    public List<ConfusionMatrix> matrices() {
        return matrices;
    }

    /** The E-step: what these parameters say about some labels, added up. */
    public ExpectedCounts expect(CrowdLabels labels) {
        ExpectedCounts counts = new ExpectedCounts(classShares.length, matrices.size());
        long[] weights = new long[classShares.length];
        long[] shares = new long[classShares.length];
        for (int item = 0; item < labels.items(); item++) {
            if (labels.start(item) < labels.start(item + 1)) {
                long logLikelihood = posterior(labels, item, weights, shares);
                counts.add(labels, item, shares, logLikelihood);
            }
        }
        return counts;
    }

    /** Tells what each item shows: its posterior, its number. An item without labels has the shares of the classes. */
    public void posteriors(CrowdLabels labels, ObjIntConsumer<Posterior> taker) {
        long[] weights = new long[classShares.length];
        for (int item = 0; item < labels.items(); item++) {
            long[] shares = new long[classShares.length];
            posterior(labels, item, weights, shares);
            taker.accept(new Posterior(shares), item);
        }
    }

    /** @return the log-likelihood of the item's labels */
    private long posterior(CrowdLabels labels, int item, long[] weights, long[] shares) {
        int classes = weights.length;
        System.arraycopy(logShares, 0, weights, 0, classes);
        for (int place = labels.start(item); place < labels.start(item + 1); place++) {
            int row = (labels.annotator(place) * classes + labels.given(place)) * classes;
            for (int k = 0; k < classes; k++) {
                weights[k] += logs[row + k];
            }
        }
        int truth = labels.gold(item);
        if (truth == CrowdLabels.UNKNOWN) {
            return FixedPoint.normalise(weights, shares);
        }
        Arrays.fill(shares, 0);
        shares[truth] = FixedPoint.ONE;
        return weights[truth];
    }

    /** The M-step: the parameters that sums speak for. */
    static CrowdModel of(ExpectedCounts counts, List<MatrixPrior> priors, DawidSkene.Settings settings) {
        int classes = counts.classes();
        double[] classShares = new double[classes];
        double images = 0;
        for (int k = 0; k < classes; k++) {
            classShares[k] = counts.images(k) + settings.classPseudoCount();
            images += classShares[k];
        }
        for (int k = 0; k < classes; k++) {
            classShares[k] = images > 0 ? classShares[k] / images : 1.0 / classes;
        }
        List<ConfusionMatrix> matrices = new ArrayList<>(counts.annotators());
        for (int annotator = 0; annotator < counts.annotators(); annotator++) {
            matrices.add(
                    settings.model() == DawidSkene.Model.FULL
                            ? full(counts, annotator, priors.get(annotator))
                            : oneCoin(counts, annotator, priors.get(annotator)));
        }
        return new CrowdModel(classShares, matrices);
    }

    private static ConfusionMatrix full(ExpectedCounts counts, int annotator, MatrixPrior prior) {
        int classes = counts.classes();
        double[] shares = new double[classes * classes];
        for (int truth = 0; truth < classes; truth++) {
            int row = truth * classes;
            double sum = 0;
            for (int given = 0; given < classes; given++) {
                shares[row + given] = counts.labels(annotator, truth, given)
                        + prior.strength() * prior.centre().probability(truth, given);
                sum += shares[row + given];
            }
            for (int given = 0; given < classes; given++) {
                // A row that nothing is known about says nothing.
                shares[row + given] = sum > 0 ? Math.min(1, shares[row + given] / sum) : 1.0 / classes;
            }
        }
        return ConfusionMatrix.of(classes, shares);
    }

    private static ConfusionMatrix oneCoin(ExpectedCounts counts, int annotator, MatrixPrior prior) {
        int classes = counts.classes();
        double right = 0;
        double all = 0;
        for (int truth = 0; truth < classes; truth++) {
            for (int given = 0; given < classes; given++) {
                double labels = counts.labels(annotator, truth, given)
                        + prior.strength() * prior.centre().probability(truth, given);
                right += given == truth ? labels : 0;
                all += labels;
            }
        }
        return ConfusionMatrix.oneCoin(classes, all > 0 ? Math.min(1, right / all) : 1.0 / classes);
    }

    /** The logarithm of the prior probability of these parameters, but for a constant. */
    double logPrior(List<MatrixPrior> priors, DawidSkene.Settings settings) {
        double sum = 0;
        for (int k = 0; k < classShares.length && settings.classPseudoCount() > 0; k++) {
            sum += settings.classPseudoCount() * FixedPoint.toDouble(logShares[k]);
        }
        int place = 0;
        for (int annotator = 0; annotator < matrices.size(); annotator++) {
            MatrixPrior prior = priors.get(annotator);
            for (int given = 0; given < classShares.length; given++) {
                for (int truth = 0; truth < classShares.length; truth++, place++) {
                    double weight = prior.strength() * prior.centre().probability(truth, given);
                    sum += weight > 0 ? weight * FixedPoint.toDouble(logs[place]) : 0;
                }
            }
        }
        return sum;
    }

    /** SHA-256 of all parameters: their bits, big-endian, the classes' shares first, then matrix after matrix, row by row. */
    public byte[] digest() {
        int classes = classShares.length;
        ByteBuffer bits = ByteBuffer.allocate(Double.BYTES * (classes + logs.length));
        for (double share : classShares) {
            bits.putDouble(share);
        }
        for (ConfusionMatrix matrix : matrices) {
            for (int truth = 0; truth < classes; truth++) {
                for (int given = 0; given < classes; given++) {
                    bits.putDouble(matrix.probability(truth, given));
                }
            }
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(bits.array());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
