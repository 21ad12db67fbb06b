package nudge.standalone;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.image.Pixels;
import nudge.mnist.Mnist;

/** The digits that people once gave MNIST's training images. */
public final class MnistLabels {
    private final Map<UUID, Integer> digits;

    private MnistLabels(Map<UUID, Integer> digits) {
        this.digits = digits;
    }

    public static MnistLabels load() {
        Mnist train = Mnist.train();
        Map<UUID, Integer> digits = new HashMap<>(2 * train.size());
        for (int i = 0; i < train.size(); i++) {
            digits.put(Pixels.of(train.image(i)).imageId(), train.digit(i));
        }
        return new MnistLabels(digits);
    }

    /** @throws CommandFailedException when the image is not one of them */
    public int digit(UUID image) {
        Integer digit = digits.get(image);
        if (digit == null) {
            throw new CommandFailedException(
                    "image " + image + " is not one of MNIST, and its digit is not known here: label it by hand");
        }
        return digit;
    }
}
