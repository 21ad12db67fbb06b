package nudge.labeller.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes digits in rows of the pieces of a level page. */
final class DigitFinder {
    private final Blots page;
    private final double height;
    private final double[] darkness;
    private final double usual;
    private int labels;

    /** @param height of most digits */
    DigitFinder(Blots page, Darkness level, double height) {
        this.page = page;
        this.height = height;
        labels = page.list().size();
        darkness = darkness(level);
        double[] sorted = darkness.clone();
        Arrays.sort(sorted);
        usual = sorted.length == 0 ? 0 : sorted[(int) (0.75 * (sorted.length - 1))];
    }

    /** From top to bottom, each from left to right. */
    List<List<Blot>> rows() {
        List<Blot> pieces = page.list().stream().filter(this::mayBePiece).toList();
        List<Blot> whole = new BrokenDigits(height).joined(pieces);
        TouchingDigits touching = new TouchingDigits(page, height, labels);
        List<Blot> digits = new ArrayList<>();
        for (Blot each : whole) {
            if (each.height() >= 0.5 * height && each.height() <= 1.8 * height) {
                digits.addAll(touching.parted(each));
            }
        }
        labels = touching.labels();
        List<List<Blot>> rows = new Rows(height).of(digits);
        rows.removeIf(row -> row.size() == 1 && confidence(row.get(0)) < 0.5);
        return rows;
    }

    /** How many labels the page has by now. */
    int labels() {
        return labels;
    }

    /** 0 to 1. */
    double confidence(Blot digit) {
        double tall = Math.log(digit.height() / height) / 0.4;
        double confidence = Math.exp(-tall * tall / 2);
        confidence *= digit.width() > 1.05 * height ? 0.6 : 1;
        confidence *= digit.parts().size() > 1 ? 0.9 : 1;
        int label = digit.parts().get(0);
        if (label > page.list().size()) {
            confidence *= 0.7; // parted
        } else if (darkness[label - 1] < 0.5 * usual) {
            confidence *= 0.6;
        }
        return confidence;
    }

    private boolean mayBePiece(Blot blot) {
        boolean lineLevel = blot.width() > 1.2 * height && blot.height() < 0.2 * height;
        boolean lineUpright = blot.height() > 1.3 * height && blot.width() < 0.12 * height;
        boolean faint = darkness[blot.parts().get(0) - 1] < 0.3 * usual;
        return !lineLevel && !lineUpright && !faint && blot.height() <= 2.2 * height && blot.width() <= 8 * height;
    }

    /** Mean darkness of each piece. */
    private double[] darkness(Darkness level) {
        double[] sums = new double[page.list().size()];
        for (int i = 0; i < page.labels().length; i++) {
            if (page.labels()[i] > 0) {
                sums[page.labels()[i] - 1] += level.values()[i] & 0xff;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= page.list().get(i).size();
        }
        return sums;
    }
}
