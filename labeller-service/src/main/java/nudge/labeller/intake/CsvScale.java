package nudge.labeller.intake;

/** Finds what stands for full ink, 1 or 255, by all rows of a CSV. */
final class CsvScale {
    /** Ink that is never darker is on another scale, or on none. */
    private static final int LEAST_DARK = 32;

    private final int[] pixels;
    private long rows;
    private long unitRows;
    private long byteRows;
    private double most;
    private long mostLine;
    private String unitText = "";
    private String outside = "";

    /** @param pixels columns that hold pixels */
    CsvScale(int[] pixels) {
        this.pixels = pixels;
    }

    void add(CsvRow row) {
        double rowMost = 0;
        boolean fraction = false;
        for (int column : pixels) {
            double number = row.number(column);
            if (!(number >= 0 && number <= 255)) {
                if (outside.isEmpty()) {
                    outside = (row.isMissing(column) ? "nothing" : row.text(column)) + " in line " + row.line();
                }
                return;
            }
            rowMost = Math.max(rowMost, number);
            fraction |= number != Math.rint(number);
        }
        rows++;
        if (rowMost > 1) {
            byteRows++;
        } else if (fraction) {
            unitRows++;
            unitText = unitText.isEmpty() ? "line " + row.line() : unitText;
        }
        if (rowMost > most) {
            most = rowMost;
            mostLine = row.line();
        }
    }

    /**
     * 1 or 255.
     *
     * @throws UnreadableException when the rows are not plain
     */
    int decide(CsvOptions options) throws UnreadableException {
        if (options.scale() != null) {
            return options.scale();
        }
        if (rows == 0 && !outside.isEmpty()) {
            throw new UnreadableException("expected pixels from 0 to 255, or from 0 to 1, got " + outside
                    + ", and no row where it is otherwise");
        }
        if (byteRows == 0) {
            return most > 0 ? 1 : 255;
        }
        if (unitRows > 0) {
            throw wrong("some rows from 0 to 1 (" + unitText + ") and others up to " + text());
        }
        if (most < LEAST_DARK) {
            throw wrong("none above " + text());
        }
        return 255;
    }

    private String text() {
        return most + " in line " + mostLine;
    }

    private static UnreadableException wrong(String got) {
        return new UnreadableException("expected pixels from 0 to 255 in all rows, or from 0 to 1 in all of them, got "
                + got + ": say which it is with --scale 255|1 (?scale= over HTTP)");
    }
}
