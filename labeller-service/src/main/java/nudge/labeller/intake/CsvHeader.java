package nudge.labeller.intake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the names of a CSV's columns say: which is the label, which are pixels, and which are neither. */
final class CsvHeader {
    private static final Set<String> LABELS = Set.of("label", "labels", "class", "classes", "digit", "target", "y");
    private static final Set<String> INDEXES =
            Set.of("", "id", "index", "idx", "row", "rownames", "row_id", "rowid", "image_id", "imageid", "row.names");

    /** Fewer are no pixels: a row of numbers that differ can be anything. */
    private static final int MANY = 300;

    private CsvHeader() {}

    /**
     * Whether a row names columns: most of its cells are words, or they are numbers of which none comes twice (pandas numbers
     * columns that have no names). Pixels repeat.
     */
    static boolean is(CsvRow row) {
        int texts = 0;
        int numbers = 0;
        Set<Double> different = new HashSet<>();
        for (int cell = 0; cell < Math.min(row.cells(), CsvRow.MOST_KEPT); cell++) {
            if (row.isText(cell)) {
                texts++;
            } else if (!row.isMissing(cell)) {
                numbers++;
                different.add(row.number(cell));
            }
        }
        return texts > numbers || numbers >= MANY && different.size() == numbers;
    }

    /** The names in a row, as they stand there. */
    static List<String> names(CsvRow row) {
        List<String> names = new ArrayList<>();
        for (int cell = 0; cell < Math.min(row.cells(), CsvRow.MOST_KEPT); cell++) {
            names.add(bare(row.text(cell)));
        }
        return names;
    }

    private static String bare(String text) {
        boolean quoted =
                text.length() >= 2 && "\"'".indexOf(text.charAt(0)) >= 0 && text.endsWith(text.substring(0, 1));
        return quoted ? text.substring(1, text.length() - 1).strip() : text;
    }

    static boolean isLabel(String name) {
        return LABELS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a column numbers the rows, such as {@code Unnamed: 0} of pandas. */
    static boolean isIndex(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return INDEXES.contains(lower) || lower.startsWith("unnamed:");
    }
}
