package nudge.benchmarks.sheets;

import java.awt.Rectangle;
import java.util.List;
import nudge.benchmarks.sheets.MadeSheet.Digit;
import nudge.labeller.sheet.Box;
import nudge.labeller.sheet.FoundDigit;

/**
 * How well the digits of sheets were found. A box is right when it and the digit's bounds share at least half of what both
 * cover; each digit and each box counts once.
 *
 * @param digits on the sheets
 * @param boxes that were found
 * @param right boxes that are right
 * @param untouched digits of which a person has nothing to correct: the box is right, and it is in the place of its row where
 *     the row's text has this digit
 */
record SheetScore(int digits, int boxes, int right, int untouched) {
    static final SheetScore NONE = new SheetScore(0, 0, 0, 0);

    private static final double OVERLAP = 0.5;

    static SheetScore of(List<List<Digit>> written, List<List<FoundDigit>> found) {
        int boxes = found.stream().mapToInt(List::size).sum();
        int digits = 0;
        int right = 0;
        int untouched = 0;
        for (List<Digit> row : written) {
            digits += row.size();
            List<FoundDigit> beside = mostOf(row, found);
            for (int i = 0; i < row.size(); i++) {
                Digit digit = row.get(i);
                if (found.stream().flatMap(List::stream).anyMatch(box -> isRight(box, digit))) {
                    right++;
                }
                untouched += i < beside.size() && isRight(beside.get(i), digit) ? 1 : 0;
            }
        }
        return new SheetScore(digits, boxes, right, untouched);
    }

    SheetScore plus(SheetScore other) {
        return new SheetScore(
                digits + other.digits, boxes + other.boxes, right + other.right, untouched + other.untouched);
    }

    double recall() {
        return (double) right / digits;
    }

    double precision() {
        return boxes == 0 ? 1 : (double) right / boxes;
    }

    double untouchedShare() {
        return (double) untouched / digits;
    }

    /** The row that was found where this one is. */
    private static List<FoundDigit> mostOf(List<Digit> row, List<List<FoundDigit>> found) {
        List<FoundDigit> best = List.of();
        long most = 0;
        for (List<FoundDigit> each : found) {
            long right = row.stream()
                    .filter(digit -> each.stream().anyMatch(box -> isRight(box, digit)))
                    .count();
            if (right > most) {
                most = right;
                best = each;
            }
        }
        return best;
    }

    /** At half or more, one box is right for one digit at most, and one digit has one right box. */
    static boolean isRight(FoundDigit found, Digit digit) {
        Box box = found.box();
        Rectangle bounds = digit.bounds();
        double width = Math.min(box.left() + box.width(), bounds.getMaxX()) - Math.max(box.left(), bounds.x);
        double height = Math.min(box.top() + box.height(), bounds.getMaxY()) - Math.max(box.top(), bounds.y);
        double both = Math.max(0, width) * Math.max(0, height);
        double either = box.width() * box.height() + (double) bounds.width * bounds.height - both;
        return both >= OVERLAP * either;
    }
}
