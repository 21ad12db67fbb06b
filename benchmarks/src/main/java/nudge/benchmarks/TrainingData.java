package nudge.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import nudge.mnist.Mnist;

/**
 * What contenders train on, as files that every language reads at once: {@code NAME.pixels} and {@code NAME.digits}, and the
 * same of {@code NAME.test}.
 */
enum TrainingData {
    /** MNIST as it is: four fifths of the pixels are zero. */
    DIGITS(3.0f) {
        @Override
        byte[] pixels(byte[] mnist) {
            return mnist;
        }
    },
    /** MNIST on black paper that is not quite black: no pixel is zero. */
    INVERTED(0.03f) {
        @Override
        byte[] pixels(byte[] mnist) {
            byte[] inverted = new byte[mnist.length];
            for (int i = 0; i < mnist.length; i++) {
                inverted[i] = (byte) Math.max(1, 255 - (mnist[i] & 0xff));
            }
            return inverted;
        }
    };

    private final float rate;

    TrainingData(float rate) {
        this.rate = rate;
    }

    /**
     * A learning rate at which a network of this shape learns: with wide layers, whose outputs add up, a lower one. Stuck units
     * would make numbers too small for the processor's liking.
     */
    float rate(Shape shape) {
        return shape.firstLayer() > 256 ? rate / 10 : rate;
    }

    abstract byte[] pixels(byte[] mnist);

    String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }

    void write(Path folder, Mnist train, Mnist test) throws IOException {
        write(folder, fileName(), train);
        write(folder, fileName() + ".test", test);
    }

    private void write(Path folder, String name, Mnist part) throws IOException {
        Files.write(folder.resolve(name + ".pixels"), pixels(part.pixels()));
        Files.write(folder.resolve(name + ".digits"), part.digits());
    }

    /** Non-zero pixels of an image, in the mean. */
    double nonZeroPixels(Mnist part) {
        long count = 0;
        for (byte pixel : pixels(part.pixels())) {
            count += pixel == 0 ? 0 : 1;
        }
        return (double) count / part.size();
    }
}
