package nudge.standalone;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.image.Pixels;
import nudge.mnist.Mnist;

/** The digits that people once gave MNIST's images. */
public final class MnistLabels {
    private final Map<UUID, Integer> digits;

    private MnistLabels(Map<UUID, Integer> digits) {
        this.digits = digits;
    }

    /** Of the training images. */
    public static MnistLabels load() {
        return of(Mnist.train());
    }

    /** Of the training images and of the test images. */
    static MnistLabels all() {
        return of(Mnist.train(), Mnist.test());
    }

    private static MnistLabels of(Mnist... parts) {
        Map<UUID, Integer> digits = new HashMap<>();
        for (Mnist part : parts) {
            for (int i = 0; i < part.size(); i++) {
                digits.put(Pixels.of(part.image(i)).imageId(), part.digit(i));
            }
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
