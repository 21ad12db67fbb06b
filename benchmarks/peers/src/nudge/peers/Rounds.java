package nudge.peers;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;

/** What the Java peers share: the arguments FOLDER DATA 784,30,10 BATCH RATE, the data, and rounds of training on demand. */
final class Rounds {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    static final int PIXELS = 784;
    static final int DIGITS = 10;

    final int[] sizes;
    final int batch;
    final float rate;
    final Images train;
    final Images test;

    /** Images one after the other, and their digits. */
    record Images(byte[] pixels, byte[] digits) {
        int size() {
            return digits.length;
        }

        float pixel(int image, int p) {
            return (pixels[image * PIXELS + p] & 0xff) / 255f;
        }

        /** [size][784] in one array, from 0 to 1. */
        float[] scaled() {
            float[] scaled = new float[pixels.length];
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = (pixels[i] & 0xff) / 255f;
            }
            return scaled;
        }

        /** [size][10] in one array. */
        float[] targets() {
            float[] targets = new float[size() * DIGITS];
            for (int i = 0; i < size(); i++) {
                targets[i * DIGITS + digits[i]] = 1;
            }
            return targets;
        }
    }

    interface Step {
        /** Trains on examples order[from], ..., order[from + batch - 1]. */
        void train(int[] order, int from) throws Exception;
    }

    Rounds(String[] arguments) throws IOException {
        sizes = Arrays.stream(arguments[2].split(",")).mapToInt(Integer::parseInt).toArray();
        batch = Integer.parseInt(arguments[3]);
        rate = Float.parseFloat(arguments[4]);
        train = read(arguments[0], arguments[1]);
        test = read(arguments[0], arguments[1] + ".test");
    }

    private static Images read(String folder, String name) throws IOException {
        return new Images(
                Files.readAllBytes(Path.of(folder, name + ".pixels")),
                Files.readAllBytes(Path.of(folder, name + ".digits")));
    }

    /**
     * Answers each line of input: a number of seconds to train for, or "accuracy".
     *
     * @param answers the digits for the test images
     */
    void serve(Step step, Callable<int[]> answers) throws Exception {
        System.out.println("ready");
        int[] order = new int[train.size()];
        Arrays.setAll(order, i -> i);
        Random random = new Random(1);
        int position = order.length;
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (line.equals("accuracy")) {
                System.out.println(accuracy(answers.call()));
                continue;
            }
            long processor = PROCESS.getProcessCpuTime();
            long began = System.nanoTime();
            long end = began + (long) (Double.parseDouble(line) * 1e9);
            long steps = 0;
            while (System.nanoTime() < end) {
                if (position + batch > order.length) {
                    shuffle(order, random);
                    position = 0;
                }
                step.train(order, position);
                position += batch;
                steps++;
            }
            System.out.println(steps * batch + " " + (System.nanoTime() - began) / 1e9 + " "
                    + (PROCESS.getProcessCpuTime() - processor) / 1e9 + " " + steps + " 0");
        }
    }

    private double accuracy(int[] answers) {
        int correct = 0;
        for (int i = 0; i < test.size(); i++) {
            correct += answers[i] == test.digits[i] ? 1 : 0;
        }
        return (double) correct / test.size();
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }
}
