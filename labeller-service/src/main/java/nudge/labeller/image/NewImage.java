package nudge.labeller.image;

import java.util.OptionalInt;
import nudge.events.Split;

/**
 * An image to add to the pool.
 *
 * @param pixels 784 bytes, 0 = paper, 255 = ink
 * @param digit what it shows, when that is beyond question
 * @param source where it comes from, for people
 */
public record NewImage(byte[] pixels, Split split, OptionalInt digit, String source) {}
