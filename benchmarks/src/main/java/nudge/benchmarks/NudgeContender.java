package nudge.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import nudge.mnist.Mnist;
import nudge.network.Evaluation;
import nudge.network.Hyperparameters;
import nudge.network.Initialisation;
import nudge.network.MiniBatch;
import nudge.network.Network;
import nudge.network.Sgd;
import nudge.network.SparseExamples;

/**
 * Trains as the trainer does, in a process of its own: FOLDER DATA 784-30-10 BATCH RATE THREADS. Answers each line of input: a
 * number of seconds to train for with {@code examples seconds processor-seconds steps bytes-allocated}, and "accuracy" with the share of test
 * images that are recognised.
 */
public final class NudgeContender {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final SparseExamples examples;
    private final SparseExamples test;
    private final Sgd sgd;
    private final MiniBatch batch;
    private final int batchSize;
    private final int[] order;
    private final SplittableRandom random = new SplittableRandom(1);
    private int position;

    private NudgeContender(
            Shape shape, SparseExamples examples, SparseExamples test, Hyperparameters hyper, int threads) {
        this.examples = examples;
        this.test = test;
        this.batchSize = hyper.batchSize();
        this.batch = new MiniBatch(shape.spec(), hyper.batchSize());
        this.order = new int[examples.size()];
        this.position = order.length;
        Arrays.setAll(order, i -> i);
        Network network = Network.initialised(shape.spec(), Initialisation.SCALED_NORMAL, 1);
        this.sgd = new Sgd(network, hyper, threads);
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        NudgeContender contender = new NudgeContender(
                Shape.of(arguments[2]),
                read(folder, arguments[1]),
                read(folder, arguments[1] + ".test"),
                new Hyperparameters(Float.parseFloat(arguments[4]), 0, Integer.parseInt(arguments[3])),
                Integer.parseInt(arguments[5]));
        System.out.println("ready");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(
                    line.equals("accuracy") ? contender.accuracy() : contender.train(Double.parseDouble(line)));
        }
        contender.sgd.close();
    }

    private static SparseExamples read(Path folder, String name) throws IOException {
        byte[] pixels = Files.readAllBytes(folder.resolve(name + ".pixels"));
        byte[] digits = Files.readAllBytes(folder.resolve(name + ".digits"));
        SparseExamples examples = new SparseExamples(Mnist.PIXELS);
        for (int i = 0; i < digits.length; i++) {
            examples.add(pixels, i * Mnist.PIXELS, digits[i]);
        }
        return examples;
    }

    private String train(double seconds) {
        long allocated = allocated();
        long processor = PROCESS.getProcessCpuTime();
        long began = System.nanoTime();
        long end = began + (long) (seconds * 1e9);
        long steps = 0;
        while (System.nanoTime() < end) {
            step();
            steps++;
        }
        double taken = (System.nanoTime() - began) / 1e9;
        double processorSeconds = (PROCESS.getProcessCpuTime() - processor) / 1e9;
        allocated = allocated() - allocated;
        return steps * batchSize + " " + taken + " " + processorSeconds + " " + steps + " " + allocated;
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private void step() {
        if (position + batchSize > order.length) {
            shuffle();
            position = 0;
        }
        batch.clear();
        batch.addAll(examples, order, position, batchSize);
        sgd.step(batch);
        position += batchSize;
    }

    private void shuffle() {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    private String accuracy() {
        return String.valueOf(Evaluation.of(sgd.network(), test).accuracy());
    }
}
