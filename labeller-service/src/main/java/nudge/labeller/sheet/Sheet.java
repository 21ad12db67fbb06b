package nudge.labeller.sheet;

import java.util.ArrayList;
import java.util.List;
import nudge.labeller.intake.PagePicture;
import nudge.labeller.intake.UnreadableException;

/**
 * A page with digits, as it was found on a photo or scan.
 *
 * @param width of the photo as it is seen, and {@code height}: in its pixels
 * @param skew how far the rows fall to the right, in degrees
 * @param ink what is written, without paper, shadows and printed lines
 * @param rows in the order in which they are read; empty where nothing was found
 */
public record Sheet(int width, int height, double skew, SheetInk ink, List<List<FoundDigit>> rows) {
    /** Digits of one sheet. */
    public static final int MOST_DIGITS = 2_000;

    /**
     * Finds the digits of a page. The work grows with the picture's points alone.
     *
     * @throws UnreadableException when there is far more on the page than digits, or the time is over
     */
    public static Sheet of(PagePicture page, WorkingTime time) throws UnreadableException {
        return new SheetReader(page, time).read();
    }

    static List<List<FoundDigit>> unmodifiable(List<List<FoundDigit>> rows) {
        List<List<FoundDigit>> copy = new ArrayList<>();
        rows.forEach(row -> copy.add(List.copyOf(row)));
        return List.copyOf(copy);
    }
}
