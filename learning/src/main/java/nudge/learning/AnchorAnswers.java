package nudge.learning;

import java.util.Arrays;
import nudge.network.Evaluation;
import nudge.network.Network;
import nudge.network.SparseExamples;

/**
 * The answers of one network on the held-out images, by the image's number. Each image is answered once, when it is first asked
 * about: a label that comes late or is corrected changes no answer. Owned by one thread.
 */
final class AnchorAnswers {
    private static final byte UNKNOWN = -1;

    private final Network network;
    private byte[] answers = {};

    /** @param network nobody may change it */
    AnchorAnswers(Network network) {
        this.network = network;
    }

    /** Takes an answer that is known already. */
    void answered(int number, int answer) {
        makeRoom(number);
        answers[number] = (byte) answer;
    }

    /** The answer on an image that was answered. */
    int answer(int number) {
        return answers[number];
    }

    /**
     * Answers those images that are not answered yet.
     *
     * @param images of which
     * @param numbers of each of them: [images.size()]
     * @param pixels by number
     */
    void answer(SparseExamples images, int[] numbers, byte[][] pixels) {
        SparseExamples unknown = new SparseExamples(images.inputs());
        int[] unknownNumbers = new int[images.size()];
        for (int i = 0; i < images.size(); i++) {
            makeRoom(numbers[i]);
            if (answers[numbers[i]] == UNKNOWN) {
                unknownNumbers[unknown.size()] = numbers[i];
                unknown.add(pixels[numbers[i]], 0, images.digit(i));
            }
        }
        if (unknown.size() == 0) {
            return;
        }
        Evaluation evaluation = Evaluation.of(network, unknown);
        int digits = network.spec().outputs();
        for (int i = 0; i < unknown.size(); i++) {
            answers[unknownNumbers[i]] = (byte) Evaluation.mostActive(evaluation.outputs(), i * digits, digits);
        }
    }

    private void makeRoom(int number) {
        if (number >= answers.length) {
            int before = answers.length;
            answers = Arrays.copyOf(answers, Math.max(number + 1, 2 * before));
            Arrays.fill(answers, before, answers.length, UNKNOWN);
        }
    }
}
