package nudge.learning.champion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How two networks answer the same labelled images: a checkpoint, and the anchor. Owned by one thread. */
public final class PairedAnswers {
    private static final int DIGITS = 10;

    private final int[] images = new int[DIGITS];
    private final int[] right = new int[DIGITS];
    private final int[] anchorRight = new int[DIGITS];
    private int gained;
    private int lost;

    /** Counts an image. @param digit its label */
    public void add(int digit, int answer, int anchorAnswer) {
        boolean isRight = answer == digit;
        boolean wasRight = anchorAnswer == digit;
        images[digit]++;
        right[digit] += isRight ? 1 : 0;
        anchorRight[digit] += wasRight ? 1 : 0;
        gained += isRight && !wasRight ? 1 : 0;
        lost += wasRight && !isRight ? 1 : 0;
    }

    /** All images. */
    int count() {
        return Arrays.stream(images).sum();
    }

    /** Right by the checkpoint, wrong by the anchor. */
    int gained() {
        return gained;
    }

    /** Right by the anchor, wrong by the checkpoint. */
    int lost() {
        return lost;
    }

    List<Integer> images() {
        return Arrays.stream(images).boxed().toList();
    }

    int images(int digit) {
        return images[digit];
    }

    int right(int digit) {
        return right[digit];
    }

    int anchorRight(int digit) {
        return anchorRight[digit];
    }

    List<@Nullable Double> recall() {
        return shares(right);
    }

    List<@Nullable Double> anchorRecall() {
        return shares(anchorRight);
    }

    private List<@Nullable Double> shares(int[] of) {
        List<@Nullable Double> shares = new ArrayList<>();
        for (int digit = 0; digit < DIGITS; digit++) {
            shares.add(images[digit] == 0 ? null : (double) of[digit] / images[digit]);
        }
        return shares;
    }

    static int digits() {
        return DIGITS;
    }
}
