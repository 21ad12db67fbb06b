package nudge.learning;

import java.util.Random;
import java.util.UUID;
import nudge.events.LabelRecord;

/** Images that a small network can learn to tell apart. */
final class MadeUpImages {
    private MadeUpImages() {}

    static UUID image(long number) {
        return new UUID(7, number);
    }

    /** Ten different digits: a bright bar, whose place is the digit, on noise that the number of the image gives. */
    static byte[] pixels(long number, int digit) {
        byte[] pixels = new byte[LabelRecord.PIXELS];
        Random random = new Random(number);
        for (int noise = 0; noise < 40; noise++) {
            pixels[random.nextInt(pixels.length)] = (byte) random.nextInt(256);
        }
        for (int p = digit * 78; p < digit * 78 + 70; p++) {
            pixels[p] = (byte) (128 + random.nextInt(128));
        }
        return pixels;
    }
}
