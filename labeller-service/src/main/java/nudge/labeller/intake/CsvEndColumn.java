package nudge.labeller.intake;

/** What a column holds that may be the label, over all rows: the first or last columns of a CSV whose header does not say it. */
final class CsvEndColumn {
    /** What a column looks like. */
    enum Kind {
        /** A digit in every row, or no value, and not 0 alone. */
        DIGITS,
        /** Digits but for some rows: a damaged label, or something else. */
        NEARLY_DIGITS,
        /** 0 in every row: a corner of the paper, or labels of one digit. */
        ALWAYS_0,
        /** Pixels, or anything else. */
        OTHER
    }

    private final int column;
    private long rows;
    private long digits;
    private long zeros;
    private long missing;
    private double first;
    private boolean counts = true;
    private String otherText = "";

    CsvEndColumn(int column) {
        this.column = column;
    }

    void add(CsvRow row) {
        double number = row.number(column);
        if (rows == 0) {
            first = number;
        }
        counts &= number == first + rows;
        rows++;
        if (number == CsvNumbers.MISSING) {
            missing++;
        } else if (number >= 0 && number <= 9 && number == Math.rint(number)) {
            digits++;
            zeros += number == 0 ? 1 : 0;
        } else if (otherText.isEmpty()) {
            otherText = row.text(column) + " in line " + row.line();
        }
    }

    Kind kind() {
        if (rows == 0) {
            return Kind.OTHER;
        }
        if (zeros == rows) {
            return Kind.ALWAYS_0;
        }
        if (digits + missing == rows) {
            return Kind.DIGITS;
        }
        // A corner of the paper is 0 nearly always, a label in one row of ten.
        return digits + missing >= 0.9 * rows && zeros < 0.9 * rows ? Kind.NEARLY_DIGITS : Kind.OTHER;
    }

    /** Whether it numbers the rows from 0 or 1. */
    boolean countsRows() {
        return counts && rows > 0 && (first == 0 || first == 1);
    }

    boolean isEmpty() {
        return rows > 0 && missing == rows;
    }

    /** Whether it numbers at least three rows: with fewer, digits look the same. */
    boolean seemsToCount() {
        return countsRows() && rows >= 3;
    }

    /** What it holds, for people. */
    @Override
    public String toString() {
        if (seemsToCount()) {
            return "counts the rows";
        }
        return switch (kind()) {
            case DIGITS -> "holds digits";
            case NEARLY_DIGITS -> "holds digits but " + otherText;
            case ALWAYS_0 -> "is 0 throughout";
            case OTHER -> rows == 0 ? "holds nothing" : "holds " + otherText;
        };
    }
}
