package nudge.labeller.intake;

import java.util.Arrays;
import java.util.List;
import nudge.labeller.image.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * Finds the label of a CSV whose header does not tell it: it is the first column or the last, whichever holds a digit in every
 * row of the file while the other cannot be the label.
 */
final class CsvLabelColumn {
    private final CsvColumns columns;
    private final CsvEndColumn[] ends; // the first two and the last two of those that may be label or pixel

    CsvLabelColumn(CsvColumns columns) {
        this.columns = columns;
        int[] all = columns.pixels();
        ends = new CsvEndColumn[] {
            new CsvEndColumn(all[0]),
            new CsvEndColumn(all[1]),
            new CsvEndColumn(all[all.length - 2]),
            new CsvEndColumn(all[all.length - 1])
        };
    }

    /** The columns with their label, when it takes no row to find it; else null. */
    static @Nullable CsvColumns withoutRows(CsvColumns columns, CsvOptions options) {
        int[] all = columns.pixels();
        if (columns.label() != CsvColumns.UNKNOWN) {
            return columns;
        }
        if (all.length == Pixels.COUNT && (options.label() == null || isNone(options))) {
            return columns.with(CsvColumns.NO_LABEL, all, List.of());
        }
        if (all.length == Pixels.COUNT + 1 && options.label() != null && !isNone(options)) {
            return columns.withLabelAmong(all, options.label().equals(CsvOptions.FIRST), List.of());
        }
        return null;
    }

    void add(CsvRow row) {
        for (CsvEndColumn end : ends) {
            end.add(row);
        }
    }

    /**
     * The columns with the label found.
     *
     * @throws UnreadableException when both columns, or neither of them, may be the label
     */
    CsvColumns decide(CsvOptions options) throws UnreadableException {
        int[] all = columns.pixels();
        int from = 0;
        int to = all.length;
        if (to - from > Pixels.COUNT && ends[3].isEmpty()) {
            to--; // a separator at the end of each row
        }
        boolean numbered = columns.names() == null
                && ends[0].countsRows()
                && (to - from == Pixels.COUNT + 2 || to - from == Pixels.COUNT + 1 && isIndexOfUnlabelled(options, to));
        if (numbered) {
            from++;
        }
        int[] rest = Arrays.copyOfRange(all, from, to);
        List<String> leftOut = numbered ? List.of(columns.name(all[0]) + ", which counts the rows") : List.of();
        if (rest.length == Pixels.COUNT && (options.label() == null || isNone(options))) {
            return columns.with(CsvColumns.NO_LABEL, rest, leftOut);
        }
        if (rest.length != Pixels.COUNT + 1 || isNone(options)) {
            throw new UnreadableException("expected 784 columns" + (isNone(options) ? "" : " and a label") + ", got "
                    + rest.length + (isNone(options) ? ": name the columns in a header, or " + CsvColumns.SAY_IT : ""));
        }
        boolean first = options.label() == null
                ? isFirst(ends[from], ends[to == all.length ? 3 : 2])
                : options.label().equals(CsvOptions.FIRST);
        return columns.withLabelAmong(rest, first, leftOut);
    }

    private static boolean isNone(CsvOptions options) {
        return CsvOptions.NO_LABELS.equals(options.label());
    }

    /** Whether the first of 785 columns numbers images that have no label: no digit counts so far. */
    private boolean isIndexOfUnlabelled(CsvOptions options, int to) {
        CsvEndColumn last = ends[to == columns.pixels().length ? 3 : 2];
        return isNone(options)
                || options.label() == null
                        && ends[0].kind() != CsvEndColumn.Kind.DIGITS
                        && ends[0].kind() != CsvEndColumn.Kind.ALWAYS_0
                        && last.kind() != CsvEndColumn.Kind.DIGITS
                        && last.kind() != CsvEndColumn.Kind.NEARLY_DIGITS;
    }

    private static boolean isFirst(CsvEndColumn first, CsvEndColumn last) throws UnreadableException {
        boolean firstMay = first.kind() == CsvEndColumn.Kind.DIGITS && !first.seemsToCount();
        boolean lastMay = last.kind() == CsvEndColumn.Kind.DIGITS && !last.seemsToCount();
        boolean plain = firstMay != lastMay && isPaper(firstMay ? last : first);
        if (!plain) {
            throw new UnreadableException(
                    "expected the first or the last column, and not both, to hold a digit from 0 to 9"
                            + " in every row, but the first " + first + ", the last " + last
                            + ", and no header names the label: "
                            + CsvColumns.SAY_IT);
        }
        return firstMay;
    }

    private static boolean isPaper(CsvEndColumn column) {
        return column.kind() == CsvEndColumn.Kind.ALWAYS_0 || column.kind() == CsvEndColumn.Kind.OTHER;
    }
}
