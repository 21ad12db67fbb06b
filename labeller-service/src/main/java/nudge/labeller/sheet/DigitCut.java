package nudge.labeller.sheet;

import java.util.Arrays;
import nudge.labeller.intake.MnistForm;
import nudge.labeller.intake.UnreadableException;

/**
 * Cuts digits out of a sheet, each into the 784 pixels of MNIST's form, turned so that its row is level. The page's {@code
 * digit-cut.js} does the same, with the same operations in the same order, so that what the page shows is what is stored.
 */
public final class DigitCut {
    /** Below this a value is paper, as MnistForm sees it. */
    private static final int PAPER = 24;

    private final SheetInk ink;
    private final double cosine;
    private final double sine;

    public DigitCut(Sheet sheet) {
        this(sheet.ink(), sheet.skew());
    }

    /** @param skew how far the rows fall to the right, in degrees */
    DigitCut(SheetInk ink, double skew) {
        this.ink = ink;
        cosine = StrictMath.cos(skew * Math.PI / 180);
        sine = StrictMath.sin(skew * Math.PI / 180);
    }

    /**
     * The digit in a box. Of what reaches into the box from outside, only what lies in it for the greater part belongs to it, and
     * the largest piece in any case.
     *
     * @return 784 bytes: 28 rows of 28, 0 = paper, 255 = ink
     * @throws UnreadableException when there is no ink in the box
     */
    public byte[] cut(Box box) throws UnreadableException {
        int left = Math.max(0, (int) Math.floor(box.left() / ink.step()));
        int top = Math.max(0, (int) Math.floor(box.top() / ink.step()));
        int right = Math.min(ink.width(), (int) Math.ceil((box.left() + box.width()) / ink.step()));
        int bottom = Math.min(ink.height(), (int) Math.ceil((box.top() + box.height()) / ink.step()));
        if (right <= left || bottom <= top) {
            throw new UnreadableException("expected a box on the picture, got one beside it");
        }
        int width = right - left;
        int height = bottom - top;
        byte[] digit = new byte[width * height];
        boolean[] owned = owned(left, top, width, height);
        for (int i = 0; i < digit.length; i++) {
            digit[i] = owned[i] ? ink.values()[(top + i / width) * ink.width() + left + i % width] : 0;
        }
        if (sine == 0) {
            return MnistForm.of(digit, width, height);
        }
        int turnedWidth = (int) Math.ceil(width * cosine + height * Math.abs(sine)) + 2;
        int turnedHeight = (int) Math.ceil(height * cosine + width * Math.abs(sine)) + 2;
        return MnistForm.of(turned(digit, width, height, turnedWidth, turnedHeight), turnedWidth, turnedHeight);
    }

    /** Which points of the box belong to its digit: {@code [height][width]}. */
    private boolean[] owned(int left, int top, int width, int height) {
        return new Pieces(left, top, width, height).owned();
    }

    /** The pieces of ink in a box, followed as far around it as it is large. */
    private final class Pieces {
        private final int width;
        private final int height;
        private final int x;
        private final int y;
        private final int columns;
        private final int rows;
        /** Of the box, seen from the corner of what is followed. */
        private final int left;

        private final int top;
        private final int[] labels;
        private final int[] stack;
        private int[] inside = new int[16];
        private int[] whole = new int[16];
        private int count;

        Pieces(int boxLeft, int boxTop, int width, int height) {
            this.width = width;
            this.height = height;
            x = Math.max(0, boxLeft - width);
            y = Math.max(0, boxTop - height);
            columns = Math.min(ink.width(), boxLeft + 2 * width) - x;
            rows = Math.min(ink.height(), boxTop + 2 * height) - y;
            left = boxLeft - x;
            top = boxTop - y;
            labels = new int[columns * rows];
            stack = new int[columns * rows];
        }

        boolean[] owned() {
            for (int row = top; row < top + height; row++) {
                for (int column = left; column < left + width; column++) {
                    if (isNew(column, row)) {
                        follow(column, row);
                    }
                }
            }
            int largest = 0;
            for (int label = 1; label <= count; label++) {
                largest = inside[label] > inside[largest] ? label : largest;
            }
            boolean[] owned = new boolean[width * height];
            for (int i = 0; i < owned.length; i++) {
                int label = labels[(top + i / width) * columns + left + i % width];
                // What is paler than ink is the soft edge of a stroke.
                owned[i] = label == 0 || label == largest || 2 * inside[label] > whole[label];
            }
            return owned;
        }

        private boolean isNew(int column, int row) {
            return column >= 0
                    && row >= 0
                    && column < columns
                    && row < rows
                    && labels[row * columns + column] == 0
                    && ink.at(x + column, y + row) >= PAPER;
        }

        private void follow(int column, int row) {
            count++;
            if (count == inside.length) {
                inside = Arrays.copyOf(inside, 2 * count);
                whole = Arrays.copyOf(whole, 2 * count);
            }
            int pushed = 0;
            stack[pushed++] = row * columns + column;
            labels[row * columns + column] = count;
            for (int next = 0; next < pushed; next++) {
                int u = stack[next] % columns;
                int v = stack[next] / columns;
                inside[count] += u >= left && v >= top && u < left + width && v < top + height ? 1 : 0;
                whole[count]++;
                for (int beside = 0; beside < 9; beside++) {
                    int s = u + beside % 3 - 1;
                    int t = v + beside / 3 - 1;
                    if (isNew(s, t)) {
                        labels[t * columns + s] = count;
                        stack[pushed++] = t * columns + s;
                    }
                }
            }
        }
    }

    /** About its middle, so that its row is level. */
    private byte[] turned(byte[] digit, int width, int height, int turnedWidth, int turnedHeight) {
        byte[] turned = new byte[turnedWidth * turnedHeight];
        for (int i = 0; i < turned.length; i++) {
            double u = i % turnedWidth + 0.5 - turnedWidth / 2.0;
            double v = i / turnedWidth + 0.5 - turnedHeight / 2.0;
            double x = cosine * u - sine * v + width / 2.0 - 0.5;
            double y = sine * u + cosine * v + height / 2.0 - 0.5;
            int column = (int) Math.floor(x);
            int row = (int) Math.floor(y);
            double sum = 0;
            for (int corner = 0; corner < 4; corner++) {
                int s = column + corner % 2;
                int t = row + corner / 2;
                if (s >= 0 && t >= 0 && s < width && t < height) {
                    double weight = (1 - Math.abs(x - s)) * (1 - Math.abs(y - t));
                    sum += weight * (digit[t * width + s] & 0xff);
                }
            }
            turned[i] = (byte) Math.floor(sum + 0.5);
        }
        return turned;
    }
}
