package nudge.network;

/**
 * How a network does on held-out examples.
 *
 * @param outputs activations, [examples][digits] in one array
 * @param confusion how often a digit (row) was taken for another (column), [digits][digits]; the diagonal is right
 * @param cost mean cost
 */
public record Evaluation(float[] outputs, int[][] confusion, double cost) {
    /** Runs the network over all examples; the answer to a tie is the lowest digit. */
    public static Evaluation of(Network network, SparseExamples examples) {
        int digits = network.spec().outputs();
        float[] outputs = new float[examples.size() * digits];
        int[][] confusion = new int[digits][digits];
        double cost = 0;
        Forward forward = new Forward(network.spec(), Math.max(1, Math.min(200, examples.size())));
        for (int from = 0; from < examples.size(); from += forward.capacity()) {
            int to = Math.min(from + forward.capacity(), examples.size());
            forward.run(network, examples, from, to, outputs, from * digits);
        }
        for (int example = 0; example < examples.size(); example++) {
            int digit = examples.digit(example);
            confusion[digit][mostActive(outputs, example * digits, digits)]++;
            cost += network.spec().cost().of(outputs, example * digits, digits, digit);
        }
        return new Evaluation(outputs, confusion, examples.size() == 0 ? 0 : cost / examples.size());
    }

    public int examples() {
        int sum = 0;
        for (int[] row : confusion) {
            for (int count : row) {
                sum += count;
            }
        }
        return sum;
    }

    public int correct() {
        int sum = 0;
        for (int digit = 0; digit < confusion.length; digit++) {
            sum += confusion[digit][digit];
        }
        return sum;
    }

    /** Share of right answers; not a number without examples. */
    public double accuracy() {
        return (double) correct() / examples();
    }

    /** Share of a digit's examples that were recognised; not a number when there are none. */
    public double recall(int digit) {
        int sum = 0;
        for (int count : confusion[digit]) {
            sum += count;
        }
        return (double) confusion[digit][digit] / sum;
    }

    /** The index of the greatest of outputs [offset, offset + count); the first of equals. */
    public static int mostActive(float[] outputs, int offset, int count) {
        int best = 0;
        for (int j = 1; j < count; j++) {
            if (outputs[offset + j] > outputs[offset + best]) {
                best = j;
            }
        }
        return best;
    }
}
