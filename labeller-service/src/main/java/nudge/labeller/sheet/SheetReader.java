package nudge.labeller.sheet;

import java.util.ArrayList;
import java.util.List;
import nudge.labeller.intake.PagePicture;
import nudge.labeller.intake.UnreadableException;

/** Takes a page through all steps: light, threshold, skew, lines, components, digits, rows. */
final class SheetReader {
    /** Rows that rise or fall by less, in degrees, are level. */
    private static final double LEVEL = 0.2;
    /** Of a page with far more pieces than digits, such as a photo of gravel. */
    private static final int MOST_PIECES = 10_000;

    private final PagePicture page;
    private final WorkingTime time;

    SheetReader(PagePicture page, WorkingTime time) {
        this.page = page;
        this.time = time;
    }

    Sheet read() throws UnreadableException {
        int width = page.width();
        int height = page.height();
        Darkness seen = Darkness.of(Darkness.withDarkInk(page.grey(), width, height), width, height);
        time.check();
        LocalThreshold threshold = LocalThreshold.of(seen);
        time.check();
        double skew = Skew.of(threshold.ink());
        skew = Math.abs(skew) < LEVEL ? 0 : skew;
        Turn turn = Turn.of(skew, width, height);
        Darkness level = skew == 0 ? seen : seen.turned(turn);
        threshold = skew == 0 ? threshold : LocalThreshold.of(level);
        // Printed lines are found where they are whole, and go where they remain.
        Mask visible = threshold.visible();
        Mask ink = threshold.ink();
        time.check();
        int side = Math.max(level.width(), level.height()) / 5;
        Mask rough = Lines.without(visible, side, side).and(Lines.without(ink, side, side));
        double digit = DigitHeight.of(pieces(rough, 8));
        time.check();
        if (digit == 0) {
            return sheet(skew, new SheetInk(new byte[width * height], width, height, page.step()), List.of());
        }
        int line = (int) (3.5 * digit);
        int boxSide = (int) (1.3 * digit);
        Mask written = Lines.without(visible, line, boxSide).and(Lines.without(ink, line, boxSide));
        time.check();
        Blots pieces = pieces(written, (int) Math.max(4, 0.006 * digit * digit));
        DigitFinder finder = new DigitFinder(pieces, level, digit);
        List<List<Blot>> rows = finder.rows();
        time.check();
        SheetOutline outline = new SheetOutline(pieces, level, seen, turn, page.step());
        return sheet(skew, outline.ink(finder.labels()), outline.digits(rows, finder));
    }

    private static Blots pieces(Mask ink, int least) throws UnreadableException {
        Blots pieces = Blots.of(ink, least);
        if (pieces.list().size() > MOST_PIECES) {
            throw new UnreadableException("expected a page with at most " + Sheet.MOST_DIGITS
                    + " digits, got a picture of very many small pieces: take it from nearer, or in more light");
        }
        return pieces;
    }

    private Sheet sheet(double skew, SheetInk ink, List<List<FoundDigit>> rows) throws UnreadableException {
        int count = rows.stream().mapToInt(List::size).sum();
        if (count > Sheet.MOST_DIGITS) {
            throw new UnreadableException("expected a page with at most " + Sheet.MOST_DIGITS + " digits, got " + count
                    + ": send it in parts");
        }
        return new Sheet(page.photoWidth(), page.photoHeight(), skew, ink, Sheet.unmodifiable(new ArrayList<>(rows)));
    }
}
