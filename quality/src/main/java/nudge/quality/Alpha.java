package nudge.quality;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Krippendorff's alpha for nominal data: how far people agree beyond chance (Krippendorff, "Computing Krippendorff's
 * alpha-reliability", 2011). 1 is perfect, 0 is chance.
 *
 * @param value empty when it is undefined: nothing was labelled twice, or all labels that can be compared are of one class
 * @param agreement the share, 0 to 1, of pairs of labels of the same item that agree; 1 when there are no pairs
 * @param units items with at least two labels
 * @param labels of those items
 */
public record Alpha(OptionalDouble value, double agreement, int units, long labels) {
    /** Over all classes. */
    public static Alpha of(CrowdLabels labels) {
        return of(labels, item -> true);
    }

    /** Over all classes, of some of the items. */
    public static Alpha of(CrowdLabels labels, IntPredicate items) {
        Sums sums = new Sums(labels.classes());
        int[] counts = new int[labels.classes()];
        for (int item = 0; item < labels.items(); item++) {
            if (items.test(item)) {
                labels.count(item, counts);
                sums.add(counts);
            }
        }
        return sums.alpha();
    }

    /** Of one class against all others. */
    public static Alpha of(CrowdLabels labels, int k) {
        Sums sums = new Sums(2);
        int[] counts = new int[labels.classes()];
        for (int item = 0; item < labels.items(); item++) {
            labels.count(item, counts);
            sums.add(counts[k], labels.start(item + 1) - labels.start(item) - counts[k]);
        }
        return sums.alpha();
    }

    /** As a number, or the word undefined. */
    @Override
    public String toString() {
        String text = value.isPresent() ? String.format(Locale.ROOT, "%.5f", value.getAsDouble()) : "undefined";
        return text + String.format(Locale.ROOT, " (%.1f %% agree)", 100 * agreement);
    }

    /** Whole numbers, by the number of an item's labels: they do not depend on the order of the items. */
    private static final class Sums {
        private final long[] given;
        private final Map<Integer, Long> disagreeing = new TreeMap<>();
        private long labels;
        private int units;
        private long pairs;
        private long disagreeingPairs;

        Sums(int classes) {
            given = new long[classes];
        }

        void add(int... counts) {
            int m = 0;
            long squares = 0;
            for (int count : counts) {
                m += count;
                squares += (long) count * count;
            }
            if (m < 2) {
                return;
            }
            units++;
            labels += m;
            for (int k = 0; k < counts.length; k++) {
                given[k] += counts[k];
            }
            long different = (long) m * m - squares;
            disagreeing.merge(m, different, Long::sum);
            pairs += (long) m * (m - 1);
            disagreeingPairs += different;
        }

        Alpha alpha() {
            double agreement = pairs == 0 ? 1 : 1 - disagreeingPairs / (double) pairs;
            double squares = 0;
            for (long count : given) {
                squares += (double) count * count;
            }
            double n = labels;
            if (units == 0 || squares == n * n) {
                return new Alpha(OptionalDouble.empty(), agreement, units, labels);
            }
            double observed = 0;
            for (Map.Entry<Integer, Long> of : disagreeing.entrySet()) {
                observed += of.getValue() / (double) (of.getKey() - 1);
            }
            double expected = (n * n - squares) / (n - 1);
            return new Alpha(OptionalDouble.of(1 - observed / expected), agreement, units, labels);
        }
    }
}
