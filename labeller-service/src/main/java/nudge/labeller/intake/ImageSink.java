package nudge.labeller.intake;

import org.jspecify.annotations.Nullable;

/** Takes the images of a file, one after the other, and is told what was none. */
public interface ImageSink {
    /**
     * An image.
     *
     * @param name of the file, with its place in it
     * @param pixels 784 bytes: 28 rows of 28, 0 = paper, 255 = ink
     * @param digit what it shows, if the file says so
     */
    void image(String name, byte[] pixels, @Nullable Integer digit);

    /** What was understood of a CSV, before its first image. */
    default void understood(String name, CsvForm form) {}

    /** Something that is no image, and why. */
    void unreadable(String name, String reason);

    /** A hidden or system file that is passed over. */
    default void leftOut(String name) {}

    /** How something was understood that could be understood otherwise. */
    default void note(String name, String note) {}
}
