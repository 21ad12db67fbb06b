package nudge.labeller.intake;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import org.jspecify.annotations.Nullable;

/** The row that was read last: its cells as numbers. It is used again for each row, so that a row allocates nothing. */
final class CsvRow extends AbstractBaseCsvCallbackHandler<CsvRow> {
    /** More are counted, and not kept. */
    static final int MOST_KEPT = 4096;

    private static final int MOST_TEXT = 100;

    private final double[] numbers = new double[MOST_KEPT];
    private final @Nullable String[] texts = new @Nullable String[MOST_KEPT];
    private final boolean separatedBySpaces;
    private long line;
    private int cells;

    /** @param separatedBySpaces whether several separators in a row count as one */
    CsvRow(boolean separatedBySpaces) {
        this.separatedBySpaces = separatedBySpaces;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        line = startingLineNumber;
        cells = 0;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        if (separatedBySpaces && length == 0 && !quoted) {
            return;
        }
        if (cells < MOST_KEPT) {
            double number = CsvNumbers.parse(buffer, offset, length);
            numbers[cells] = number;
            if (Double.isNaN(number)) {
                texts[cells] = new String(buffer, offset, Math.min(length, MOST_TEXT)).strip();
            }
        }
        cells++;
    }

    @Override
    protected CsvRow buildRecord() {
        return this;
    }

    /** Where the row begins: the first line is 1. */
    long line() {
        return line;
    }

    int cells() {
        return cells;
    }

    /** Whether there is nothing in it but spaces. */
    boolean isBlank() {
        return cells == 0 || cells == 1 && numbers[0] == CsvNumbers.MISSING;
    }

    /** The number in a cell, or {@link CsvNumbers#MISSING}, or {@link CsvNumbers#TEXT}. */
    double number(int cell) {
        return numbers[cell];
    }

    boolean isText(int cell) {
        return Double.isNaN(numbers[cell]);
    }

    boolean isMissing(int cell) {
        return numbers[cell] == CsvNumbers.MISSING;
    }

    /** What stands in a cell, for people; a missing value is an empty text. */
    String text(int cell) {
        double number = numbers[cell];
        if (Double.isNaN(number)) {
            return String.valueOf(texts[cell]);
        }
        if (number == CsvNumbers.MISSING) {
            return "";
        }
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : Double.toString(number);
    }
}
