package nudge.standalone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nudge.quality.ConfusionMatrix;

/** How somebody labels, as it was found out, beside how they truly do, for people and for programs to read. */
public final class MatricesBesideTruth {
    private MatricesBesideTruth() {}

    /** A line per true digit: both rows in per cent. */
    public static List<String> lines(ConfusionMatrix recovered, ConfusionMatrix actual) {
        List<String> lines = new ArrayList<>();
        lines.add("    recovered, %: a row per true digit, a column per digit given        true, %");
        for (int truth = 0; truth < recovered.classes(); truth++) {
            lines.add("  " + truth + row(recovered, truth) + "   |" + row(actual, truth));
        }
        return lines;
    }

    private static String row(ConfusionMatrix matrix, int truth) {
        return IntStream.range(0, matrix.classes())
                .mapToObj(given -> String.format(Locale.ROOT, "%6.1f", 100 * matrix.probability(truth, given)))
                .collect(Collectors.joining());
    }

    /** The shares of right labels, digit by digit. */
    public static String diagonal(ConfusionMatrix matrix) {
        return IntStream.range(0, matrix.classes())
                .mapToObj(k -> String.format(Locale.ROOT, "%.2f", matrix.probability(k, k)))
                .collect(Collectors.joining(" "));
    }

    /** For JSON: [truth][given]. */
    public static List<List<Double>> json(ConfusionMatrix matrix) {
        return IntStream.range(0, matrix.classes())
                .mapToObj(truth -> IntStream.range(0, matrix.classes())
                        .mapToObj(given -> matrix.probability(truth, given))
                        .toList())
                .toList();
    }

    /** @param rows [truth][given]; each row adds up to 1 */
    public static ConfusionMatrix of(double[][] rows) {
        return ConfusionMatrix.of(
                rows.length, Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
    }
}
