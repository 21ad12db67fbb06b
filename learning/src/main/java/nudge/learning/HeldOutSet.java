package nudge.learning;

import java.util.Arrays;
import java.util.UUID;
import nudge.learning.champion.PairedAnswers;
import nudge.network.Evaluation;
import nudge.network.Network;
import nudge.network.SparseExamples;

/**
 * The images that are never trained on, each with its latest label. The network is measured on the first
 * {@value #MEASURED} of them, so that the time of a measurement is bounded. Owned by one thread.
 */
final class HeldOutSet {
    static final int MEASURED = 20_000;

    private final int inputs;
    private final ImageIndex index = new ImageIndex();
    /** Pixels of the first {@link #MEASURED} images, by number: [images][inputs]. */
    private byte[][] pixels = new byte[64][];

    private final Labels labels = new Labels();
    /** The images that are measured on; not up to date when {@link #stale}. */
    private SparseExamples measured;
    /** The number of each of {@link #measured}: [measured.size()]. */
    private int[] numbers = new int[64];

    private boolean stale;

    HeldOutSet(int inputs) {
        this.inputs = inputs;
        this.measured = new SparseExamples(inputs);
    }

    /** The image's number, or -1 when it never had a label. */
    int find(UUID image) {
        return index.find(image);
    }

    /** Held-out images that have a label now. */
    int labelled() {
        return labels.labelled();
    }

    /** Adds an image that {@link #find} does not know. */
    void add(UUID image, byte[] itsPixels, int digit) {
        int number = index.add(image);
        labels.add(digit);
        if (number < MEASURED) {
            if (number == pixels.length) {
                pixels = Arrays.copyOf(pixels, Math.min(MEASURED, 2 * number));
            }
            pixels[number] = itsPixels.clone();
            measureOn(number, digit);
        }
    }

    private void measureOn(int number, int digit) {
        if (measured.size() == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * numbers.length);
        }
        numbers[measured.size()] = number;
        measured.add(pixels[number], 0, digit);
    }

    /** Gives an image another label, or one again. */
    void relabel(int number, int digit) {
        stale |= labels.change(number, digit) && number < MEASURED;
    }

    /** Takes an image's label away. */
    void retract(int number) {
        stale |= labels.retract(number) && number < MEASURED;
    }

    /** How the network does on those of the first {@value #MEASURED} images that have a label. */
    Evaluation measure(Network network) {
        if (stale) {
            measured = new SparseExamples(inputs);
            for (int number = 0; number < Math.min(MEASURED, index.size()); number++) {
                if (labels.has(number)) {
                    measureOn(number, labels.digit(number));
                }
            }
            stale = false;
        }
        return Evaluation.of(network, measured);
    }

    /** The anchor's answers on the images of an evaluation, by its outputs: what {@link #measure} has just returned of it. */
    void takeAnswers(Evaluation evaluation, AnchorAnswers anchor) {
        checkLatest(evaluation);
        for (int i = 0; i < measured.size(); i++) {
            anchor.answered(numbers[i], answer(evaluation, i));
        }
    }

    /** How the answers of an evaluation, which {@link #measure} has just returned, compare with the anchor's. */
    PairedAnswers compare(Evaluation evaluation, AnchorAnswers anchor) {
        checkLatest(evaluation);
        anchor.answer(measured, numbers, pixels);
        PairedAnswers paired = new PairedAnswers();
        for (int i = 0; i < measured.size(); i++) {
            paired.add(measured.digit(i), answer(evaluation, i), anchor.answer(numbers[i]));
        }
        return paired;
    }

    private static int answer(Evaluation evaluation, int example) {
        int digits = evaluation.confusion().length;
        return Evaluation.mostActive(evaluation.outputs(), example * digits, digits);
    }

    private void checkLatest(Evaluation evaluation) {
        if (stale || evaluation.examples() != measured.size()) {
            throw new IllegalArgumentException("expected the evaluation of the " + measured.size()
                    + " images that are measured on now, got one of " + evaluation.examples());
        }
    }
}
